import SearchEngine
import Testing

/// What is shown when the words are too many, and what the answer says about it.
@Suite struct RelaxationTests {
    private static let canon = [Filter.anyOf(field: "brand", values: ["Canon"])]
    private static let byPrice = [Sort.number(field: "price", .ascending)]

    /// Holograms of others, things of Canon, and things for Canon's.
    private let index: SearchIndex = {
        let others = (0..<12).map { number in
            Library.product("hologram \(number)", "hologram film", brand: "Xerox", price: Int64(100 + number))
        }
        let purple = (0..<2).map { number in
            Library.product("purple \(number)", "purple hologram", brand: "Zeta", price: Int64(200 + number))
        }
        let canon = (0..<15).map { number in
            Library.product("canon \(number)", "canon camera", brand: "Canon", price: Int64(number))
        }
        let toner = Library.product("toner", "toner for canon", brand: "Xerox", price: 50)
        return Library.index(others + purple + canon + [toner])
    }()

    @Test(arguments: [[], byPrice], ["canon hologram", "canon purple hologram"])
    func `fewer words are tried until something meets the filters`(sort: [Sort], text: String) {
        let answer = index.search(Query(text, filters: Self.canon, sort: sort, limit: 50))
        #expect(Set(answer.hits.map(\.id)) == Set((0..<15).map { "canon \($0)" }))
        #expect(answer.total == 15)
        if !sort.isEmpty { #expect(answer.hits.map(\.id) == (0..<15).map { "canon \($0)" }) }
    }

    @Test(arguments: [[], byPrice])
    func `the pages of fewer words join`(sort: [Sort]) {
        var query = Query("canon hologram", filters: Self.canon, sort: sort, limit: 50)
        let whole = index.search(query).hits.map(\.id)
        var paged: [String] = []
        for offset in stride(from: 0, to: 20, by: 4) {
            (query.offset, query.limit) = (offset, 4)
            let page = index.search(query)
            paged += page.hits.map(\.id)
            #expect(page.total == 15)
        }
        #expect(paged == whole)
    }

    @Test(arguments: [[], byPrice])
    func `a facet counts what its filter would find when it is changed`(sort: [Sort]) throws {
        let facets = [FacetRequest.values(field: "brand", limit: 9), .ranges(field: "price", width: 1000, limit: 9)]
        func answer(_ filters: [Filter]) -> Answer {
            index.search(Query("canon hologram", filters: filters, sort: sort, facets: facets))
        }
        let brands = try #require(answer(Self.canon).facets["brand"]).values
        #expect(brands.map(\.value) == ["Canon", "Xerox", "Zeta"])
        for brand in brands {
            #expect(answer([.anyOf(field: "brand", values: [brand.value])]).total == brand.count)
        }
        let cheap = answer(Self.canon + [.range(field: "price", from: 0, to: 4)])
        #expect(cheap.total == 5)
        #expect(cheap.facets["price"]?.buckets.map(\.count) == [15])
        #expect(cheap.facets["brand"]?.values == [.init(value: "Canon", count: 5)])
    }

    @Test func `the words are named that what is shown does without`() {
        for sort in [[], Self.byPrice] {
            #expect(index.search(Query("canon hologram", filters: Self.canon, sort: sort)).dropped == ["hologram"])
            let other = [Filter.anyOf(field: "brand", values: ["Zeta"])]
            #expect(index.search(Query("canon hologram", filters: other, sort: sort)).dropped == ["canon"])
            let nobody = [Filter.anyOf(field: "brand", values: ["Nobody"])]
            #expect(index.search(Query("canon hologram", filters: nobody, sort: sort)).dropped.isEmpty)
        }
    }

    @Test(arguments: ["usj fan", "usd fan"])
    func `what a word was taken for is not said to be missing`(typed: String) throws {
        // One is in no text; the other in one, and may be a slip.
        let names = ["usd rate"] + (0..<3).map { "usb fan \($0)" } + (0..<40).map { "usb stick \($0)" }
        let index = Library.index(names: names + (0..<30).map { "desk fan \($0)" })
        let answer = index.search(Query(typed, limit: 100, explain: true))
        #expect(answer.correctedText == "usb fan")
        #expect(answer.dropped.isEmpty)
        #expect(Set(answer.hits.prefix(3).map(\.id)) == ["1", "2", "3"])
        for hit in answer.hits.prefix(3) {
            #expect(try #require(hit.explanation).words.map(\.text) == ["usb", "fan"])
        }
    }

    @Test func `a corrected word that is given up is named as it was searched for`() {
        let index = Library.index(names: (0..<5).map { "usb stick \($0)" } + (0..<3).map { "desk fan \($0)" })
        let answer = index.search(Query("stikc fan"))
        #expect(answer.correctedText == "stick fan")
        #expect(answer.dropped == ["stick"])
        #expect(answer.hits.count == 8)
    }
}
