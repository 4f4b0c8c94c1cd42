package import Kernel

/// Why an import or export cannot be done, or cannot go on. What was committed before it stays.
package enum TransferError: DomainError, Equatable {
    /// The source cannot be opened or read; its name and the system's words for the reason.
    case cannotRead(String, reason: String)
    /// A file cannot be written; its name and the system's words for the reason.
    case cannotWrite(String, reason: String)
    /// The header of a CSV file lacks columns that every product needs.
    case missingColumns([String])
    /// The header of a CSV file has columns that nobody knows, and the import is strict.
    case unknownColumns([String])
    /// The header of a CSV file has a column twice.
    case repeatedColumn(String)
    /// The header of a CSV file is no valid CSV or no UTF-8.
    case unreadableHeader(String)
    /// A product got an attribute or option that the header of the CSV export, written before, has no column for.
    case changedDuringExport(slug: String)

    /// The stable word.
    package var code: String {
        switch self {
        case .cannotRead: "cannot_read"
        case .cannotWrite: "cannot_write"
        case .missingColumns: "missing_columns"
        case .unknownColumns: "unknown_columns"
        case .repeatedColumn: "repeated_column"
        case .unreadableHeader: "unreadable_header"
        case .changedDuringExport: "changed_during_export"
        }
    }

    /// What sort of failure it is.
    package var kind: ErrorKind {
        switch self {
        case .cannotRead, .cannotWrite: .unavailable
        case .missingColumns, .unknownColumns, .repeatedColumn, .unreadableHeader: .invalid
        case .changedDuringExport: .conflict
        }
    }

    /// One sentence for people.
    package var message: String {
        switch self {
        case .cannotRead(let name, let reason): "Cannot read \(name): \(reason)."
        case .cannotWrite(let name, let reason): "Cannot write \(name): \(reason)."
        case .missingColumns(let names):
            "The header of the CSV file lacks \(names.joined(separator: ", ")); nothing was imported. "
                + "Columns are parted by commas and named like the fields of a product."
        case .unknownColumns(let names):
            "The header of the CSV file has unknown columns (\(names.joined(separator: ", "))); nothing was imported."
        case .repeatedColumn(let name): "The header of the CSV file has the column \(name) twice; nothing was imported."
        case .unreadableHeader(let reason):
            "The header of the CSV file cannot be read: \(reason); nothing was imported."
        case .changedDuringExport(let slug):
            "The product \(slug) got a new attribute while the catalogue was exported: run the export again."
        }
    }
}
