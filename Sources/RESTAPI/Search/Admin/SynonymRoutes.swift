import Identity
import Kernel
import Search
import WebSupport

/// A synonym rule as REST version 1 shows it.
struct SynonymAnswer: Answer {
    let rule: SynonymRule

    init(_ rule: SynonymRule) {
        self.rule = rule
    }

    static let example = SynonymAnswer(
        SynonymRule(id: "notebooks", kind: .multiWay, words: ["notebook", "laptop"], version: 1))

    func write(to object: inout AnswerWriter) {
        object.member("id", rule.id, "Its name.")
        object.member("kind", rule.kind.rawValue, "one_way or multi_way.")
        object.member("words", rule.words, "What people type; all that stand for one another, of a multi-way rule.")
        object.member("replacements", rule.replacements, "What is searched for as well, of a one-way rule.")
        object.member("version", rule.version, "Counts the changes.")
    }
}

/// A synonym rule as a client writes it.
struct SynonymBody: InputObject {
    @Field("multi_way: all words stand for one another; one_way: the words also find the replacements.")
    var kind = "multi_way"
    @Field("What people type, at most 16 words or phrases of up to four words; at least two of a multi-way rule.")
    var words: [String]
    @Field("What is searched for as well, of a one-way rule.") var replacements: [String] = []

    /// - Throws: `ValidationError`.
    func rule(_ id: String) throws -> SynonymRule {
        guard let kind = SynonymRule.Kind(rawValue: kind) else {
            throw ValidationError("kind", code: "not_allowed", message: "must be one_way or multi_way")
        }
        return SynonymRule(id: id, kind: kind, words: words, replacements: replacements)
    }
}

/// `GET /admin/search/synonyms`
struct ListSynonyms: Operation {
    static let declaration = Declaration(
        .get, "/admin/search/synonyms", "List synonyms", description: "By name.", tag: .searchTuning,
        permission: .manageSearch)

    @Query("Where to go on: the `next_cursor` of the answer before.", length: 1...1024) var cursor: String?
    @Query("How many at once.", in: 1...100) var limit = 100

    func answer(_ merchandising: Merchandising, _ call: Call) async throws -> Reply<FeedAnswer<SynonymAnswer>> {
        let place = try call.place(in: "synonyms", cursor)
        let found = try await merchandising.synonyms(after: place?.position, limit: limit + 1)
        return call.stretch(of: "synonyms", found, limit: limit, at: \.id, show: SynonymAnswer.init)
    }
}

/// `GET /admin/search/synonyms/{synonym}`
struct ReadSynonym: Operation {
    static let declaration = Declaration(
        .get, "/admin/search/synonyms/{synonym}", "Read a synonym", tag: .searchTuning, permission: .manageSearch,
        errors: [SearchError.synonymNotFound])

    @Path("Its name.") var synonym: String

    func answer(_ merchandising: Merchandising, _ call: Call) async throws -> Reply<SynonymAnswer> {
        let rule = try await merchandising.synonym(synonym)
        return .ok(SynonymAnswer(rule), version: rule.version)
    }
}

/// `PUT /admin/search/synonyms/{synonym}`
struct PutSynonym: Operation {
    static let declaration = Declaration(
        .put, "/admin/search/synonyms/{synonym}", "Make or replace a synonym",
        description: """
            Every node searches by it within a second; nothing is indexed anew. What is found by a synonym only stands \
            below what has the words themselves.
            """,
        tag: .searchTuning, permission: .manageSearch,
        errors: [SearchError.ruleOutdated(current: 4), SearchError.tooManyRules(limit: SynonymRule.maximumCount)])

    @Path("Its name: 1 to 64 letters a-z, digits, hyphens and underscores.") var synonym: String
    @Body("The rule.") var rule: SynonymBody

    func answer(_ merchandising: Merchandising, _ call: Call) async throws -> Reply<SynonymAnswer> {
        let stored = try await merchandising.put(rule.rule(synonym), version: call.ifMatch.version(orBody: nil))
        return .ok(SynonymAnswer(stored), version: stored.version)
    }
}

/// `DELETE /admin/search/synonyms/{synonym}`
struct DeleteSynonym: Operation {
    static let declaration = Declaration(
        .delete, "/admin/search/synonyms/{synonym}", "Remove a synonym", tag: .searchTuning, permission: .manageSearch,
        errors: [SearchError.synonymNotFound, SearchError.ruleOutdated(current: 4)])

    @Path("Its name.") var synonym: String

    func answer(_ merchandising: Merchandising, _ call: Call) async throws -> NoContent {
        try await merchandising.deleteSynonym(synonym, version: call.ifMatch.version(orBody: nil))
        return NoContent()
    }
}
