extension DemoProduct {
    /// The product as a line of an import.
    var record: ProductRecord {
        let trade = DemoTrade(self)
        var record = ProductRecord()
        record.externalID = id.externalID
        record.name = name
        record.description = description
        record.brand = brand
        record.category = .path([department.name] + leaf.path)
        record.currency = "USD"
        record.barcodes = [id.barcode]
        record.attributes = attributes
        record.tags = tags(trade)
        record.images = [ProductImage(url: DemoPicture.url(for: id.externalID), alt: alt)]
        record.rating = trade.rating.map { Double($0.tenths) / 10 }
        record.reviewCount = trade.rating?.count
        record.released = trade.released
        record.status = ProductStatus.published.rawValue
        record.compareAtPrice = trade.compareAtPrice.map(decimal)
        if leaf.options == nil {
            (record.sku, record.price, record.stock) = (sku, decimal(trade.price), trade.stock(of: 0))
        } else {
            record.variants = variants(trade)
        }
        return record
    }

    private var attributes: [String: AttributeValue] {
        let shown = facts.filter { !hidden.contains($0.name) }
        return Dictionary(shown.map { ($0.name, $0.value) }) { first, _ in first }
    }

    private func tags(_ trade: DemoTrade) -> [String] {
        var tags = leaf.tags
        if trade.compareAtPrice != nil { tags.append("sale") }
        if trade.released >= "2026-06" { tags.append("new") }
        if let rating = trade.rating, rating.tenths >= 44, rating.count > 600 { tags.append("bestseller") }
        if [self["recycled"], self["organic"], self["fsc_wood"]].contains(.flag(true)) { tags.append("eco") }
        if self["handmade"] == .flag(true) { tags.append("handmade") }
        return tags
    }

    /// `HAL-SKL42-26-BK`: brand, leaf and its number there, then size and colour where it has one of each.
    private var sku: String {
        let size = leaf.namedTraits.lazy.compactMap { trait -> String? in
            guard case .number = self[trait.name] else { return nil }
            return self[trait.name]?.text
        }.first
        return ([stem] + [size, colour?.code].compactMap { $0 }).joined(separator: "-")
    }

    private var stem: String {
        let maker = brand.uppercased().filter { $0.isASCII && $0.isLetter }.prefix(3)
        return "\(maker)-\(leaf.code)\(ordinal + 1)"
    }

    private func variants(_ trade: DemoTrade) -> [VariantRecord] {
        let forms = colours.isEmpty ? [nil] : colours.map(Optional.some)
        let all = forms.flatMap { colour in sizes.indices.map { (colour, $0) } }
        return all.enumerated().map { index, form in
            variant(form.0, size: form.1, price: trade.price, stock: trade.stock(of: index))
        }
    }

    private func variant(_ colour: Demo.Colour?, size: Int, price: Int, stock: Int?) -> VariantRecord {
        var variant = VariantRecord()
        variant.options["size"] = sizes[size]
        variant.options["colour"] = colour?.name
        let code = sizes[size].filter { $0.isLetter || $0.isNumber }.prefix(8).uppercased()
        variant.sku = [stem, code, colour?.code].compactMap { $0 }.joined(separator: "-")
        // Whole dollars on top keep the ending of the price.
        let dollars = (price + 99) / 100
        variant.price = decimal(price + dollars * size * (leaf.options?.step ?? 0) / 100 * 100)
        variant.stock = stock
        return variant
    }

    /// `49.95`
    private func decimal(_ cents: Int) -> String {
        let (dollars, rest) = cents.quotientAndRemainder(dividingBy: 100)
        return "\(dollars).\(rest < 10 ? "0" : "")\(rest)"
    }
}
