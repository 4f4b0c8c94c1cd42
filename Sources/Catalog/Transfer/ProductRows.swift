import Kernel

/// Writes products as CSV (RFC 4180, with `\n`): one row a variant, the fields of the product in the first of them.
struct ProductRows {
    private(set) var bytes: [UInt8] = []
    private let options: [String]
    private let attributes: [String]

    init(_ columns: VariableColumns) {
        (options, attributes) = (columns.options, columns.attributes)
    }

    mutating func appendHeader() {
        let names =
            CSVColumns.fields + options.map { CSVColumns.optionPrefix + $0 }
            + attributes.map { CSVColumns.attributePrefix + $0 }
        append(names)
    }

    /// - Throws: `TransferError.changedDuringExport` for a name that the header does not have.
    mutating func append(_ record: ProductRecord) throws {
        let variants = record.variants ?? [VariantRecord(onlyOf: record)]
        let known = (Set(attributes), Set(options))
        guard record.attributes.keys.allSatisfy(known.0.contains),
            variants.allSatisfy({ $0.options.keys.allSatisfy(known.1.contains) })
        else { throw TransferError.changedDuringExport(slug: record.slug ?? "") }
        for (position, variant) in variants.enumerated() {
            append(
                CSVColumns.fields.map { field in
                    record.variantCell(field, variant) ?? (position == 0 || isKey(field) ? record.cell(field) : "")
                }
                    + options.map { variant.options[$0] ?? "" }
                    + (position == 0 ? attributes.map { record.attributes[$0].map(AttributeCell.text) ?? "" }
                        : attributes.map { _ in "" }))
        }
    }

    /// The fields that hold the rows of one product together.
    private func isKey(_ field: String) -> Bool { field == "id" || field == "slug" }

    private mutating func append(_ cells: [String]) {
        for (column, cell) in cells.enumerated() {
            if column > 0 { bytes.append(UInt8(ascii: ",")) }
            append(cell)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func append(_ cell: String) {
        let special: Set<UInt8> = [0x22, 0x2C, 0x0A, 0x0D]
        guard cell.utf8.contains(where: special.contains) else {
            bytes += cell.utf8
            return
        }
        bytes.append(0x22)
        for byte in cell.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }
}

extension VariantRecord {
    fileprivate init(onlyOf record: ProductRecord) {
        (sku, price, stock) = (record.sku, record.price, record.stock)
    }
}

extension ProductRecord {
    /// The cell of a field that each variant has for itself; `nil` for the fields of the product.
    fileprivate func variantCell(_ field: String, _ variant: VariantRecord) -> String? {
        switch field {
        case "sku": variant.sku ?? ""
        case "price": variant.price ?? ""
        case "stock": variant.stock.map(String.init) ?? ""
        default: nil
        }
    }

    fileprivate func cell(_ field: String) -> String {
        switch field {
        case "id": externalID ?? ""
        case "slug": slug ?? ""
        case "name": name ?? ""
        case "description": description ?? ""
        case "category": categoryCell
        case "brand": brand ?? ""
        case "compare_at_price": compareAtPrice ?? ""
        case "currency": currency ?? ""
        case "ean": ListCell.text(barcodes, separator: ListCell.separator)
        case "tags": ListCell.text(tags, separator: ListCell.separator)
        case "images": ListCell.text(images)
        case "rating": rating?.shortestJSON ?? ""
        case "review_count": reviewCount.map(String.init) ?? ""
        case "released": released ?? ""
        case "status": status ?? ""
        default: ""
        }
    }

    private var categoryCell: String {
        guard case .path(let path)? = category else { return "" }
        return ListCell.text(path, separator: Category.pathSeparator)
    }
}
