import SearchEngine
import Testing

@Suite struct ExplanationTests {
    private let index: SearchIndex = {
        let names = ["desk lamp", "lamp", "reading light"]
        let documents = (0..<60).map { number in
            let kind = number % 2 == 0 ? "lamp" : "light"
            return Library.product(
                "\(number)", names[number % 3], description: "number\(number)", category: [kind], price: Int64(number))
        }
        let settings = SearchSettings(
            signals: [Signal("price", weight: 0.3, curve: .linear(maximum: 60))],
            synonyms: [.multiWay(["lamp", "light"]), .oneWay("desk", means: ["reading light"])])
        return Library.index(documents, settings: settings)
    }()

    @Test(arguments: ["lamp", "desk lamp", "desk lamp number3", "lapm", "reading", "", "desk number12 number13"])
    func `the parts of an explanation add up to the score`(text: String) throws {
        let hits = index.search(Query(text, limit: 100, explain: true)).hits
        #expect(!hits.isEmpty)
        for hit in hits {
            let explanation = try #require(hit.explanation)
            #expect(abs(explanation.score - hit.score) <= 1e-5 * max(1, hit.score))
            let words = explanation.words.reduce(0) { $0 + $1.score }
            #expect(text.isEmpty || abs(words - explanation.text) < 1e-6)
        }
    }

    @Test func `what is found by a synonym only says so`() throws {
        let hits = index.search(Query("lamp", limit: 100, explain: true)).hits
        let tiers = hits.map { $0.explanation?.factors.contains { $0.field == "tier" } ?? false }
        #expect(tiers.filter { $0 }.count == 20)
        #expect(tiers == tiers.sorted { !$0 && $1 })
    }

    @Test func `a pinned document has the score that its words give it`() throws {
        var query = Query("desk lamp", limit: 100, explain: true)
        query.pinned = ["2", "4", "6"]
        let hits = index.search(query).hits
        #expect(hits.prefix(3).map(\.id) == ["2", "4", "6"])
        #expect(hits[0].score == 0)
        #expect(hits[1].score > 0)
        let unpinned = index.search(Query("desk lamp", limit: 100)).hits.first { $0.id == "6" }
        #expect(abs(hits[2].score - (unpinned?.score ?? 0)) < 1e-4)
        for hit in hits { #expect(abs((hit.explanation?.score ?? -1) - hit.score) <= 1e-5 * max(1, hit.score)) }
    }
}
