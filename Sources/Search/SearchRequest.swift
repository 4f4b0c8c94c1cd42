package import Kernel

/// What a shopper looks for.
package struct SearchRequest: Sendable {
    /// The words, at most `maximumTextBytes`; empty lists by the filters, the most popular first.
    package var text = ""
    /// Only in this category (id, slug or path) or below it.
    package var category: String?
    /// Only of one of these brands.
    package var brands: [String] = []
    /// Only from this price on.
    package var minimumPrice: Money?
    /// Only up to this price.
    package var maximumPrice: Money?
    /// Only what can be bought, or only what cannot.
    package var inStock: Bool?
    /// Only rated at least so, 0 to 5.
    package var minimumRating: Double?
    /// Only with all of these tags.
    package var tags: [String] = []
    /// Only with one of these values of each attribute.
    package var attributes: [String: [String]] = [:]
    /// The order.
    package var sort: SearchSort?
    /// Which page.
    package var page = PageRequest()
    /// Whether to count the values of facets.
    package var countsFacets = true
    /// Attributes to count the values of, beside those that are filtered by.
    package var facetAttributes: [String] = []
    /// Whether to mark the words that were found.
    package var highlights = false

    /// The most bytes that a query may have.
    package static let maximumTextBytes = 512
    /// The most conditions that a query may have.
    package static let maximumFilters = 10

    /// Everything, the most popular first.
    package init() {}
}

/// What results are ordered by.
package enum SearchSort: String, CaseIterable, Sendable {
    /// The best match first.
    case relevance
    /// The cheapest first.
    case priceAscending = "price_asc"
    /// The dearest first.
    case priceDescending = "price_desc"
    /// The best rated first.
    case rating
    /// The latest first.
    case newest
    /// The most rated first.
    case popularity
}

/// What was found.
package struct SearchResults: Sendable {
    /// One page of what was found.
    package let hits: Page<SearchHit>
    /// Counts over the whole result; `nil` when they were not asked for.
    package let facets: SearchFacets?
    /// The query as it was understood, when a misspelt word was replaced.
    package let correctedText: String?
    /// Words that were given up because nothing has them together with the others.
    package let droppedWords: [String]
    /// How long the engine took.
    package let duration: Duration

    /// Results of those parts.
    package init(
        hits: Page<SearchHit>, facets: SearchFacets?, correctedText: String?, droppedWords: [String],
        duration: Duration
    ) {
        self.hits = hits
        self.facets = facets
        self.correctedText = correctedText
        self.droppedWords = droppedWords
        self.duration = duration
    }
}

/// One product that was found.
package struct SearchHit: Sendable {
    /// What is shown of it.
    package let card: ProductCard
    /// How well it fits; comparable within one answer only.
    package let score: Double
    /// Snippets by field (`name`, `description`), HTML-escaped but for `<mark>` around what was found.
    package let highlights: [String: String]

    /// A hit of those parts.
    package init(
        card: ProductCard, score: Double, highlights: [String: String]
    ) {
        self.card = card
        self.score = score
        self.highlights = highlights
    }
}

/// Counts over the whole result of a search; each ignores the filter on its own field, so that shoppers can choose
/// several values.
package struct SearchFacets: Sendable {
    /// Categories and all their ancestors.
    package let categories: [(path: [String], count: Int)]
    /// Brands.
    package let brands: [(name: String, count: Int)]
    /// Prices in `[from, to)`; the last has no end.
    package let priceRanges: [(from: Money, to: Money?, count: Int)]
    /// Mean ratings in `[from, to)`.
    package let ratings: [(from: Int, to: Int?, count: Int)]
    /// Values of the attributes that were asked for.
    package let attributes: [String: [(name: String, count: Int)]]

    /// Counts of those parts.
    package init(
        categories: [(path: [String], count: Int)], brands: [(name: String, count: Int)],
        priceRanges: [(from: Money, to: Money?, count: Int)], ratings: [(from: Int, to: Int?, count: Int)],
        attributes: [String: [(name: String, count: Int)]]
    ) {
        self.categories = categories
        self.brands = brands
        self.priceRanges = priceRanges
        self.ratings = ratings
        self.attributes = attributes
    }
}

/// What a shopper may have been about to type.
package struct Suggestion: Sendable, Hashable {
    /// The whole text.
    package let text: String
    /// How popular it is; comparable within one answer only.
    package let score: Double
    /// `query`, `product`, `category` or `brand`.
    package let kind: String

    /// A suggestion of that kind.
    package init(text: String, score: Double, kind: String) {
        (self.text, self.score, self.kind) = (text, score, kind)
    }
}
