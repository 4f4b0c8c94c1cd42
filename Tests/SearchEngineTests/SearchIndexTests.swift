import SearchEngine
import Testing

@Suite struct SearchIndexTests {
    @Test func `a hundred books are indexed in ten lines`() {
        let index = SearchIndex(schema: Schema(text: [.init("title", boost: 3), .init("blurb")]))
        index.apply((1...100).map { .put(Document(id: "\($0)", text: ["title": "Volume \($0)", "blurb": "Sea tales"])) })
        #expect(index.documentCount == 100)
        #expect(index.search(Query("volume 42")).hits.first?.id == "42")
    }

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
