package import Kernel

/// What a shopper looks for.
package struct SearchRequest: Sendable {
    /// The words, at most `maximumTextBytes`; without any it lists by the filters, the most popular first.
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
    /// Whether to say how each score came about.
    package var explains = false
    /// Ids of products that come first, in this order, where they meet the filters; by relevance only.
    package var pinned: [String] = []
    /// Ids of products that do not come.
    package var hidden: [String] = []
    /// Another tuning than the shop's, to try it out.
    package var trial: SearchTrial?

    /// The most bytes that a query may have.
    package static let maximumTextBytes = 512
    /// The most conditions that a query may have.
    package static let maximumFilters = 10

    /// Everything, the most popular first.
    package init() {}

    /// Whether there is a word to look for: a letter or a digit. Without one an index lists, as for an empty text.
    package var hasWords: Bool { SearchRequest.hasWords(in: text) }

    /// Whether a search for that text would have a word to look for.
    package static func hasWords(in text: String) -> Bool { QueryText.hasWord(text) }

    /// What the results are ordered by when nobody says: relevance where there are words.
    var order: SearchSort { sort ?? (hasWords ? .relevance : .popularity) }
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
