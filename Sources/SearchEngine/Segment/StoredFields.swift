/// What a segment keeps of each document to show it: the text of its fields and its payload, in one record.
struct StoredFields: Sendable {
    private let records: ByteTable
    private let fields: Int

    init(_ reader: inout SectionReader, fields: Int) throws(SnapshotError) {
        records = try reader.table()
        self.fields = fields
    }

    var count: Int { records.count }

    func record(_ document: UInt32) -> UnsafeBufferPointer<UInt8> { records[Int(document)] }

    func text(_ document: UInt32, field: Int) -> UnsafeBufferPointer<UInt8> {
        let record = records[Int(document)]
        let start = (0..<field).reduce(fields * 4) { $0 + length($1, record) }
        return slice(record, start, start + length(field, record))
    }

    func payload(_ document: UInt32) -> UnsafeBufferPointer<UInt8> {
        let record = records[Int(document)]
        let start = (0..<fields).reduce(fields * 4) { $0 + length($1, record) }
        return slice(record, start, record.count)
    }

    private func length(_ field: Int, _ record: UnsafeBufferPointer<UInt8>) -> Int {
        Int(UnsafeRawBufferPointer(record).loadUnaligned(fromByteOffset: field * 4, as: UInt32.self))
    }

    private func slice(_ record: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: record[start..<end])
    }

    /// The record of a document under a schema.
    static func encode(_ document: Document, _ schema: Schema) -> [UInt8] {
        let texts = schema.text.map { document.boundedText($0.name) }
        var record: [UInt8] = []
        for text in texts { withUnsafeBytes(of: UInt32(text.utf8.count)) { record.append(contentsOf: $0) } }
        for text in texts { record.append(contentsOf: text.utf8) }
        record.append(contentsOf: document.stored)
        return record
    }
}
