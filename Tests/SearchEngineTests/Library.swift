import SearchEngine

/// A small shop that most tests share.
enum Library {
    static let schema = Schema(
        text: [.init("name", boost: 3), .init("description")], codes: ["sku"], keywords: ["brand", "attr."],
        paths: ["category"], numbers: ["price", "stock"],
        completions: [
            .title(textField: "name", kind: "product"), .keyword("brand", kind: "brand"),
            .path("category", kind: "category"),
        ])

    static func product(
        _ id: String, _ name: String, description: String = "", sku: String? = nil, brand: String? = nil,
        colour: String? = nil, category: [String]? = nil, price: Int64? = nil
    ) -> Document {
        var document = Document(id: id, text: ["name": name, "description": description], stored: Array(id.utf8))
        document.codes["sku"] = sku.map { [$0] }
        document.keywords["brand"] = brand.map { [$0] }
        document.keywords["attr.colour"] = colour.map { [$0] }
        document.paths["category"] = category.map { [$0] }
        document.numbers["price"] = price
        return document
    }

    static func index(_ documents: [Document], settings: SearchSettings = .init()) -> SearchIndex {
        let index = SearchIndex(schema: schema, settings: settings)
        index.apply(documents.map { .put($0) })
        return index
    }

    static func index(names: [String]) -> SearchIndex {
        index(names.enumerated().map { product("\($0.offset)", $0.element) })
    }
}

extension SearchIndex {
    func ids(_ text: String) -> [String] { search(Query(text)).hits.map(\.id) }
}
