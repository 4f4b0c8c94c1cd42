import Kernel

/// Reads products from CSV: one row a variant, and consecutive rows with the same `id` (without one: the same `slug`)
/// are one product. The fields of the product itself stand in its first row; in the others they are empty or repeated.
struct CSVReader: RecordReader {
    let warnings: [ImportReject]
    private var scanner: CSVScanner
    private let columns: CSVColumns
    private let isStrict: Bool
    private var lookahead: CSVRow?
    private var waiting: [ReadRecord] = []
    /// Hashes of the products that were read, 8 bytes each: a product that comes again would undo its first rows.
    private var finished: Set<Int> = []

    /// - Throws: `TransferError` for a header that does not do, before anything is written.
    init(_ input: InputBuffer, strict: Bool) throws {
        scanner = CSVScanner(input)
        guard let header = try scanner.next() else { throw TransferError.missingColumns(["name", "price"]) }
        if let fault = header.fault { throw TransferError.unreadableHeader(fault.message) }
        columns = try CSVColumns(header: header)
        guard !strict || columns.unknown.isEmpty else { throw TransferError.unknownColumns(columns.unknown) }
        warnings = columns.unknown.map { name in
            let message = "there is no such field; the column was ignored"
            return ImportReject(header.raw, FieldError(name, code: "unknown_column", message: message), isWarning: true)
        }
        isStrict = strict
        lookahead = try scanner.next()
    }

    mutating func next() throws -> ReadRecord? {
        if !waiting.isEmpty { return waiting.removeFirst() }
        guard let first = try take() else { return nil }
        guard let product = product(of: first) else { return unreadable(first) ?? read(CSVProduct(first, columns)) }
        var rows = CSVProduct(first, columns)
        while let row = lookahead {
            if let broken = unreadable(row), self.product(of: row) == nil {
                _ = try take()
                waiting.append(broken)
                guard let following = lookahead, self.product(of: following) == product else { break }
                rows.isBroken = true
            } else {
                guard self.product(of: row) == product else { break }
                _ = try take()
                rows.add(row)
            }
        }
        let isNew = finished.insert(product.hashValue).inserted
        return isNew ? read(rows) : apart(rows)
    }

    private func apart(_ rows: CSVProduct) -> ReadRecord {
        let message = "other rows of this product stand further up; the rows of a product must stand together"
        return ReadRecord(unreadable: rows.raw, code: "rows_apart", message: message)
    }

    private mutating func take() throws -> CSVRow? {
        guard let row = lookahead else { return nil }
        lookahead = try scanner.next()
        return row
    }

    private func read(_ product: CSVProduct) -> ReadRecord {
        var fields = RecordFields(strict: isStrict)
        let record = product.record(&fields)
        return ReadRecord(product.raw, record, errors: product.faults + fields.errors)
    }

    /// Which product a row belongs to; `nil` when it does not say, or cannot be read.
    private func product(of row: CSVRow) -> ExactText? {
        row.fault == nil ? columns.product(of: row) : nil
    }

    private func unreadable(_ row: CSVRow) -> ReadRecord? {
        row.fault.map { ReadRecord(unreadable: row.raw, code: $0.code, message: $0.message) }
    }
}
