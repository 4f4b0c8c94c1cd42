import Identity
import Kernel
import Search
import WebSupport

extension SearchSort: TextInput, JSONInput {}

/// `GET /products/search`
struct SearchProducts: Operation {
    static let declaration = Declaration(
        .get, "/products/search", alias: "/search", "Search products",
        description: """
            Finds published products by words, whatever their spelling, and by filters. Products with all words come \
            first; by relevance, when there are fewer than ten, those with fewer words follow, and `relaxed` says which \
            were given up for them. Where filters leave nothing, fewer words are tried in every order. Each facet \
            ignores the filter on its own field.
            """,
        tag: .search, limit: .search, caching: .untilChange(of: "index", "category"))

    @Query("The words, at most 512 bytes; without a letter or digit the filters list, the most popular first.")
    var q: String?
    @Query("Id, slug or path of a category; what is below it is included.") var category: String?
    @Query("Only of this brand; several may be named.") var brand: [String]
    @Query("Only from this price on.") var minPrice: DecimalText?
    @Query("Only up to this price.") var maxPrice: DecimalText?
    @Query("Only what can be bought, or only what cannot.") var inStock: Bool?
    @Query("Only rated at least so, 0 to 5.") var minRating: DecimalText?
    @Query("Only with this tag; several must all be there.") var tags: [String]
    @PrefixedQuery("attr.", "Only with this attribute: `attr.colour=Black`; several values are alternatives.")
    var attributes
    @Query("What to order by; relevance when there are words, else popularity.") var sort: SearchSort?
    @Query("Which page, from 1.", in: 1...10_000) var page = 1
    @Query("How many products make a page.", in: 1...100, alias: "limit") var pageSize = PageRequest.defaultSize
    @Query("Whether to count the values of facets.") var facets = true
    @Query("An attribute to count the values of; several may be named.") var facetAttributes: [String]
    @Query("Whether to mark the words that were found.") var highlight = false
    @Query("Whether to say how each score came about; for those who may tune search.") var explain = false

    func answer(_ search: ProductSearch, _ call: Call) async throws -> Reply<SearchAnswer> {
        if explain { try call.require(.manageSearch) }
        let request = try request()
        let results = try await search.search(request)
        return .ok(
            SearchAnswer(results), links: Links(page: results.hits.request.number, of: results.hits.totalPages)
        ) {
            search.noteRepetition(of: request, results)
        }
    }

    private func request() throws -> SearchRequest {
        var request = SearchRequest()
        request.text = q ?? ""
        (request.category, request.brands, request.inStock, request.tags) = (category, brand, inStock, tags)
        (request.minimumPrice, request.maximumPrice) = try PriceRange.checked(minPrice, maxPrice, .usd)
        request.minimumRating = try RatingBound.checked(minRating)
        (request.attributes, request.facetAttributes) = (attributes, Array(facetAttributes.prefix(10)))
        (request.sort, request.page) = (sort, PageRequest(number: page, size: pageSize))
        (request.countsFacets, request.highlights, request.explains) = (facets, highlight, explain)
        return request
    }
}

/// What shoppers may be about to type.
struct SuggestionsAnswer: Answer {
    let suggestions: [Suggestion]

    static let example = SuggestionsAnswer(suggestions: [SuggestionAnswer.example.suggestion])

    func write(to object: inout AnswerWriter) {
        object.member("suggestions", suggestions.map(SuggestionAnswer.init), "The most popular first.")
    }
}

/// One of them.
struct SuggestionAnswer: Answer {
    let suggestion: Suggestion

    init(_ suggestion: Suggestion) {
        self.suggestion = suggestion
    }

    static let example = SuggestionAnswer(Suggestion(text: "toner cartridge", score: 0.8, kind: "category"))

    func write(to object: inout AnswerWriter) {
        object.member("text", suggestion.text, "The whole text.")
        object.member("score", suggestion.score, "How popular it is; comparable within one answer only.")
        object.member("kind", suggestion.kind, "query, product, category or brand.")
    }
}

/// `GET /products/suggestions`
struct SuggestProducts: Operation {
    static let declaration = Declaration(
        .get, "/products/suggestions", alias: "/search/suggestions", "Complete what a shopper types", tag: .search,
        caching: .untilChange(of: "index"))

    @Query("What was typed so far, from 2 characters on, at most 512 bytes.") var q: String
    @Query("How many suggestions at most.", in: 1...20) var limit = 10

    func answer(_ search: ProductSearch, _ call: Call) async throws -> Reply<SuggestionsAnswer> {
        .ok(SuggestionsAnswer(suggestions: try await search.suggest(q, limit: limit)))
    }
}
