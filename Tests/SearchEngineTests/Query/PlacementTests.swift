import SearchEngine
import Testing

@Suite struct PlacementTests {
    private let index = Library.index(
        (0..<30).map { number in
            Library.product(
                "\(number)", number < 20 ? "lamp number\(number)" : "chair number\(number)",
                brand: number % 2 == 0 ? "Acme" : "Zeta", price: Int64(number))
        })

    private func query(_ text: String, _ pinned: [String], hidden: [String] = []) -> Query {
        var query = Query(text, limit: 100, facets: [.values(field: "brand", limit: 5)])
        query.pinned = pinned
        query.hidden = hidden
        return query
    }

    @Test func `pinned documents come first in their order, with or without the words`() {
        let answer = index.search(query("lamp", ["25", "7", "nowhere", "7"]))
        #expect(answer.hits.prefix(3).map(\.id).dropLast() == ["25", "7"])
        #expect(answer.hits.map(\.isPinned).prefix(3) == [true, true, false])
        #expect(answer.total == 21)
        #expect(Set(answer.hits.map(\.id)).count == 21)
        #expect(answer.facets["brand"]?.values.map(\.count).reduce(0, +) == 21)
    }

    @Test func `hidden documents are in no count, in any order, pinned or not`() {
        var query = query("lamp", ["3"], hidden: ["3", "4"])
        #expect(index.search(query).total == 18)
        #expect(index.search(query).facets["brand"]?.values.map(\.count) == [9, 9])
        query.sort = [.number(field: "price", .descending)]
        #expect(index.search(query).hits.map(\.id).prefix(2) == ["19", "18"])
        #expect(index.search(query).total == 18)
    }

    @Test func `pinned documents meet the filters or do not show`() {
        var query = query("lamp", ["25", "8"])
        query.filters = [.anyOf(field: "brand", values: ["Acme"])]
        let answer = index.search(query)
        #expect(answer.hits.first?.id == "8")
        #expect(answer.total == 10)
        // The facet ignores the filter on its own field: 10 lamps of each, and the pinned chair of Zeta.
        #expect(
            answer.facets["brand"]?.values == [.init(value: "Zeta", count: 11), .init(value: "Acme", count: 10)])
    }

    @Test func `pins count by relevance only`() {
        var query = query("lamp", ["25"])
        query.sort = [.number(field: "price", .ascending)]
        let answer = index.search(query)
        #expect(answer.total == 20)
        #expect(answer.hits.first?.id == "0")
        #expect(answer.hits.allSatisfy { !$0.isPinned })
    }

    @Test func `pages join without gaps and repeats`() {
        let whole = index.search(query("lamp", ["25", "3", "29"], hidden: ["5"])).hits.map(\.id)
        var paged: [String] = []
        for offset in stride(from: 0, to: 24, by: 4) {
            var query = query("lamp", ["25", "3", "29"], hidden: ["5"])
            (query.offset, query.limit) = (offset, 4)
            paged += index.search(query).hits.map(\.id)
        }
        #expect(paged == whole)
        #expect(whole.count == 21)
    }

    @Test func `pins work with no words and with words that nothing has`() {
        #expect(index.search(query("", ["25"])).hits.first?.id == "25")
        #expect(index.search(query("", ["25"])).total == 30)
        #expect(index.search(query("xyzzyq", ["25"])).hits.map(\.id) == ["25"])
        #expect(index.search(query("xyzzyq", ["25"], hidden: ["25"])).hits.isEmpty)
    }

    @Test func `pins do not keep fewer words from being tried`() {
        let answer = index.search(query("lamp number3 number4", ["25"]))
        #expect(answer.hits.first?.id == "25")
        #expect(answer.total > 1)
        #expect(!answer.dropped.isEmpty)
    }
}
