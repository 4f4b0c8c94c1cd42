import Kernel

/// Writes products as CSV (RFC 4180, with `\n`): one row a variant, the fields of the product in the first of them.
struct ProductRows {
    private(set) var bytes: [UInt8] = []
    private let options: NamedCells
    private let attributes: NamedCells

    init(_ columns: VariableColumns) {
        (options, attributes) = (NamedCells(columns.options), NamedCells(columns.attributes))
    }

    mutating func appendHeader() {
        let names =
            CSVColumns.fields + options.names.map { CSVColumns.optionPrefix + $0 }
            + attributes.names.map { CSVColumns.attributePrefix + $0 }
        append(names)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// - Throws: `TransferError.changedDuringExport` for a name that the header does not have.
    mutating func append(_ record: ProductRecord) throws {
        let variants = record.variants ?? [VariantRecord(onlyOf: record)]
        for (position, variant) in variants.enumerated() {
            let isFirst = position == 0
            let fields = CSVColumns.fields.map { field in
                record.variantCell(field, variant) ?? (isFirst || isKey(field) ? record.cell(field) : "")
            }
            guard let optionCells = options.cells(variant.options),
                let attributeCells = attributes.cells(isFirst ? record.attributes.mapValues(AttributeCell.text) : [:])
            else { throw TransferError.changedDuringExport(slug: record.slug ?? "") }
            append(fields)
            append(optionCells, among: options.names.count)
            append(attributeCells, among: attributes.names.count)
            bytes.append(UInt8(ascii: "\n"))
        }
    }

    /// The fields that hold the rows of one product together.
    private func isKey(_ field: String) -> Bool { field == "id" || field == "slug" }

    private mutating func append(_ cells: [String]) {
        for (column, cell) in cells.enumerated() {
            if column > 0 { bytes.append(UInt8(ascii: ",")) }
            append(cell)
        }
    }

    /// Writes the few of many columns that hold something; each stands behind a comma.
    private mutating func append(_ cells: [NamedCells.Cell], among count: Int) {
        var written = 0
        for cell in cells {
            bytes.append(contentsOf: repeatElement(UInt8(ascii: ","), count: cell.place + 1 - written))
            append(cell.text)
            written = cell.place + 1
        }
        bytes.append(contentsOf: repeatElement(UInt8(ascii: ","), count: count - written))
    }

    private mutating func append(_ cell: String) {
        guard cell.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
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

/// Columns for values that have names, compared byte by byte: the database keeps both spellings of `é` apart.
private struct NamedCells {
    struct Cell {
        let place: Int
        let text: String
    }

    let names: [String]
    private let places: [ExactText: Int]

    init(_ names: [String]) {
        self.names = names
        places = Dictionary(names.enumerated().map { (ExactText($1), $0) }) { first, _ in first }
    }

    /// The values in the order of their columns; `nil` when one has no column. The real catalogue has 2,706 attributes
    /// and 13 of them in a product: empty cells must cost no more than their comma.
    func cells(_ values: [String: String]) -> [Cell]? {
        var cells: [Cell] = []
        for (name, text) in values {
            guard let place = places[ExactText(name)] else { return nil }
            cells.append(Cell(place: place, text: text))
        }
        return cells.sorted { $0.place < $1.place }
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
