/// What a segment keeps of each document to show it, in one record: where each text field ends, the texts, the payload.
struct StoredFields: Sendable {
    private let records: ByteTable
    private let fields: Int

    init(_ reader: inout SectionReader, fields: Int) throws(SnapshotError) {
        records = try reader.table()
        self.fields = fields
    }

    var count: Int { records.count }
    var byteCount: Int { records.bytes.count }

    func record(_ document: UInt32) -> UnsafeBufferPointer<UInt8> { records[Int(document)] }

    func text(_ document: UInt32, field: Int) -> UnsafeBufferPointer<UInt8> {
        let record = records[Int(document)]
        let start = field == 0 ? fields * 4 : Self.end(of: field - 1, record)
        return UnsafeBufferPointer(rebasing: record[start..<Self.end(of: field, record)])
    }

    func payload(_ document: UInt32) -> UnsafeBufferPointer<UInt8> {
        Self.payload(of: records[Int(document)], fields: fields)
    }

    /// The payload within a record.
    static func payload(of record: UnsafeBufferPointer<UInt8>, fields: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: record[(fields == 0 ? 0 : end(of: fields - 1, record))...])
    }

    private static func end(of field: Int, _ record: UnsafeBufferPointer<UInt8>) -> Int {
        Int(UnsafeRawBufferPointer(record).loadUnaligned(fromByteOffset: field * 4, as: UInt32.self))
    }

    /// The record of a document under a schema.
    static func encode(_ document: Document, _ schema: Schema) -> [UInt8] {
        let texts = schema.text.map { document.boundedText($0.name) }
        var record: [UInt8] = []
        var end = texts.count * 4
        for text in texts {
            end += text.utf8.count
            withUnsafeBytes(of: UInt32(end)) { record.append(contentsOf: $0) }
        }
        for text in texts { record.append(contentsOf: text.utf8) }
        record.append(contentsOf: document.stored)
        return record
    }
}
