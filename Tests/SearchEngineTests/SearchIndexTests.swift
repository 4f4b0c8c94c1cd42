import SearchEngine
import Testing

@Suite struct SearchIndexTests {
    @Test func `a put replaces the document with the same id`() {
        let index = Library.index([Library.product("1", "red kettle")])
        index.apply([.put(Library.product("1", "blue toaster"))])
        #expect(index.documentCount == 1)
        #expect(index.ids("kettle").isEmpty)
        #expect(index.ids("toaster") == ["1"])
    }

    @Test func `of several changes to one id the last wins`() {
        let index = Library.index([])
        index.apply([.put(Library.product("1", "kettle")), .delete(id: "1"), .put(Library.product("1", "toaster"))])
        #expect(index.ids("toaster") == ["1"])
        index.apply([.put(Library.product("1", "kettle")), .delete(id: "1")])
        #expect(!index.contains(id: "1"))
        #expect(index.documentCount == 0)
    }

    @Test func `a thousand small updates leave few segments`() {
        let index = Library.index([])
        for number in 0..<1_000 { index.apply([.put(Library.product("\(number)", "item \(number)"))]) }
        #expect(index.documentCount == 1_000)
        #expect(index.statistics.segments <= 20)
        #expect(index.ids("item 777").first == "777")
    }

    @Test func `documents with an impossible id are left out`() {
        let index = Library.index([
            Library.product("", "kettle"), Library.product(String(repeating: "x", count: 65), "kettle"),
        ])
        #expect(index.documentCount == 0)
    }

    @Test func `the payload comes back untouched`() {
        let index = Library.index([Library.product("a/1", "kettle")])
        #expect(index.search(Query("kettle")).hits.first.map { Array($0.stored) } == Array("a/1".utf8))
    }

    @Test func `a word that only deleted documents had is a slip like any other`() {
        let index = Library.index(
            (0..<20).map { Library.product("\($0)", "kettle") } + [Library.product("x", "kettel")])
        #expect(index.ids("kettel").first == "x")
        index.apply([.delete(id: "x")])
        let answer = index.search(Query("kettel"))
        #expect(answer.total == 20)
        #expect(answer.correctedText == "kettle")
    }

    @Test func `a view answers as the index did, under its own settings`() {
        let index = Library.index([Library.product("1", "lamp"), Library.product("2", "desk", description: "lamp")])
        var settings = index.settings
        settings.boosts = ["name": 0.01, "description": 10]
        settings.synonyms = [.multiWay(["light", "lamp"])]
        let view = index.view(under: settings)
        index.apply([.delete(id: "2")])
        #expect(view.search(Query("lamp")).hits.map(\.id) == ["2", "1"])
        #expect(view.search(Query("light")).total == 2)
        #expect(index.ids("lamp") == ["1"])
        #expect(index.ids("light").isEmpty)
    }

    @Test func `an empty index answers everything`() {
        let index = Library.index([])
        let facets: [FacetRequest] = [.values(field: "brand", limit: 5), .ranges(field: "price", width: 10, limit: 5)]
        let answer = index.search(Query("anything", facets: facets))
        #expect(answer.total == 0)
        #expect(answer.facets["brand"]?.values == [])
        #expect(index.complete("an").isEmpty)
        #expect(index.search(Query()).hits.isEmpty)
    }
}

extension SearchIndexTests {
    @Test func `oversized fields are cut, not refused`() {
        let values = (0..<1_000).map { "tag \($0)" }
        var document = Library.product("1", "kettle " + String(repeating: "é", count: Document.maximumTextBytes))
        document.keywords["brand"] = values
        let index = Library.index([document])
        let answer = index.search(Query("kettle", facets: [.values(field: "brand", limit: 1_000)], highlight: true))
        #expect(answer.total == 1)
        #expect(answer.facets["brand"]?.values.count == Document.maximumValues)
    }

    @Test func `the last range is open-ended and takes what is beyond the limit`() {
        let index = Library.index((1...9).map { Library.product("\($0)", "kettle", price: $0 * 10) })
        let facet = index.search(Query(facets: [.ranges(field: "price", width: 20, limit: 3)])).facets["price"]
        #expect(
            facet?.buckets == [
                .init(from: 0, to: 20, count: 1), .init(from: 20, to: 40, count: 2), .init(from: 40, to: nil, count: 6),
            ])
        let bounds = index.search(Query(facets: [.bounds(field: "price", bounds: [30, 80])])).facets["price"]
        #expect(bounds?.buckets == [.init(from: 30, to: 80, count: 5), .init(from: 80, to: nil, count: 2)])
    }

    @Test func `a facet ignores the filter on its own field only`() {
        let index = Library.index([
            Library.product("1", "kettle", brand: "Acme", colour: "red"),
            Library.product("2", "kettle", brand: "Zeta", colour: "red"),
            Library.product("3", "kettle", brand: "Zeta", colour: "blue"),
        ])
        let answer = index.search(
            Query(
                "kettle", filters: [.anyOf(field: "brand", values: ["Acme"])],
                facets: [.values(field: "brand", limit: 9), .values(field: "attr.colour", limit: 9)]))
        #expect(answer.hits.map(\.id) == ["1"])
        #expect(answer.facets["brand"]?.values == [.init(value: "Zeta", count: 2), .init(value: "Acme", count: 1)])
        #expect(answer.facets["attr.colour"]?.values == [.init(value: "red", count: 1)])
    }
}
