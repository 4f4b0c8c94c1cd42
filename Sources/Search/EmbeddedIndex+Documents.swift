import Kernel
import SearchEngine

extension Schema {
    /// The fields of products. The boosts of name, description, category and brand are those of the specification;
    /// tags count as the brand, attributes half as much.
    static let products = Schema(
        text: [
            TextField("name", boost: 3), TextField("description", boost: 2), TextField("category", boost: 1.5),
            TextField("brand", boost: 1), TextField("tags", boost: 1), TextField("attributes", boost: 0.5),
        ],
        codes: ["code"],
        keywords: ["brand", "tags", "attr."],
        paths: ["category"],
        numbers: ["price", "rating", "reviews", "created", "in_stock"],
        completions: [
            .title(textField: "name", kind: "product"), .keyword("brand", kind: "brand"),
            .path("category", kind: "category"),
        ])
}

extension SearchSettings {
    /// The engine's defaults, and what makes one product better than another at equal fit.
    static let products = SearchSettings(signals: [
        Signal("reviews", weight: 0.15, curve: .logarithmic(maximum: 1000)),
        Signal("rating", weight: 0.1, curve: .linear(maximum: 50)),
        Signal("in_stock", weight: 0.1, curve: .flag),
    ])
}

extension Document {
    /// A product as the engine takes it.
    init(_ product: IndexedProduct) {
        let card = product.card
        var keywords = ["brand": card.brand.map { [$0] } ?? [], "tags": card.tags]
        for (name, value) in product.attributes { keywords["attr.\(name)"] = [value] }
        self.init(
            id: card.id,
            text: [
                "name": card.name, "description": product.description, "brand": card.brand ?? "",
                "category": card.category?.path.joined(separator: " ") ?? "", "tags": card.tags.joined(separator: " "),
                "attributes": product.attributes.sorted { $0.key < $1.key }.map(\.value).joined(separator: " "),
            ],
            codes: ["code": product.codes], keywords: keywords,
            paths: ["category": card.category.map { [$0.path] } ?? []],
            numbers: [
                "price": card.price.minorUnits, "rating": Int64(((card.rating ?? 0) * 10).rounded()),
                "reviews": Int64(card.reviewCount), "created": product.createdAt.microseconds,
                "in_stock": card.inStock ? 1 : 0,
            ],
            stored: card.bytes)
    }
}
