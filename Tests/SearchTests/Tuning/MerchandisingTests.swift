import Kernel
import Persistence
import Souk
import TestSupport
import Testing

@testable import Search

/// Synonyms, pins and settings: kept, checked, and searched by without building anything anew.
struct MerchandisingTests {
    private static let products = [
        IndexedProduct.fixture(1, "Silver notebook", price: 90_000, reviews: 5),
        IndexedProduct.fixture(2, "Black laptop", price: 80_000, reviews: 500),
        IndexedProduct.fixture(3, "Laptop bag", price: 3000, brand: "Orvik", reviews: 50),
    ]

    @Test(arguments: TestDatabase.all)
    func `a synonym is searched by once the feed has told of it, and no longer when it is gone`(
        _ kind: TestDatabase
    ) async throws {
        try await SearchFixture.with(kind, Self.products) { shop in
            #expect(try await shop.names("notebook") == ["Silver notebook"])
            let rule = SynonymRule(id: "computers", kind: .multiWay, words: ["notebook", "laptop"])
            _ = try await shop.merchandising.put(rule)
            try await shop.catchUp()
            let found = try await shop.names("notebook")
            #expect(found.first == "Silver notebook")
            #expect(Set(found) == ["Silver notebook", "Black laptop", "Laptop bag"])
            #expect(try await Set(shop.names("laptop")).contains("Silver notebook"))

            try await shop.merchandising.deleteSynonym("computers")
            try await shop.catchUp()
            #expect(try await shop.names("notebook") == ["Silver notebook"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `of many who change what they have read, one does`(_ kind: TestDatabase) async throws {
        try await SearchFixture.with(kind, Self.products) { shop in
            let merchandising = shop.merchandising
            _ = try await merchandising.put(SynonymRule(id: "a", kind: .multiWay, words: ["notebook", "laptop"]))
            _ = try await merchandising.put(PinRule(id: "a", query: "bag", pinned: [productID(1)], hidden: []))
            let changes: [@Sendable (Int) async throws -> Void] = [
                { number in
                    let rule = SynonymRule(id: "a", kind: .multiWay, words: ["notebook", "laptop \(number)"])
                    _ = try await merchandising.put(rule, version: 1)
                },
                { number in
                    let rule = PinRule(id: "a", query: "bag \(number)", pinned: [productID(1)], hidden: [])
                    _ = try await merchandising.put(rule, version: 1)
                },
                { number in
                    _ = try await merchandising.replace(RankingSettings(stopWords: ["w\(number)"]), version: 0)
                },
            ]
            for change in changes {
                let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<8 {
                        group.addTask {
                            do {
                                try await change(number)
                                return true
                            } catch SearchError.ruleOutdated {
                                return false
                            }
                        }
                    }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(winners == 1)
            }
        }
    }

    @Test func `a one-way synonym works in its direction only`() async throws {
        try await SearchFixture.with(.sqlite, Self.products) { shop in
            let rule = SynonymRule(id: "x", kind: .oneWay, words: ["notebook"], replacements: ["laptop"])
            _ = try await shop.merchandising.put(rule)
            try await shop.catchUp()
            #expect(try await shop.names("notebook").count == 3)
            #expect(try await !shop.names("laptop").contains("Silver notebook"))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `pins hold for their query however it is written, and for no other`(_ kind: TestDatabase) async throws {
        try await SearchFixture.with(kind, Self.products) { shop in
            let rule = PinRule(id: "laptops", query: "Laptop", pinned: [productID(1)], hidden: [productID(2)])
            _ = try await shop.merchandising.put(rule)
            try await shop.catchUp()
            for text in ["  LAPTOP ", "laptop,", "\"laptop\"", "(laptop)!"] {
                #expect(try await shop.names(text) == ["Silver notebook", "Laptop bag"], "\(text)")
            }
            #expect(try await shop.names("laptop") { $0.brands = ["Orvik"] } == ["Laptop bag"])
            #expect(try await shop.names("black laptop").first == "Black laptop")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an id is the same product in capitals`(_ kind: TestDatabase) async throws {
        try await SearchFixture.with(kind, Self.products) { shop in
            let ids = [productID(1), productID(2)].map { $0.uppercased() }
            let rule = PinRule(id: "laptops", query: "laptop", pinned: [ids[0]], hidden: [ids[1]])
            let stored = try await shop.merchandising.put(rule)
            #expect(stored.pinned == [productID(1)] && stored.hidden == [productID(2)])
            try await shop.catchUp()
            #expect(try await shop.names("laptop") == ["Silver notebook", "Laptop bag"])
            let trial = SearchPreview.Trial(settings: nil, pinned: [productID(3).uppercased()])
            let preview = SearchPreview(shop.search, shop.merchandising)
            let after = try await preview.compare("laptop", trial, size: 10).after
            #expect(after.hits.items.first?.card.name == "Laptop bag")
        }
    }

    @Test(arguments: [
        ([productID(1), productID(1).uppercased()], [], "repeated"),
        ([productID(1)], [productID(1).uppercased()], "contradiction"), (["x"], [], "not_an_id"),
    ])
    func `a rule that contradicts itself is refused, however it spells ids`(
        pinned: [String], hidden: [String], code: String
    ) {
        #expect {
            try PinRule(id: "a", query: "q", pinned: pinned, hidden: hidden).checked()
        } throws: {
            ($0 as? ValidationError)?.fields.map(\.code) == [code]
        }
    }

    @Test(arguments: ["!!!", "🙂", "\"\""])
    func `a rule needs a word to hold for`(query: String) {
        #expect(throws: ValidationError.self) {
            try PinRule(id: "a", query: query, pinned: [productID(1)], hidden: []).checked()
        }
    }

    @Test(arguments: TestDatabase.all)
    func `weights and boosts change the order at once`(_ kind: TestDatabase) async throws {
        try await SearchFixture.with(kind, Self.products) { shop in
            let even = RankingSettings(weights: [.popularity: 0, .price: 0, .recency: 0])
            _ = try await shop.merchandising.replace(even)
            try await shop.catchUp()
            let before = try await lead(shop)
            _ = try await shop.merchandising.replace(
                RankingSettings(weights: [.popularity: 5, .price: 0, .recency: 0]))
            try await shop.catchUp()
            #expect(try await lead(shop) > before * 1.2)
        }
    }

    /// How much better the popular laptop fits than the bag.
    private func lead(_ shop: SearchFixture) async throws -> Double {
        var request = SearchRequest()
        request.text = "laptop"
        let hits = try await shop.search.find(request).hits.items
        let scores = Dictionary(uniqueKeysWithValues: hits.map { ($0.card.name, $0.score) })
        return (scores["Black laptop"] ?? 0) / (scores["Laptop bag"] ?? 1)
    }

    @Test(arguments: TestDatabase.all)
    func `each change counts its version up, and an old version changes nothing`(_ kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: Shop.migrations) { database in
            let merchandising = Merchandising(database)
            let rule = SynonymRule(id: "a", kind: .multiWay, words: ["One", "two"])
            #expect(try await merchandising.put(rule).version == 1)
            #expect(try await merchandising.put(rule).version == 2)
            await #expect(throws: SearchError.ruleOutdated(current: 2)) {
                try await merchandising.put(rule, version: 1)
            }
            await #expect(throws: SearchError.synonymNotFound) {
                try await merchandising.put(SynonymRule(id: "b", kind: .multiWay, words: ["x", "y"]), version: 1)
            }
            #expect(try await merchandising.put(rule, version: 2).version == 3)
            #expect(try await merchandising.synonym("a").words == ["one", "two"])
            await #expect(throws: SearchError.ruleOutdated(current: 3)) {
                try await merchandising.deleteSynonym("a", version: 1)
            }
            try await merchandising.deleteSynonym("a", version: 3)
            await #expect(throws: SearchError.synonymNotFound) { try await merchandising.synonym("a") }

            #expect(try await merchandising.settings().version == 0)
            #expect(try await merchandising.replace(RankingSettings()).version == 1)
            await #expect(throws: SearchError.ruleOutdated(current: 1)) {
                try await merchandising.replace(RankingSettings(), version: 0)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a query is decided by one rule`(_ kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: Shop.migrations) { database in
            let merchandising = Merchandising(database)
            let rule = PinRule(id: "a", query: "Café  table", pinned: [productID(1)], hidden: [])
            _ = try await merchandising.put(rule)
            await #expect(throws: SearchError.queryTaken("cafe TABLE")) {
                try await merchandising.put(PinRule(id: "b", query: "cafe TABLE", pinned: [productID(1)], hidden: []))
            }
            await #expect(throws: SearchError.queryTaken("\"café table\"!")) {
                try await merchandising.put(
                    PinRule(id: "b", query: "\"café table\"!", pinned: [productID(1)], hidden: []))
            }
            #expect(try await merchandising.put(rule).version == 2)
            #expect(try await merchandising.pins(after: nil, limit: 10).map(\.id) == ["a"])
            try await merchandising.deletePin("a")
            #expect(try await merchandising.pins(after: nil, limit: 10).isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `settings come back as they were written, and every change is an event`(_ kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: Shop.migrations) { database in
            let merchandising = Merchandising(database)
            let settings = RankingSettings(
                boosts: [.name: 4, .code: 0], weights: [.recency: 1.25], stopWords: ["für", "the"],
                typos: TypoSettings(
                    isOn: false, oneEditFrom: 5, twoEditsFrom: 9, lastResortFrom: 3, rareBelow: 0))
            _ = try await merchandising.replace(settings)
            #expect(try await merchandising.settings().settings == settings)
            _ = try await merchandising.put(SynonymRule(id: "s", kind: .multiWay, words: ["x", "y"]))
            _ = try await merchandising.put(PinRule(id: "p", query: "q", pinned: [], hidden: [productID(1)]))
            try await merchandising.deletePin("p")
            let events = try await database.read { try $0.committedEvents(after: .start, limit: 10) }
            #expect(
                events.map(\.name) == [
                    "search.settings_changed", "search.synonym_changed", "search.pin_changed", "search.pin_changed",
                ])
            #expect(events.map(\.subject) == ["1", "s", "p", "p"])
        }
    }

    @Test(arguments: [
        SynonymRule(id: "a b", kind: .multiWay, words: ["x", "y"]),
        SynonymRule(id: "a", kind: .multiWay, words: ["x"]),
        SynonymRule(id: "a", kind: .multiWay, words: ["x", " X "]),
        SynonymRule(id: "a", kind: .multiWay, words: ["x", "y"], replacements: ["z"]),
        SynonymRule(id: "a", kind: .oneWay, words: ["x"]),
        SynonymRule(id: "a", kind: .oneWay, words: ["x"], replacements: [String(repeating: "y", count: 129)]),
        SynonymRule(id: "a", kind: .multiWay, words: ["x", "one two three four five"]),
        SynonymRule(id: "a", kind: .oneWay, words: ["x"], replacements: ["one-two three four/five"]),
        SynonymRule(id: "a", kind: .multiWay, words: ["x", "?!"]),
    ])
    func `a rule that says nothing or too much is refused`(_ rule: SynonymRule) {
        #expect(throws: ValidationError.self) { try rule.checked() }
    }

    @Test(arguments: TestDatabase.all)
    func `a phrase may be as long as the engine looks for, stop words of the shop aside`(_ kind: TestDatabase)
        async throws
    {
        let products = [IndexedProduct.fixture(1, "Telly"), .fixture(2, "Sofa")]
        let phrase = "state of the art flat screen"
        try await SearchFixture.with(kind, products) { shop in
            let rule = SynonymRule(id: "tv", kind: .oneWay, words: [phrase], replacements: ["telly"])
            _ = try await shop.merchandising.put(rule)
            try await shop.catchUp()
            #expect(try await shop.names(phrase) == ["Telly"])
            _ = try await shop.merchandising.replace(RankingSettings(stopWords: ["the"]))
            await #expect {
                try await shop.merchandising.put(rule)
            } throws: { error in
                let field = (error as? ValidationError)?.fields.first
                return field?.field == "words[0]" && field?.code == "too_many_words"
            }
        }
    }

    @Test func `a stop word is one word`() {
        let settings = RankingSettings(stopWords: ["as seen on toner", " ", "🙂", "für", "don't", "wi-fi"])
        #expect {
            try settings.checked()
        } throws: { error in
            let fields = (error as? ValidationError)?.fields ?? []
            return fields.map(\.field) == ["stop_words[0]", "stop_words[1]", "stop_words[2]", "stop_words[5]"]
                && fields.map(\.code) == ["too_many_words", "no_word", "no_word", "too_many_words"]
        }
    }

    @Test(arguments: [
        RankingSettings(boosts: [.name: -1]), RankingSettings(weights: [.price: 11]),
        RankingSettings(stopWords: [""]), RankingSettings(typos: TypoSettings(oneEditFrom: 1)),
        RankingSettings(typos: TypoSettings(lastResortFrom: 1)), RankingSettings(typos: TypoSettings(rareBelow: 1001)),
        RankingSettings(typos: TypoSettings(oneEditFrom: 5, twoEditsFrom: 4)), RankingSettings(boosts: [.name: .nan]),
    ])
    func `settings out of bounds are refused`(_ settings: RankingSettings) {
        #expect(throws: ValidationError.self) { try settings.checked() }
    }
}
