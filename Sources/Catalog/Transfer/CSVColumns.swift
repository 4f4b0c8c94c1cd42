import Kernel

/// What the columns of a CSV file mean, as its header says.
struct CSVColumns {
    /// Options of variants by column: `option.NAME`.
    let options: [Int: String]
    /// Attributes by column: `attr.NAME`.
    let attributes: [Int: String]
    /// How many columns there are.
    let count: Int
    /// The columns that nobody knows.
    let unknown: [String]
    private let places: [ExactText: Int]

    static let optionPrefix = "option."
    static let attributePrefix = "attr."
    /// The fields that a column may hold, in the order of an export.
    static let fields = [
        "id", "slug", "name", "description", "category", "brand", "price", "compare_at_price", "currency", "sku", "ean",
        "stock", "tags", "images", "rating", "review_count", "released", "status",
    ]
    /// The fields of which each row has its own: a row is a variant.
    static let ofVariant: Set = ["sku", "price", "stock"]

    /// - Throws: `TransferError.missingColumns`, `.repeatedColumn`.
    init(header: CSVRow) throws {
        var places: [ExactText: Int] = [:]
        for cell in header.cells where places.updateValue(cell.column, forKey: ExactText(cell.text)) != nil {
            throw TransferError.repeatedColumn(cell.text)
        }
        let missing = ["name", "price"].filter { places[ExactText($0)] == nil }
        guard missing.isEmpty else { throw TransferError.missingColumns(missing) }
        options = CSVColumns.names(in: header, prefix: CSVColumns.optionPrefix)
        attributes = CSVColumns.names(in: header, prefix: CSVColumns.attributePrefix)
        let known = Set(CSVColumns.fields + ["image"])
        let special = Set(options.keys).union(attributes.keys)
        unknown = header.cells.filter { !known.contains($0.text) && !special.contains($0.column) }.map(\.text)
        (count, self.places) = (header.count, places)
    }

    /// The text of a field; empty when the file has no such column.
    func text(_ field: String, of row: CSVRow) -> String {
        row.text(places[ExactText(field)])
    }

    /// What makes a row belong to the same product as the row before it: its `id`, else its `slug`.
    func product(of row: CSVRow) -> ExactText? {
        let (id, slug) = (text("id", of: row), text("slug", of: row))
        if !id.isEmpty { return ExactText("id " + id) }
        return slug.isEmpty ? nil : ExactText("slug " + slug)
    }

    private static func names(in header: CSVRow, prefix: String) -> [Int: String] {
        header.cells.reduce(into: [:]) { names, cell in
            let name = cell.text.dropFirst(prefix.count)
            if cell.text.hasPrefix(prefix), !name.isEmpty { names[cell.column] = String(name) }
        }
    }
}
