package import Kernel
import SearchEngine

extension Query {
    /// The request in the engine's words.
    init(
        _ request: SearchRequest, categoryPath: [String]?, priceBucket: Money = SearchFacets.usualPriceBucket
    ) {
        self.init(
            text: request.hasWords ? request.text : "", filters: Query.filters(request, categoryPath),
            sort: Query.sort(request), offset: request.page.offset, limit: request.page.size,
            facets: Query.facets(request, priceBucket),
            highlight: request.highlights, explain: request.explains)
        (pinned, hidden) = (request.pinned, request.hidden)
    }

    private static func filters(_ request: SearchRequest, _ categoryPath: [String]?) -> [Filter] {
        var filters: [Filter] = []
        if let categoryPath { filters.append(.under(field: "category", path: categoryPath)) }
        if !request.brands.isEmpty { filters.append(.anyOf(field: "brand", values: request.brands)) }
        if request.minimumPrice != nil || request.maximumPrice != nil {
            filters.append(
                .range(field: "price", from: request.minimumPrice?.minorUnits, to: request.maximumPrice?.minorUnits))
        }
        if let inStock = request.inStock {
            filters.append(.range(field: "in_stock", from: inStock ? 1 : 0, to: inStock ? 1 : 0))
        }
        if let rating = request.minimumRating {
            filters.append(.range(field: "rating", from: StoredRating.units(rating), to: nil))
        }
        if !request.tags.isEmpty { filters.append(.allOf(field: "tags", values: request.tags)) }
        for (name, values) in request.attributes.sorted(by: { $0.key < $1.key }) {
            filters.append(.anyOf(field: "attr.\(name)", values: values))
        }
        return filters
    }

    private static func sort(_ request: SearchRequest) -> [Sort] {
        switch request.order {
        case .relevance: [.relevance]
        case .priceAscending: [.number(field: "price", .ascending)]
        case .priceDescending: [.number(field: "price", .descending)]
        case .rating: [.number(field: "rating", .descending), .number(field: "popularity", .descending)]
        case .newest: [.number(field: "created", .descending)]
        case .popularity: [.number(field: "popularity", .descending)]
        }
    }

    private static func facets(_ request: SearchRequest, _ priceBucket: Money) -> [FacetRequest] {
        guard request.countsFacets else { return [] }
        let attributes = Set(request.attributes.keys).union(request.facetAttributes).sorted()
        return [
            .tree(field: "category", limit: 50), .values(field: "brand", limit: 50),
            .ranges(field: "price", width: priceBucket.minorUnits, limit: SearchFacets.maximumPriceRanges),
            .bounds(field: "rating", bounds: (1...4).map { $0 * StoredRating.star }),
        ] + attributes.map { .values(field: "attr.\($0)", limit: 50) }
    }
}

extension SearchFacets {
    /// What price buckets are in. One shop, one currency, until price lists come.
    static let currency = Currency.usd
    /// How wide price buckets are where the operator says nothing.
    package static let usualPriceBucket = Money(minorUnits: 50 * currency.minorUnitsPerMajor, currency)
    /// Price buckets at most; the last has no end.
    static let maximumPriceRanges = 20
}

extension SearchResults {
    /// The engine's answer in the shop's words.
    init(_ answer: Answer, to request: SearchRequest, duration: Duration) {
        let found = answer.hits.map(SearchHit.init)
        self.init(
            hits: Page(items: found, total: answer.total, request: request.page),
            facets: request.countsFacets ? SearchFacets(answer) : nil, correctedText: answer.correctedText,
            droppedWords: answer.dropped, duration: duration)
    }
}

extension SearchHit {
    init(_ hit: Hit) {
        let explanation = hit.explanation.map { ScoreExplanation($0, isPinned: hit.isPinned) }
        self.init(
            stored: StoredCard(hit.stored), score: hit.score, highlights: hit.highlights, explanation: explanation)
    }
}

extension ScoreExplanation {
    fileprivate init(_ explanation: Explanation, isPinned: Bool) {
        self.init(
            text: explanation.text, words: explanation.words.map { ($0.text, $0.score) },
            factors: explanation.factors.map { (BusinessFactor(number: $0.field)?.rawValue ?? $0.field, $0.factor) },
            isPinned: isPinned)
    }
}

extension SearchFacets {
    init(_ answer: Answer) {
        func money(_ units: Int64) -> Money { Money(minorUnits: units, SearchFacets.currency) }
        let attributes = answer.facets.filter { $0.key.hasPrefix("attr.") }.map { name, facet in
            (String(name.dropFirst("attr.".count)), facet.values.map { (name: $0.value, count: $0.count) })
        }
        self.init(
            categories: answer.facets["category"]?.nodes.map { ($0.path, $0.count) } ?? [],
            brands: answer.facets["brand"]?.values.map { ($0.value, $0.count) } ?? [],
            priceRanges: answer.facets["price"]?.buckets.map { (money($0.from), $0.to.map(money), $0.count) } ?? [],
            ratings: answer.facets["rating"]?.buckets.map { bucket in
                (Int(bucket.from / StoredRating.star), bucket.to.map { Int($0 / StoredRating.star) }, bucket.count)
            } ?? [],
            attributes: Dictionary(attributes) { first, _ in first })
    }
}
