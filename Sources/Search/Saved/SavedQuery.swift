package import Kernel

/// What a saved search looks for: the words and filters of a search in one normal form, so that the same search is known
/// as the same however it was typed. What only concerns how results are shown is not part of it, the order aside.
package struct SavedQuery: Sendable, Hashable {
    /// The words without case, accents and superfluous spaces; empty where there is no letter and no digit.
    package let text: String
    /// The category as its address was given: id, slug or path.
    package let category: String?
    /// One of these brands, by name.
    package let brands: [String]
    /// From this price on.
    package let minimumPrice: Money?
    /// Up to this price.
    package let maximumPrice: Money?
    /// Whether it can be bought.
    package let inStock: Bool?
    /// Rated at least so.
    package let minimumRating: Double?
    /// All of these tags, by name.
    package let tags: [String]
    /// One of these values of each attribute, by name.
    package let attributes: [String: [String]]
    /// The order in which its owner wants to see it; `nil` for the usual one.
    package let sort: SearchSort?

    /// The most bytes of its JSON: the unique key of PostgreSQL's index must fit a third of a page.
    static let maximumBytes = 2000

    /// The normal form of what a search asks for.
    /// - Throws: `ValidationError` when there is nothing to search for, or too much.
    package init(_ request: SearchRequest) throws(ValidationError) {
        text = request.hasWords ? QueryText.normalised(request.text) : ""
        category = request.category.flatMap { $0.isEmpty ? nil : $0 }
        brands = SavedQuery.normalised(request.brands)
        (minimumPrice, maximumPrice) = (request.minimumPrice, request.maximumPrice)
        (inStock, minimumRating) = (request.inStock, request.minimumRating)
        tags = SavedQuery.normalised(request.tags)
        attributes = request.attributes.mapValues(SavedQuery.normalised).filter { !$0.value.isEmpty }
        sort = request.sort
        guard !text.isEmpty || self.request.isFiltered else {
            throw ValidationError("q", code: "required", message: "must be there, or a filter")
        }
        guard jsonText.utf8.count <= SavedQuery.maximumBytes else {
            let limit = SavedQuery.maximumBytes
            throw ValidationError("q", code: "too_long", message: "must have at most \(limit) bytes with all filters")
        }
    }

    /// These words and no filter.
    package init(words: String) {
        self.init(json: .object([JSONValue.Member("q", .string(QueryText.normalised(words)))]))
    }

    /// The search that it stands for.
    package var request: SearchRequest {
        var request = SearchRequest()
        (request.text, request.category, request.brands) = (text, category, brands)
        (request.minimumPrice, request.maximumPrice) = (minimumPrice, maximumPrice)
        (request.inStock, request.minimumRating) = (inStock, minimumRating)
        (request.tags, request.attributes, request.sort) = (tags, attributes, sort)
        return request
    }

    private static func normalised(_ values: [String]) -> [String] {
        Set(values.filter { !$0.isEmpty }).sorted()
    }
}

extension SavedQuery {
    /// What it is called when its owner says nothing.
    func name(typed text: String) -> String {
        let parts = [
            QueryText.tidied(text), brands.joined(separator: ", "), category ?? "", tags.joined(separator: ", "),
        ]
        let name = parts.first { !$0.isEmpty } ?? "Search"
        return String(name.unicodeScalars.prefix(SavedSearch.maximumNameLength))
    }

    /// Its members in a fixed order, those without a value left out: one text for one search.
    var jsonText: String {
        var writer = JSONWriter(capacity: 256)
        writer.value(json)
        return writer.text
    }

    /// The same as a value.
    var json: JSONValue {
        let price: (Money) -> JSONValue = { .string($0.decimal) }
        let list: ([String]) -> JSONValue? = { $0.isEmpty ? nil : .array($0.map { .string($0) }) }
        let members: [(String, JSONValue?)] = [
            ("q", text.isEmpty ? nil : .string(text)), ("category", category.map { .string($0) }),
            ("brand", list(brands)),
            ("min_price", minimumPrice.map(price)), ("max_price", maximumPrice.map(price)),
            ("in_stock", inStock.map { .bool($0) }), ("min_rating", minimumRating.map { .number($0.shortestJSON) }),
            ("tags", list(tags)), ("sort", sort.map { .string($0.rawValue) }),
        ]
        let named = attributes.sorted { $0.key < $1.key }.map { (Self.attribute + $0.key, list($0.value)) }
        return .object((members + named).compactMap { name, value in value.map { JSONValue.Member(name, $0) } })
    }

    private static let attribute = "attr."

    /// Reads what `jsonText` wrote.
    init(json: JSONValue) {
        (text, category) = (json["q"]?.string ?? "", json["category"]?.string)
        (brands, tags) = (json["brand"]?.texts ?? [], json["tags"]?.texts ?? [])
        func price(_ name: String) -> Money? {
            json[name]?.string.flatMap { try? Money(parsing: $0, SearchFacets.currency) }
        }
        (minimumPrice, maximumPrice) = (price("min_price"), price("max_price"))
        (inStock, minimumRating) = (json["in_stock"]?.flag, json["min_rating"]?.double)
        let named = (json.members ?? []).filter { $0.name.hasPrefix(Self.attribute) }
            .map { (String($0.name.dropFirst(Self.attribute.count)), $0.value.texts ?? []) }
        attributes = Dictionary(named) { first, _ in first }
        sort = json["sort"]?.string.flatMap(SearchSort.init)
    }
}
