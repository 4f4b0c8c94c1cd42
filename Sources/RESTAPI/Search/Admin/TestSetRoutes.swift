import Identity
import Kernel
import Search
import WebSupport

/// A relevance test set as REST version 1 shows it.
struct TestSetAnswer: Answer {
    let set: TestSet

    static let example = TestSetAnswer(
        set: TestSet(id: "office", queries: [TestSet.RatedQuery(text: "toner", grades: ["006R90321": 3])]))

    func write(to object: inout AnswerWriter) {
        object.member("id", set.id, "Its name.")
        object.member("queries", set.queries.map(RatedQueryAnswer.init), "The queries.")
    }
}

/// A query and what is good for it.
struct RatedQueryAnswer: Answer {
    let query: TestSet.RatedQuery

    init(_ query: TestSet.RatedQuery) {
        self.query = query
    }

    static let example = RatedQueryAnswer(TestSet.RatedQuery(text: "toner", grades: ["006R90321": 3]))

    func write(to object: inout AnswerWriter) {
        object.member("query", query.text, "The words.")
        object.member("grades", query.grades, "Grades by external id, else id: 0 useless to 3 exactly right.")
    }
}

/// The names of all sets.
struct TestSetsAnswer: Answer {
    let sets: [(id: String, queries: Int)]

    static let example = TestSetsAnswer(sets: [(id: "office", queries: 68)])

    func write(to object: inout AnswerWriter) {
        object.member("items", sets.map { TestSetSummaryAnswer(id: $0.id, queries: $0.queries) }, "By name.")
    }
}

/// A set by its name.
struct TestSetSummaryAnswer: Answer {
    let id: String
    let queries: Int

    static let example = TestSetSummaryAnswer(id: "office", queries: 68)

    func write(to object: inout AnswerWriter) {
        object.member("id", id, "Its name.")
        object.member("queries", queries, "How many queries it has.")
    }
}

/// How good the answers to a set are.
struct EvaluationAnswer: Answer {
    let evaluation: RelevanceEvaluation

    static let example = EvaluationAnswer(
        evaluation: {
            var evaluation = RelevanceEvaluation()
            evaluation.add(["006R90321", "106R01379"], rated: ["006R90321": 3, "106R01379": 2])
            return evaluation
        }())

    func write(to object: inout AnswerWriter) {
        object.member(
            "figures", Dictionary(uniqueKeysWithValues: evaluation.figures.map { ($0.name, $0.value) }),
            "queries, ndcg@10, ndcg@10_condensed, mrr, recall@50, acceptable@5, no_result_share.")
    }
}

/// A set as a client writes it.
struct TestSetBody: InputObject {
    @Field("The queries, at most 1,000.") var queries: [RatedQueryBody]
}

/// A query as a client writes it.
struct RatedQueryBody: InputObject {
    @Field("The words.", length: 1...512) var query: String
    @Field("Grades by external id, else id, 0 to 3; at most 500.") var grades: [String: Int]
}

/// What to try out on a set.
struct EvaluationBody: InputObject {
    @Field("Other settings; the shop's when absent.") var settings: SearchSettingsBody?
}

/// `GET /admin/search/test-sets`
struct ListTestSets: Operation {
    static let declaration = Declaration(
        .get, "/admin/search/test-sets", "List relevance test sets", tag: .searchTuning, permission: .manageSearch)

    func answer(_ sets: TestSets, _ call: Call) async throws -> Reply<TestSetsAnswer> {
        .ok(TestSetsAnswer(sets: try await sets.list()))
    }
}

/// `GET /admin/search/test-sets/{set}`
struct ReadTestSet: Operation {
    static let declaration = Declaration(
        .get, "/admin/search/test-sets/{set}", "Read a relevance test set", tag: .searchTuning,
        permission: .manageSearch, errors: [SearchError.testSetNotFound])

    @Path("Its name.") var set: String

    func answer(_ sets: TestSets, _ call: Call) async throws -> Reply<TestSetAnswer> {
        .ok(TestSetAnswer(set: try await sets.read(set)))
    }
}

/// `PUT /admin/search/test-sets/{set}`
struct PutTestSet: Operation {
    static let declaration = Declaration(
        .put, "/admin/search/test-sets/{set}", "Keep a relevance test set", tag: .searchTuning,
        permission: .manageSearch, errors: [SearchError.tooManyRules(limit: TestSets.maximumCount)],
        bodyLimit: 8 << 20)

    @Path("Its name: 1 to 64 letters a-z, digits, hyphens and underscores.") var set: String
    @Body("The queries with their ratings.") var body: TestSetBody

    func answer(_ sets: TestSets, _ call: Call) async throws -> NoContent {
        let queries = body.queries.map { TestSet.RatedQuery(text: $0.query, grades: $0.grades) }
        try await sets.put(TestSet(id: set, queries: queries))
        return NoContent()
    }
}

/// `DELETE /admin/search/test-sets/{set}`
struct DeleteTestSet: Operation {
    static let declaration = Declaration(
        .delete, "/admin/search/test-sets/{set}", "Remove a relevance test set", tag: .searchTuning,
        permission: .manageSearch, errors: [SearchError.testSetNotFound])

    @Path("Its name.") var set: String

    func answer(_ sets: TestSets, _ call: Call) async throws -> NoContent {
        try await sets.delete(set)
        return NoContent()
    }
}

/// `POST /admin/search/test-sets/{set}/evaluation`
struct EvaluateTestSet: Operation {
    static let declaration = Declaration(
        .post, "/admin/search/test-sets/{set}/evaluation", "Measure search by a test set",
        description: "Answers every query of it, under the shop's settings or others, and compares with the ratings.",
        tag: .searchTuning, permission: .manageSearch, errors: [SearchError.testSetNotFound])

    @Path("Its name.") var set: String
    @Body("What to try out; an empty object measures what is.") var trial: EvaluationBody

    func answer(_ sets: TestSets, _ call: Call) async throws -> Reply<EvaluationAnswer> {
        let found = try await sets.read(set)
        return .ok(EvaluationAnswer(evaluation: try await sets.evaluate(found, under: trial.settings?.settings())))
    }
}
