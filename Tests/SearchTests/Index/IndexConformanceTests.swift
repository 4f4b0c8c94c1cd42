import Kernel
import Persistence
import Testing

@testable import Search

/// What every index must do, whatever is behind it.
struct IndexConformanceTests {
    private static let products = [
        IndexedProduct.fixture(
            1, "Red toner cartridge", description: "For copiers", price: 4900, category: ["Printing", "Toner"],
            brand: "Xerox", rating: 4.5, reviews: 20, tags: ["office", "sale"], codes: ["006R90321"],
            attributes: ["colour": "Red"]),
        IndexedProduct.fixture(
            2, "Black toner cartridge", price: 3900, category: ["Printing", "Toner"], brand: "Canon", rating: 3.5,
            reviews: 90, tags: ["office"], codes: ["dv7-1211ea"], attributes: ["colour": "Black"]),
        IndexedProduct.fixture(
            3, "Café table", description: "A table of toner-black oak", price: 19_900, category: ["Furniture"],
            brand: "Orvik", reviews: 3, inStock: false, attributes: ["colour": "Black"]),
        IndexedProduct.fixture(4, "Garden chair", price: 7900, category: ["Furniture", "Chairs"], brand: "Orvik"),
    ]

    private func numbers(
        _ index: any ProductIndex, _ text: String, path: [String]? = nil,
        _ change: (inout SearchRequest) -> Void = { _ in }
    ) async throws -> [Int] {
        var request = SearchRequest()
        (request.text, request.countsFacets) = (text, false)
        change(&request)
        let found = try await index.search(request, categoryPath: path)
        return found.hits.items.map { hit in Self.products.firstIndex { $0.card.id == hit.card.id }.map { $0 + 1 } ?? 0
        }
    }

    @Test(arguments: IndexUnderTest.all)
    func `products are found by every word of theirs, whatever its case and accents`(_ kind: IndexUnderTest)
        async throws
    {
        try await kind.with(Self.products) { index async throws in
            // An index may let products with fewer words follow those that have all.
            #expect(try await Set(numbers(index, "TONER cartridge").prefix(2)) == [1, 2])
            #expect(try await numbers(index, "red cartridge").first == 1)
            #expect(try await numbers(index, "cafe") == [3])
            #expect(try await numbers(index, "orvik chair").first == 4)
            #expect(try await numbers(index, "copiers") == [1])
            #expect(try await numbers(index, "cartridges red").first == 1)
            #expect(try await numbers(index, "zeppelin").isEmpty)
        }
    }

    @Test(arguments: IndexUnderTest.all)
    func `codes are found whole, and by the beginning of a word`(_ kind: IndexUnderTest) async throws {
        try await kind.with(Self.products) { index async throws in
            #expect(try await numbers(index, "006R90321") == [1])
            #expect(try await numbers(index, "dv7-1211ea") == [2])
            #expect(try await numbers(index, "gard") == [4])
        }
    }

    @Test(arguments: IndexUnderTest.all)
    func `each filter leaves out what does not meet it`(_ kind: IndexUnderTest) async throws {
        try await kind.with(Self.products) { index async throws in
            #expect(try await Set(numbers(index, "", path: ["Furniture"])) == [3, 4])
            #expect(try await numbers(index, "", path: ["Furniture", "Chairs"]) == [4])
            #expect(try await numbers(index, "", path: ["Furn"]).isEmpty)
            #expect(try await Set(numbers(index, "") { $0.brands = ["Canon", "Orvik"] }) == [2, 3, 4])
            #expect(try await numbers(index, "") { $0.minimumPrice = Money(minorUnits: 7901, .usd) } == [3])
            #expect(try await numbers(index, "") { $0.maximumPrice = Money(minorUnits: 3900, .usd) } == [2])
            #expect(try await numbers(index, "") { $0.inStock = false } == [3])
            #expect(try await numbers(index, "") { $0.minimumRating = 4 } == [1])
            #expect(try await numbers(index, "") { $0.tags = ["office", "sale"] } == [1])
            #expect(try await Set(numbers(index, "") { $0.attributes = ["colour": ["Black"]] }) == [2, 3])
            #expect(try await numbers(index, "toner") { $0.attributes = ["colour": ["Red"]] } == [1])
        }
    }

    @Test(arguments: IndexUnderTest.all)
    func `ratings are held against a filter and the facet as they are`(_ kind: IndexUnderTest) async throws {
        let rated = [4.45, 4.5, 3.95, 4, 0.96].enumerated().map {
            IndexedProduct.fixture($0 + 1, "Lamp", rating: $1, reviews: 1)
        }
        try await kind.with(rated) { index async throws in
            var request = SearchRequest()
            request.minimumRating = 4.5
            let found = try await index.search(request, categoryPath: nil)
            #expect(found.hits.items.map(\.card.id) == [productID(2)])
            let ratings = try #require(found.facets).ratings
            #expect(ratings.map(\.from) == [3, 4])
            #expect(ratings.map(\.to) == [4, nil])
            #expect(ratings.map(\.count) == [1, 3])
        }
    }

    @Test(arguments: IndexUnderTest.all)
    func `every code and every attribute that a product may have is found`(_ kind: IndexUnderTest) async throws {
        let codes = (1...201).map { "SKU-\($0 * 7919)" }
        let attributes = Dictionary(uniqueKeysWithValues: (1...300).map { ("a\($0)", "v\($0)") })
        let product = IndexedProduct.fixture(1, "Lamp", codes: codes, attributes: attributes)
        try await kind.with([product, .fixture(2, "Desk")]) { index async throws in
            for code in codes {
                var request = SearchRequest()
                (request.text, request.countsFacets) = (code, false)
                #expect(try await index.search(request, categoryPath: nil).hits.items.map(\.card.id) == [productID(1)])
            }
            for (name, value) in attributes {
                var request = SearchRequest()
                (request.attributes, request.countsFacets) = ([name: [value]], false)
                #expect(try await index.search(request, categoryPath: nil).hits.total == 1)
            }
        }
    }

    @Test(arguments: IndexUnderTest.all)
    func `every order holds for all pages, and no product is on two`(_ kind: IndexUnderTest) async throws {
        let orders: [SearchSort: [Int]] = [
            .priceAscending: [2, 1, 4, 3], .priceDescending: [3, 4, 1, 2], .popularity: [2, 1, 3, 4],
            .newest: [4, 3, 2, 1],
        ]
        try await kind.with(Self.products) { index async throws in
            for (sort, expected) in orders {
                var paged: [Int] = []
                for page in 1...5 {
                    paged += try await numbers(index, "") {
                        ($0.sort, $0.page) = (sort, PageRequest(number: page, size: 1))
                    }
                }
                #expect(paged == expected, "\(sort)")
            }
            #expect(try await numbers(index, "") { $0.sort = .rating }.prefix(2) == [1, 2])
            var request = SearchRequest()
            request.page = PageRequest(size: 1)
            #expect(try await index.search(request, categoryPath: nil).hits.total == 4)
        }
    }

    @Test(arguments: IndexUnderTest.all)
    func `facets count the whole result, each without its own filter`(_ kind: IndexUnderTest) async throws {
        try await kind.with(Self.products) { index async throws in
            var request = SearchRequest()
            (request.brands, request.attributes) = (["Orvik"], ["colour": ["Black"]])
            let facets = try #require(try await index.search(request, categoryPath: nil).facets)
            #expect(facets.brands.map(\.name) == ["Canon", "Orvik"])
            #expect(facets.attributes["colour"]?.map(\.name) == ["Black"])
            #expect(facets.categories.map(\.path) == [["Furniture"]])

            request = SearchRequest()
            request.facetAttributes = ["colour"]
            request.page = PageRequest(size: 1)
            let all = try #require(try await index.search(request, categoryPath: nil).facets)
            #expect(all.brands.map(\.count) == [2, 1, 1])
            #expect(all.brands.map(\.name) == ["Orvik", "Canon", "Xerox"])
            let categories = Dictionary(uniqueKeysWithValues: all.categories.map { ($0.path, $0.count) })
            #expect(
                categories == [
                    ["Printing"]: 2, ["Printing", "Toner"]: 2, ["Furniture"]: 2, ["Furniture", "Chairs"]: 1,
                ])
            #expect(all.priceRanges.map(\.from.minorUnits) == [0, 5000, 15_000])
            #expect(all.priceRanges.map(\.count) == [2, 1, 1])
            #expect(all.priceRanges.last?.to == nil)
            #expect(all.ratings.map(\.from) == [3, 4])
            #expect(all.attributes["colour"]?.map(\.count) == [2, 1])
        }
    }

    @Test(arguments: IndexUnderTest.all)
    func `prices are counted in ranges as wide as the shop wants`(_ kind: IndexUnderTest) async throws {
        try await kind.with(Self.products, priceBucket: Money(minorUnits: 2500, .usd)) { index async throws in
            let facets = try #require(try await index.search(SearchRequest(), categoryPath: nil).facets)
            #expect(facets.priceRanges.map(\.from.minorUnits) == [2500, 7500, 17_500])
            #expect(facets.priceRanges.map(\.to?.minorUnits) == [5000, 10_000, nil])
            #expect(facets.priceRanges.map(\.count) == [2, 1, 1])
        }
    }

    @Test(arguments: IndexUnderTest.all)
    func `a text without a word lists as none does`(_ kind: IndexUnderTest) async throws {
        try await kind.with(Self.products) { index async throws in
            for text in ["🙂", "!!!", "  ", "\"-\"", "Ⓐ"] {
                #expect(try await numbers(index, text) == [2, 1, 3, 4], "\(text)")
                #expect(try await numbers(index, text) { $0.brands = ["Orvik"] } == [3, 4])
                #expect(try await numbers(index, text) { $0.sort = .priceAscending } == [2, 1, 4, 3])
                var request = SearchRequest()
                request.text = text
                let found = try await index.search(request, categoryPath: nil)
                #expect(found.hits.total == 4 && found.facets?.brands.map(\.count) == [2, 1, 1])
            }
        }
    }

    @Test(arguments: IndexUnderTest.all)
    func `pinned products come first where they meet the filters, hidden ones not at all`(
        _ kind: IndexUnderTest
    ) async throws {
        try await kind.with(Self.products) { index async throws in
            let pins = [productID(4), productID(2)]
            #expect(try await numbers(index, "toner cartridge") { $0.pinned = pins }.prefix(3) == [4, 2, 1])
            #expect(
                try await numbers(index, "toner cartridge") {
                    ($0.pinned, $0.inStock, $0.brands) = (pins, true, ["Xerox", "Canon"])
                } == [2, 1])
            let shown = try await numbers(index, "toner cartridge") { $0.hidden = [productID(2)] }
            #expect(shown.first == 1)
            #expect(!shown.contains(2))
            #expect(
                try await numbers(index, "toner cartridge") {
                    ($0.pinned, $0.sort) = (pins, .priceAscending)
                } == [2, 1])
        }
    }

    @Test(arguments: IndexUnderTest.all)
    func `changes are found, removals are not, and the position moves with them`(_ kind: IndexUnderTest) async throws {
        try await kind.with(Self.products) { index async throws in
            let later = FeedPosition(epoch: 0, sequence: 7)
            try await index.apply(
                puts: [.fixture(4, "Garden lamp"), .fixture(5, "Desk lamp")], deletes: [productID(1)], position: later)
            #expect(try await index.position == later)
            #expect(try await index.productCount == 4)
            #expect(try await numbers(index, "chair").isEmpty)
            #expect(try await Set(numbers(index, "lamp")) == [4, 0])
            #expect(try await numbers(index, "xerox").isEmpty)
        }
    }

    @Test(arguments: IndexUnderTest.all)
    func `building anew leaves nothing of before`(_ kind: IndexUnderTest) async throws {
        try await kind.with(Self.products) { index async throws in
            let position = FeedPosition(epoch: 0, sequence: 9)
            try await index.rebuild(from: FakeCatalogue([.fixture(6, "Kettle")]).source, position: position)
            #expect(try await index.productCount == 1)
            #expect(try await index.ids() == [productID(6)])
            #expect(try await index.position == position)
            #expect(try await numbers(index, "toner").isEmpty)
        }
    }

    @Test(arguments: IndexUnderTest.all)
    func `a fingerprint is that of the product, and changes with anything in it`(_ kind: IndexUnderTest) async throws {
        try await kind.with(Self.products) { index async throws in
            let ids = Self.products.map(\.card.id)
            #expect(try await Set(index.ids()) == Set(ids))
            let held = try await index.fingerprints(of: ids + [productID(99)])
            let expected = Self.products.map { ($0.card.id, Fingerprint($0, card: $0.card.jsonMembers).value) }
            #expect(held == Dictionary(uniqueKeysWithValues: expected))
            #expect(Set(held.values).count == ids.count)
        }
    }

    @Test(arguments: IndexUnderTest.all)
    func `what was begun is completed by brands and names`(_ kind: IndexUnderTest) async throws {
        try await kind.with(Self.products) { index async throws in
            let brands = try await index.suggest("xer", limit: 10)
            #expect(brands.contains { $0.text == "Xerox" && $0.kind == "brand" })
            let products = try await index.suggest("gard", limit: 10)
            #expect(products.contains { $0.text.lowercased().contains("garden") })
            #expect(try await index.suggest("zzzz", limit: 10).isEmpty)
            #expect(try await index.suggest("ca", limit: 1).count <= 1)
        }
    }

    @Test(arguments: IndexUnderTest.all)
    func `whatever is typed gets an answer`(_ kind: IndexUnderTest) async throws {
        let hostile = [
            "\"", "'", "a OR b", "NEAR(", "*", "-toner", "name:toner", "((", "toner & | !", ":*", "%", "\\", "🛍",
            "toner\u{0}", String(repeating: "a", count: 512), "the", "{toner}", "^toner", "'; DROP TABLE products; --",
        ]
        try await kind.with(Self.products) { index async throws in
            for text in hostile {
                _ = try await numbers(index, text)
                _ = try await index.suggest(text, limit: 5)
            }
            #expect(try await numbers(index, "xerox") == [1])
        }
    }
}
