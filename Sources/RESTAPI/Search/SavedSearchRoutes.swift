import Identity
import Kernel
import Search
import WebSupport

/// A saved search as REST version 1 shows it: its conditions under the names that a search has them by.
struct SavedSearchAnswer: Answer {
    let saved: SavedSearch

    init(_ saved: SavedSearch) {
        self.saved = saved
    }

    func write(to object: inout AnswerWriter) {
        let query = saved.query
        object.member("id", saved.id, "Its identity.")
        object.member("name", saved.name, "What its owner calls it.")
        object.member("notify", saved.sendsMail, "Whether a mail is sent when something new matches.")
        object.member("q", query.text, "The words, without case and accents; empty for none.")
        object.member("category", query.category, "Only in this category and below it.")
        object.member("brand", query.brands, "Only of one of these brands.")
        object.member("min_price", query.minimumPrice, "Only from this price on.")
        object.member("max_price", query.maximumPrice, "Only up to this price.")
        object.member("in_stock", query.inStock, "Only what can be bought, or only what cannot.")
        object.member("min_rating", query.minimumRating, "Only rated at least so.")
        object.member("tags", query.tags, "Only with all of these tags.")
        object.member("attributes", query.attributes, "Only with one of these values of each attribute.")
        object.member("sort", query.sort?.rawValue, "The order; null for the usual one.")
        object.member("created_at", saved.createdAt, "When it was saved.")
        object.member("mailed_at", saved.mailedAt, "When the last mail was made; null before the first.")
    }
}

/// The saved searches of a person.
struct SavedSearchesAnswer: Answer {
    let items: [SavedSearch]

    static let example = SavedSearchesAnswer(items: [SavedSearchAnswer.example.saved])

    func write(to object: inout AnswerWriter) {
        object.member("items", items.map(SavedSearchAnswer.init), "The oldest first, at most 50.")
    }
}

/// A search to keep, with the conditions of `GET /products/search`.
struct SavedSearchBody: InputObject {
    @Field("What to call it; the words when absent.", length: 1...100) var name: String?
    @Field("Whether to send a mail when something new matches, once a day at most.") var notify = false
    @Field("The words, at most 512 bytes.") var q: String?
    @Field("Id, slug or path of a category; what is below it is included.") var category: String?
    @Field("Only of one of these brands.") var brand: [String] = []
    @Field("Only from this price on.") var minPrice: DecimalText?
    @Field("Only up to this price.") var maxPrice: DecimalText?
    @Field("Only what can be bought, or only what cannot.") var inStock: Bool?
    @Field("Only rated at least so, 0 to 5.") var minRating: DecimalText?
    @Field("Only with all of these tags.") var tags: [String] = []
    @Field("Only with one of these values of each attribute.") var attributes: [String: [String]] = [:]
    @Field("The order to see it in.") var sort: SearchSort?

    /// - Throws: `ValidationError`.
    func request() throws -> SearchRequest {
        var request = SearchRequest()
        (request.text, request.category, request.brands) = (q ?? "", category, brand)
        (request.inStock, request.tags, request.attributes) = (inStock, tags, attributes)
        (request.minimumPrice, request.maximumPrice) = try PriceRange.checked(minPrice, maxPrice, .usd)
        request.minimumRating = try RatingBound.checked(minRating)
        request.sort = sort
        return request
    }
}

/// `POST /users/me/saved-searches`
struct SaveSearch: Operation {
    static let declaration = Declaration(
        .post, "/users/me/saved-searches", "Save a search",
        description: """
            Takes the conditions that a search takes, and refuses what a search refuses. The same search is there once: \
            saving it again changes its name, if one is given, and whether mails are sent. A mail goes to the confirmed \
            address of the account only, and tells of what matches now and did not when the search was last looked at.
            """,
        tag: .account, permission: .signedIn,
        errors: [SearchError.tooManySavedSearches(limit: SavedSearch.maximumCount)])

    @Body("The search.") var search: SavedSearchBody

    func answer(_ searches: SavedSearches, _ call: Call) async throws -> Created<SavedSearchAnswer> {
        let saved = try await searches.save(
            search.request(), name: search.name, sendsMail: search.notify, for: ID(call.user.id))
        return Created(SavedSearchAnswer(saved), at: "/api/v1/users/me/saved-searches/\(saved.id)")
    }
}

/// `GET /users/me/saved-searches`
struct ListSavedSearches: Operation {
    static let declaration = Declaration(
        .get, "/users/me/saved-searches", "List the own saved searches", tag: .account, permission: .signedIn)

    func answer(_ searches: SavedSearches, _ call: Call) async throws -> Reply<SavedSearchesAnswer> {
        .ok(SavedSearchesAnswer(items: try await searches.list(of: ID(call.user.id))))
    }
}

/// `DELETE /users/me/saved-searches/{search}`
struct DeleteSavedSearch: Operation {
    static let declaration = Declaration(
        .delete, "/users/me/saved-searches/{search}", "Remove a saved search", tag: .account, permission: .signedIn,
        errors: [SearchError.savedSearchNotFound])

    @Path("Its id.") var search: ID<SavedSearch>

    func answer(_ searches: SavedSearches, _ call: Call) async throws -> NoContent {
        try await searches.delete(search, of: ID(call.user.id))
        return NoContent()
    }
}
