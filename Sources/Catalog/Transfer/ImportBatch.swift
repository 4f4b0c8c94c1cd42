/// Records that go into the shop in one transaction.
struct ImportBatch: Sendable {
    /// In the order of the source.
    var entries: [ImportEntry] = []
    /// What is wrong with the file as a whole; in the first batch.
    var warnings: [ImportReject] = []
    /// How far the source was read for them.
    var progress: (read: Int, total: Int?) = (0, nil)
    /// Why the source ended too early; in the last batch.
    var damage: String?

    /// Those that keep every rule.
    var rows: [ImportRow] {
        entries.compactMap { entry in
            guard case .row(let row, _) = entry else { return nil }
            return row
        }
    }

    /// Everything to report about them that was known before the database was asked.
    var rejects: [ImportReject] {
        warnings
            + entries.flatMap { entry in
                switch entry {
                case .row(_, let warnings): warnings
                case .reject(let reject): [reject]
                }
            }
    }
}

/// Reads a source batch by batch.
struct BatchReader {
    private let input: InputBuffer
    private var records: any RecordReader
    private let options: ProductImport.Options
    private let batchSize: Int
    private var isFirst = true
    private var isAtEnd = false

    /// A batch ends at this many bytes, too, so that a file of huge records needs no more memory than one of small ones.
    private static let maximumBytes = 4 << 20

    /// - Throws: `TransferError`.
    init(_ source: ImportSource, format: TransferFormat?, options: ProductImport.Options) throws {
        input = try InputBuffer(source)
        self.options = options
        batchSize = min(max(options.batchSize, 1), 10_000)
        switch format ?? source.promisedFormat ?? input.likelyFormat {
        case .jsonLines: records = JSONLinesReader(input, strict: options.strict)
        case .csv: records = try CSVReader(input, strict: options.strict)
        }
    }

    /// The next batch; `nil` behind the last one, which may be empty.
    mutating func next() throws -> ImportBatch? {
        guard !isAtEnd else { return nil }
        var batch = ImportBatch(warnings: isFirst ? records.warnings : [])
        isFirst = false
        let defaults = ProductDraft.Defaults(status: .published, currency: options.defaultCurrency)
        var bytes = 0
        while batch.entries.count < batchSize, bytes < BatchReader.maximumBytes {
            guard let record = try records.next() else {
                isAtEnd = true
                batch.damage = input.damage
                break
            }
            bytes += record.raw.length
            batch.entries.append(ImportEntry(record, defaults: defaults))
        }
        batch.progress = input.progress
        return batch
    }
}

extension InputBuffer {
    /// What the first character says, for a source whose name says nothing: JSON begins with `{`.
    fileprivate var likelyFormat: TransferFormat {
        let first = bytes[start...].first { $0 > 0x20 }
        return first == nil || first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .jsonLines : .csv
    }
}
