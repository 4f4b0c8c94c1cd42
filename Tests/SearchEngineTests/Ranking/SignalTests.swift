import SearchEngine
import Testing

@Suite struct SignalTests {
    @Test func `a signal lifts one of two equal documents and is explained`() {
        let settings = SearchSettings(signals: [Signal("stock", weight: 0.5, curve: .flag)])
        var inStock = Library.product("2", "kettle")
        inStock.numbers["stock"] = 1
        let index = Library.index([Library.product("1", "kettle"), inStock], settings: settings)
        let hits = index.search(Query("kettle", explain: true)).hits
        #expect(hits.map(\.id) == ["2", "1"])
        #expect(hits.first?.explanation?.factors == [.init(field: "stock", factor: 1.5)])
        for hit in hits {
            let explanation = hit.explanation
            let product = (explanation?.factors ?? []).reduce(explanation?.text ?? 0) { $0 * $1.factor }
            #expect(abs(product - hit.score) < 1e-5)
        }
    }

    @Test func `a query that spells out a kind finds its members before their accessories`() {
        let index = Library.index([
            Library.product("1", "Bag for smartphone, smartphone case", category: ["bags", "phone case"]),
            Library.product(
                "2", "Edge 5G with a smartphone warranty of two years", category: ["phones", "smartphones"]),
        ])
        let hits = index.search(Query("smartphone", explain: true)).hits
        #expect(hits.map(\.id) == ["2", "1"])
        #expect(hits.first?.explanation?.factors == [.init(field: "kind", factor: 2)])
    }

    @Test(arguments: [Double.nan, .infinity, -5, 1e300])
    func `absurd weights do not break the order`(weight: Double) {
        let settings = SearchSettings(
            k1: weight, b: weight, boosts: ["name": weight],
            signals: [Signal("price", weight: weight, curve: .logarithmic(maximum: .min))])
        let index = Library.index(
            [Library.product("1", "kettle", price: .max), Library.product("2", "kettle", price: .min)],
            settings: settings)
        #expect(index.search(Query("kettle")).total == 2)
    }
}
