import Kernel
import Persistence
import SearchEngine
import TestSupport
import Testing

@testable import Search

struct TestSetsTests {
    private static let products = [IndexedProduct.fixture(1, "Red toner"), .fixture(2, "Stapler")]
    private static let set = TestSet(
        id: "office",
        queries: [
            TestSet.RatedQuery(text: "toner", grades: ["external-1": 3]),
            TestSet.RatedQuery(text: "stapler", grades: [productID(2): 2, "external-1": 0]),
            TestSet.RatedQuery(text: "zeppelin", grades: ["external-1": 3]),
        ])

    @Test(arguments: TestDatabase.all)
    func `a set is kept and measured by external ids and ids`(_ kind: TestDatabase) async throws {
        try await SearchFixture.with(kind, Self.products) { shop in
            let sets = TestSets(shop.database, search: shop.search) { _ in [productID(1): "external-1"] }
            try await sets.put(Self.set)
            try await sets.put(Self.set)
            #expect(try await sets.list().map(\.id) == ["office"])
            #expect(try await sets.list().map(\.queries) == [3])
            let read = try await sets.read("office")
            #expect(read == Self.set)
            let figures = try await sets.evaluate(read).figures
            let byName = Dictionary(uniqueKeysWithValues: figures.map { ($0.name, $0.value) })
            #expect(byName["queries"] == 3)
            #expect(byName["ndcg@10"] == 0.6667)
            #expect(byName["no_result_share"] == 0.3333)
            try await sets.delete("office")
            await #expect(throws: SearchError.testSetNotFound) { try await sets.read("office") }
            await #expect(throws: SearchError.testSetNotFound) { try await sets.delete("office") }
        }
    }

    @Test func `what a trial makes of an index is made once`() async throws {
        try await SearchFixture.with(.sqlite, Self.products) { shop async throws in
            let trial = SearchTrial(
                SearchTuning(synonyms: [SynonymRule(id: "x", kind: .multiWay, words: ["ink", "toner"])]))
            #expect(try await shop.names("ink") { $0.trial = trial } == ["Red toner"])
            let view = trial.view {
                Issue.record("made again")
                return SearchIndex(schema: .products).view(under: .products)
            }
            #expect(view.search(Query("ink")).total == 1)
            #expect(try await shop.names("ink").isEmpty)
        }
    }

    @Test func `other settings are measured without being put into force`() async throws {
        try await SearchFixture.with(.sqlite, [.fixture(1, "Lamp stand"), .fixture(2, "Stand", description: "lamp")]) {
            shop in
            let sets = TestSets(shop.database, search: shop.search) { _ in [:] }
            let set = TestSet(id: "a", queries: [TestSet.RatedQuery(text: "lamp", grades: [productID(2): 3])])
            let before = try await sets.evaluate(set).figures
            let trial = RankingSettings(boosts: [.name: 0.01, .description: 100])
            let after = try await sets.evaluate(set, under: trial).figures
            #expect(before.first { $0.name == "mrr" }?.value == 0.5)
            #expect(after.first { $0.name == "mrr" }?.value == 1)
            #expect(try await sets.evaluate(set).figures.first { $0.name == "mrr" }?.value == 0.5)
            await #expect(throws: ValidationError.self) {
                try await sets.evaluate(set, under: RankingSettings(boosts: [.name: 1000]))
            }
        }
    }

    @Test(arguments: [
        TestSet(id: "", queries: set.queries), TestSet(id: "a", queries: []),
        TestSet(id: "a", queries: [TestSet.RatedQuery(text: "", grades: [:])]),
        TestSet(id: "a", queries: [TestSet.RatedQuery(text: "x", grades: ["p": 4])]),
    ])
    func `a set that says nothing sound is refused`(_ set: TestSet) {
        #expect(throws: ValidationError.self) { try set.checked() }
    }
}
