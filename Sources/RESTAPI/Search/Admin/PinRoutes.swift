import Identity
import Kernel
import Search
import WebSupport

/// What is pinned and hidden for a query, as REST version 1 shows it.
struct PinAnswer: Answer {
    let rule: PinRule

    init(_ rule: PinRule) {
        self.rule = rule
    }

    static let example = PinAnswer(
        PinRule(
            id: "toner-week", query: "toner", pinned: [SearchHitAnswer.example.hit.card.id], hidden: [], version: 1))

    func write(to object: inout AnswerWriter) {
        object.member("id", rule.id, "Its name.")
        object.member("query", rule.query, "The query; case, accents, spaces and punctuation do not matter.")
        object.member("pinned", rule.pinned, "Products that come first, in this order.")
        object.member("hidden", rule.hidden, "Products that do not come.")
        object.member("version", rule.version, "Counts the changes.")
    }
}

/// What is pinned and hidden for a query, as a client writes it.
struct PinBody: InputObject {
    @Field("The query; case, accents, spaces and punctuation do not matter.", length: 1...512) var query: String
    @Field("Ids of the products that come first, in this order, where they meet the filters; at most 50.")
    var pinned: [String] = []
    @Field("Ids of the products that do not come, at most 50.") var hidden: [String] = []
}

/// `GET /admin/search/pins`
struct ListPins: Operation {
    static let declaration = Declaration(
        .get, "/admin/search/pins", "List pinned and hidden results", description: "By name.", tag: .searchTuning,
        permission: .manageSearch)

    @Query("Where to go on: the `next_cursor` of the answer before.", length: 1...1024) var cursor: String?
    @Query("How many at once.", in: 1...100) var limit = 100

    func answer(_ merchandising: Merchandising, _ call: Call) async throws -> Reply<FeedAnswer<PinAnswer>> {
        let place = try call.place(in: "pins", cursor)
        let found = try await merchandising.pins(after: place?.position, limit: limit + 1)
        return call.stretch(of: "pins", found, limit: limit, at: \.id, show: PinAnswer.init)
    }
}

/// `GET /admin/search/pins/{pin}`
struct ReadPin: Operation {
    static let declaration = Declaration(
        .get, "/admin/search/pins/{pin}", "Read what is pinned for a query", tag: .searchTuning,
        permission: .manageSearch, errors: [SearchError.pinNotFound])

    @Path("Its name.") var pin: String

    func answer(_ merchandising: Merchandising, _ call: Call) async throws -> Reply<PinAnswer> {
        let rule = try await merchandising.pin(pin)
        return .ok(PinAnswer(rule), version: rule.version)
    }
}

/// `PUT /admin/search/pins/{pin}`
struct PutPin: Operation {
    static let declaration = Declaration(
        .put, "/admin/search/pins/{pin}", "Pin and hide results of a query",
        description: "By relevance only: in another order pins do nothing. Filters hold for pinned products, too.",
        tag: .searchTuning, permission: .manageSearch,
        errors: [
            SearchError.queryTaken("toner"), SearchError.ruleOutdated(current: 4),
            SearchError.tooManyRules(limit: PinRule.maximumCount),
        ])

    @Path("Its name: 1 to 64 letters a-z, digits, hyphens and underscores.") var pin: String
    @Body("What is pinned and hidden.") var rule: PinBody

    func answer(_ merchandising: Merchandising, _ call: Call) async throws -> Reply<PinAnswer> {
        let stored = try await merchandising.put(
            PinRule(id: pin, query: rule.query, pinned: rule.pinned, hidden: rule.hidden),
            version: call.ifMatch.version(orBody: nil))
        return .ok(PinAnswer(stored), version: stored.version)
    }
}

/// `DELETE /admin/search/pins/{pin}`
struct DeletePin: Operation {
    static let declaration = Declaration(
        .delete, "/admin/search/pins/{pin}", "Let go of what is pinned and hidden", tag: .searchTuning,
        permission: .manageSearch, errors: [SearchError.pinNotFound, SearchError.ruleOutdated(current: 4)])

    @Path("Its name.") var pin: String

    func answer(_ merchandising: Merchandising, _ call: Call) async throws -> NoContent {
        try await merchandising.deletePin(pin, version: call.ifMatch.version(orBody: nil))
        return NoContent()
    }
}
