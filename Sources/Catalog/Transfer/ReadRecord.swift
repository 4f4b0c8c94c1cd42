import Kernel

/// One record of a source, read but not yet checked against the rules.
struct ReadRecord {
    /// Where it stands and how it looks there.
    let raw: RawRecord
    /// What could be read of it; `nil` when nothing could.
    let record: ProductRecord?
    /// What could not.
    let errors: [FieldError]

    init(_ raw: RawRecord, _ record: ProductRecord, errors: [FieldError] = []) {
        (self.raw, self.record, self.errors) = (raw, record, errors)
    }

    /// A record of which nothing can be read.
    init(unreadable raw: RawRecord, code: String, message: String) {
        (self.raw, record, errors) = (raw, nil, [FieldError("", code: code, message: message)])
    }
}

/// Reads the records of one format, one by one: JSON Lines or CSV.
protocol RecordReader {
    /// The next record; `nil` at the end.
    /// - Throws: `TransferError`.
    mutating func next() throws -> ReadRecord?
    /// What is wrong with the file as a whole and does not keep it from being read.
    var warnings: [ImportReject] { get }
}
