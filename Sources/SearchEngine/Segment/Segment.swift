/// An immutable part of an index: documents sorted by id, their terms, columns and stored fields. The same bytes lie
/// in memory and on disk.
final class Segment: Sendable {
    let storage: SegmentStorage
    let count: Int
    /// Tokens per text field over all documents.
    let totalLengths: [UInt64]
    let ids: ByteTable
    let stored: StoredFields
    /// Tokens of each document per text field, up to 65,535.
    let lengths: [Column<UInt16>]
    let patterns: Column<UInt64>
    let terms: ByteTable
    private let termIndex: HashIndex
    /// Under which the block maxima of the postings hold.
    let impactModel: ImpactModel
    let postings: Postings
    let lexicon: Lexicon
    let keywords: [KeywordColumn]
    let numbers: [NumberColumn]

    init(_ storage: SegmentStorage, schema: Schema) throws(SnapshotError) {
        self.storage = storage
        var reader = SectionReader(storage)
        let totals = try reader.column(UInt64.self)
        ids = try reader.table()
        stored = try StoredFields(&reader, fields: schema.text.count)
        lengths = try Self.read(schema.text.count) { () throws(SnapshotError) in try reader.column(UInt16.self) }
        patterns = try reader.column(UInt64.self)
        terms = try reader.table()
        termIndex = try HashIndex(&reader)
        impactModel = try ImpactModel(&reader)
        postings = try Postings(&reader, documents: ids.count)
        lexicon = try Lexicon(&reader)
        keywords = try Self.read(schema.keywords.count + schema.paths.count) { () throws(SnapshotError) in
            try KeywordColumn(&reader)
        }
        numbers = try Self.read(schema.numbers.count) { () throws(SnapshotError) in try NumberColumn(&reader) }
        count = ids.count
        totalLengths = Array(totals.values)
        try validate(schema)
    }

    private static func read<Part>(
        _ count: Int, _ next: () throws(SnapshotError) -> Part
    ) throws(SnapshotError) -> [Part] {
        var parts: [Part] = []
        for _ in 0..<count { parts.append(try next()) }
        return parts
    }

    private func validate(_ schema: Schema) throws(SnapshotError) {
        let consistent =
            totalLengths.count == schema.text.count && stored.count == count
            && lengths.allSatisfy { $0.count == count } && postings.frequencies.count == terms.count
            && keywords.allSatisfy { $0.starts.count == count + 1 } && numbers.allSatisfy { $0.values.count == count }
        guard consistent else { throw .corrupt }
    }

    func id(_ document: UInt32) -> UnsafeBufferPointer<UInt8> { ids[Int(document)] }

    func document(id: String) -> UInt32? {
        var id = id
        return id.withUTF8 { ids.index(of: $0) }.map { UInt32($0) }
    }

    func term(_ bytes: [UInt8]) -> Int? { bytes.withUnsafeBufferPointer { termIndex.index(of: $0, in: terms) } }
}
