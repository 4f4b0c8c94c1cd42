import Kernel

/// The rows of one product.
struct CSVProduct {
    /// Whether a row that cannot be read stands between them: then the product would come in half.
    var isBroken = false
    private let columns: CSVColumns
    private var first: CSVRow
    private var variants: [CSVRow]
    private(set) var conflicts: [FieldError] = []

    /// More rows than a product may have variants are not kept; one too many is enough to be refused.
    private static let maximumRows = 101

    init(_ row: CSVRow, _ columns: CSVColumns) {
        (first, variants, self.columns) = (row, [row], columns)
    }

    var raw: RawRecord { first.raw }

    /// What is wrong with the rows as such.
    var faults: [FieldError] {
        let miscounted = variants.filter { $0.count != columns.count }.map { row in
            FieldError(
                "", code: "wrong_cell_count",
                message: "line \(row.raw.line) has \(row.count) cells, the header has \(columns.count)")
        }
        let broken = FieldError("", code: "broken_variant", message: "a row of the same product cannot be read")
        return miscounted + (isBroken ? [broken] : []) + conflicts
    }

    mutating func add(_ row: CSVRow) {
        guard variants.count < CSVProduct.maximumRows else { return }
        variants.append(row)
        for field in CSVColumns.fields where !CSVColumns.ofVariant.contains(field) {
            let (mine, other) = (columns.text(field, of: first), columns.text(field, of: row))
            guard !other.isEmpty, other != mine else { continue }
            let message = "line \(row.raw.line) says something else than line \(first.raw.line) of the same product"
            conflicts.append(FieldError(field, code: "differs_between_rows", message: message))
        }
    }

    /// The record that the rows make together.
    func record(_ fields: inout RecordFields) -> ProductRecord {
        var record = productFields(&fields)
        let only = variant(first, "", &fields)
        if variants.count == 1, only.options.isEmpty {
            (record.sku, record.price, record.stock) = (only.sku, only.price, only.stock)
        } else {
            let others = variants.dropFirst().enumerated().map { variant($1, "variants[\($0 + 1)].", &fields) }
            record.variants = [only] + others
        }
        return record
    }

    private func productFields(_ fields: inout RecordFields) -> ProductRecord {
        var record = ProductRecord()
        record.externalID = text("id")
        record.slug = text("slug")
        record.name = text("name")
        record.description = text("description")
        record.brand = text("brand")
        record.compareAtPrice = text("compare_at_price")
        record.currency = text("currency")
        record.released = text("released")
        record.status = text("status")
        record.category = list("category", Category.pathSeparator, &fields) { $0.category("category", $1) } ?? nil
        record.tags = list("tags", ListCell.separator, &fields) { $0.marks("tags", $1) } ?? []
        record.barcodes = list("ean", ListCell.separator, &fields) { $0.marks("ean", $1) } ?? []
        let main = list("image", ListCell.separator, &fields) { $0.images("image", $1) } ?? []
        let images = list("images", ListCell.separator, &fields) { $0.images("images", $1) } ?? []
        record.images = main + images.filter { !main.contains($0) }
        record.rating = text("rating").flatMap { fields.number("rating", spelled: $0) }
        record.reviewCount = text("review_count").flatMap { fields.count("review_count", spelled: $0) }
        for cell in first.cells {
            if let name = columns.attributes[cell.column] { record.attributes[name] = AttributeCell.value(cell.text) }
        }
        return record
    }

    private func variant(_ row: CSVRow, _ prefix: String, _ fields: inout RecordFields) -> VariantRecord {
        var record = VariantRecord()
        record.sku = text("sku", of: row)
        record.price = text("price", of: row)
        record.stock = text("stock", of: row).flatMap { fields.count(prefix + "stock", spelled: $0) }
        for cell in row.cells {
            if let name = columns.options[cell.column] { record.options[name] = cell.text }
        }
        return record
    }

    private func text(_ field: String, of row: CSVRow? = nil) -> String? {
        let text = columns.text(field, of: row ?? first)
        return text.isEmpty ? nil : text
    }

    private func list<Value>(
        _ field: String, _ separator: String, _ fields: inout RecordFields,
        _ read: (inout RecordFields, JSONValue) -> Value
    ) -> Value? {
        guard let cell = text(field) else { return nil }
        do {
            return read(&fields, try ListCell.elements(cell, separator: separator))
        } catch {
            fields.refuse(field, "malformed_json", "begins with [ and is no JSON list: \(error)")
            return nil
        }
    }
}
