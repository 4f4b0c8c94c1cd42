import SearchEngine
import Testing

/// The first few hits are found without scoring every document, and have to be the same as if all were.
@Suite struct PruningTests {
    private static let words = ["lamp", "desk", "oak", "steel", "mini", "grand", "rare", "blue"]

    /// Each word is half as frequent as the one before, so that some have bitmaps, some blocks and some neither.
    private static func text(_ random: inout SeededGenerator) -> String {
        let found = words.indices.filter { Int.random(in: 0..<(2 << $0), using: &random) == 0 }
        let times = found.map { Array(repeating: words[$0], count: Int.random(in: 1...4, using: &random)) }
        return (times.joined() + ["filler"]).joined(separator: " ")
    }

    private static func index(_ random: inout SeededGenerator) -> SearchIndex {
        let signal = Signal("stock", weight: 0.5, curve: .linear(maximum: 9))
        let settings = SearchSettings(signals: [signal], enoughHits: 3)
        let index = Library.index([], settings: settings)
        for first in [0, 900, 1500, 1700] {
            index.apply(
                (first..<first + 900).map { id in
                    var document = Library.product(
                        "\(id)", text(&random), description: text(&random), brand: "brand \(id % 7)",
                        category: [id % 3 == 0 ? "lamp" : "desk"], price: Int64(id % 100))
                    document.numbers["stock"] = Int64.random(in: 0...9, using: &random)
                    return .put(document)
                })
        }
        return index
    }

    private static let texts = [
        "lamp", "rare", "lamp desk", "desk rare", "oak lamp desk", "blue grand mini", "lamp lanp", "steel des",
        "filler", "filler lamp oak", "blue rare grand mini steel", "nothing lamp", "",
    ]

    @Test(arguments: 1...2 as ClosedRange<UInt64>)
    func `a short page is the beginning of the whole list, and the total is that of the whole list`(seed: UInt64) {
        var random = SeededGenerator(seed)
        let index = Self.index(&random)
        for text in Self.texts {
            for filters in [[], [Filter.anyOf(field: "brand", values: ["brand 1", "brand 4"])]] {
                let all = index.search(Query(text, filters: filters, limit: 1000))
                for (offset, limit) in [(0, 1), (0, 5), (7, 20), (0, 0)] {
                    let page = index.search(Query(text, filters: filters, offset: offset, limit: limit))
                    let expected = all.hits.dropFirst(offset).prefix(limit)
                    #expect(page.hits.map(\.id) == expected.map(\.id), "\(text) \(offset) \(limit)")
                    #expect(page.hits.map(\.score) == expected.map(\.score))
                    #expect(page.total == all.total && page.dropped == all.dropped)
                }
            }
        }
    }

    @Test func `facets count what is not scored too`() {
        var random = SeededGenerator(9)
        let index = Self.index(&random)
        let facets: [FacetRequest] = [
            .values(field: "brand", limit: 10), .tree(field: "category", limit: 10),
            .ranges(field: "price", width: 10, limit: 100), .bounds(field: "stock", bounds: [0, 5]),
        ]
        for text in Self.texts {
            let (few, all) = (Query(text, limit: 1, facets: facets), Query(text, limit: 1000, facets: facets))
            let answer = index.search(few)
            #expect(answer.facets == index.search(all).facets)
            #expect(answer.facets["brand"]?.values.reduce(0) { $0 + $1.count } == answer.total)
            #expect(answer.facets["price"]?.buckets.reduce(0) { $0 + $1.count } == answer.total)
        }
    }

    @Test func `other settings rank the same whether the index was made or changed under them`() {
        var random = SeededGenerator(5)
        let index = Self.index(&random)
        var settings = index.settings
        (settings.k1, settings.b, settings.boosts["description"]) = (0.7, 0.2, 6)
        index.update(settings: settings)
        for text in Self.texts {
            let all = index.search(Query(text, limit: 1000)).hits
            #expect(index.search(Query(text, limit: 5)).hits.map(\.id) == all.prefix(5).map(\.id), "\(text)")
        }
    }

    @Test func `a field without weight scores nothing, without saturation too`() {
        let settings = SearchSettings(k1: 0, boosts: ["name": 0, "description": 1])
        let index = Library.index(
            [
                Library.product("1", "lamp"), Library.product("2", "desk", description: "lamp"),
                Library.product("3", "lamp", description: "desk"),
            ], settings: settings)
        let hits = index.search(Query("lamp")).hits
        #expect(hits.map(\.id) == ["2", "1", "3"])
        #expect(hits.map { $0.score > 0 } == [true, false, false])
    }
}
