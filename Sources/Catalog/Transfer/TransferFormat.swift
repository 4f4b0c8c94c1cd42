/// The forms in which products travel between shops. Either may be compressed with gzip when it is read.
package enum TransferFormat: String, CaseIterable, Sendable {
    /// One JSON object a line.
    case jsonLines = "jsonl"
    /// Comma-separated values with a header (RFC 4180), one row a variant.
    case csv

    /// The format that a file's name promises: `products.csv`, `products.jsonl.gz`; `nil` when it promises none.
    package init?(fileName: String) {
        let name = fileName.lowercased()
        let plain = name.hasSuffix(".gz") ? name.dropLast(3) : name[...]
        switch plain.split(separator: ".", omittingEmptySubsequences: false).last {
        case "csv": self = .csv
        case "jsonl", "ndjson": self = .jsonLines
        default: return nil
        }
    }
}
