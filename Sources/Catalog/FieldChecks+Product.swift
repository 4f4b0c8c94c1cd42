import Kernel

/// The rules about the parts of a product that are more than one value.
extension FieldChecks {
    mutating func category(_ field: String, _ address: CategoryAddress?) -> CategoryAddress? {
        if case .slug(let slug) = address { _ = text(field, slug, 1...1000) }
        guard case .path(let names) = address else { return address }
        guard !names.isEmpty else { return nil }
        guard names.count <= Category.maximumDepth else {
            refuse(field, "too_deep", "must have at most \(Category.maximumDepth) levels, has \(names.count)")
            return nil
        }
        let checked = names.enumerated().map { requiredText("\(field)[\($0)]", $1, 1...120) }
        return .path(checked)
    }

    mutating func tags(_ field: String, _ tags: [String]) -> [String] {
        let checked = tags.prefix(51).enumerated().compactMap { text("\(field)[\($0)]", $1, 1...64) }
        if tags.count > 50 { refuse(field, "too_many", "must be at most 50, are \(tags.count)") }
        return Set(checked).sorted()
    }

    mutating func attributes(_ field: String, _ attributes: [String: AttributeValue]) -> [String: AttributeValue] {
        guard attributes.count <= 300 else {
            refuse(field, "too_many", "must be at most 300, are \(attributes.count)")
            return [:]
        }
        var checked: [String: AttributeValue] = [:]
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            let label = "\(field).\(name.prefix(120))"
            let checkedName = requiredText(label, name, 1...100)
            // Names that differ by spaces around them alone would be lost in one another.
            if checked[checkedName] != nil { refuse(label, "duplicate", "stands twice") }
            checked[checkedName] = attribute(label, value)
        }
        return checked
    }

    private mutating func attribute(_ field: String, _ value: AttributeValue) -> AttributeValue? {
        switch value {
        case .text(let text): return self.text(field, text, 1...1000, multiline: true).map { .text($0) }
        case .flag: return value
        case .number(let number):
            if !number.isFinite { refuse(field, "out_of_range", "is no number that can be kept") }
            return value
        }
    }

    mutating func barcodes(_ field: String, _ barcodes: [String]) -> [String] {
        if barcodes.count > 100 { refuse(field, "too_many", "must be at most 100, are \(barcodes.count)") }
        return barcodes.prefix(100).enumerated().compactMap { text("\(field)[\($0)]", $1, 1...32) }
    }

    mutating func images(_ field: String, _ images: [ProductImage]) -> [ProductImage] {
        if images.count > 50 { refuse(field, "too_many", "must be at most 50, are \(images.count)") }
        return images.prefix(50).enumerated().compactMap { image("\(field)[\($0)]", $1) }
    }

    /// Only addresses that a browser may load: anything else (`javascript:`) would be an attack on shoppers.
    private mutating func image(_ field: String, _ image: ProductImage) -> ProductImage? {
        let url = requiredText("\(field).url", image.url, 1...2000)
        let isLoadable =
            url.hasPrefix("https://") || url.hasPrefix("http://") || url.hasPrefix("/") && !url.hasPrefix("//")
        // Browsers take a backslash for a slash, and white space for nothing.
        let isPlain = !url.unicodeScalars.contains { $0 == "\\" || $0.isBlank }
        if !isLoadable || !isPlain, !url.isEmpty {
            refuse(
                "\(field).url", "not_a_url",
                "must begin with https://, http:// or a single /, and have no spaces or backslashes")
        }
        return ProductImage(url: url, alt: text("\(field).alt", image.alt, 0...500) ?? "")
    }

    mutating func variants(_ record: ProductRecord, _ currency: Currency) -> [VariantDraft] {
        guard let records = record.variants else {
            let only = VariantDraft(
                sku: text("sku", record.sku, 1...255), options: [:],
                price: requiredPrice("price", record.price, currency), stock: count("stock", record.stock))
            return [only]
        }
        guard (1...100).contains(records.count) else {
            refuse("variants", "wrong_count", "must be 1 to 100, are \(records.count)")
            return []
        }
        let shared = price("price", record.price, currency)
        let drafts = records.enumerated().map { variant("variants[\($0)]", $1, currency, shared) }
        refuseTwins(among: drafts)
        return drafts
    }

    private mutating func variant(
        _ field: String, _ record: VariantRecord, _ currency: Currency, _ shared: Money?
    ) -> VariantDraft {
        let own = record.price == nil ? shared : price("\(field).price", record.price, currency)
        if record.price == nil, shared == nil { refuse("\(field).price", "required", "must be there") }
        if record.options.count > 10 { refuse("\(field).options", "too_many", "must be at most 10") }
        var options: [String: String] = [:]
        for (name, value) in record.options.sorted(by: { $0.key < $1.key }).prefix(10) {
            let checkedName = requiredText("\(field).options", name, 1...60)
            if options[checkedName] != nil { refuse("\(field).options.\(checkedName)", "duplicate", "stands twice") }
            options[checkedName] = requiredText("\(field).options.\(checkedName)", value, 1...120)
        }
        return VariantDraft(
            sku: text("\(field).sku", record.sku, 1...255), options: options, price: own ?? .zero(currency),
            stock: count("\(field).stock", record.stock))
    }

    private mutating func requiredPrice(_ field: String, _ text: String?, _ currency: Currency) -> Money {
        guard let text else {
            refuse(field, "required", "must be there")
            return .zero(currency)
        }
        return price(field, text, currency) ?? .zero(currency)
    }

    /// Two variants of one product with the same SKU or the same options could not be told apart.
    private mutating func refuseTwins(among drafts: [VariantDraft]) {
        var skus: Set<String> = []
        var options: Set<[String: String]> = []
        for (index, draft) in drafts.enumerated() {
            if let sku = draft.sku, !skus.insert(sku).inserted {
                refuse("variants[\(index)].sku", "duplicate", "is the SKU of another variant of this product")
            }
            if !options.insert(draft.options).inserted {
                refuse("variants[\(index)].options", "duplicate", "are the options of another variant of this product")
            }
        }
    }
}

extension Unicode.Scalar {
    /// White space; of ASCII without a look into Unicode's tables.
    fileprivate var isBlank: Bool { isASCII ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace }
}
