import Kernel
import Persistence
import Souk
import TestSupport
import Testing

@testable import Search

/// What one visitor can do to the popularity of products.
struct ActionLimitsTests {
    private static let ada = Visitor(ID<Shopper>(high: 1, low: 1))

    private func event(_ kind: ShopperEvent.Kind, _ product: Int = 1, _ query: String? = "toner") -> ShopperEvent {
        ShopperEvent(kind: kind, productID: productID(product), query: query, position: nil, moment: nil)
    }

    private func count(_ events: [ShopperEvent], _ limits: ActionLimits, by visitor: Visitor = ada) -> Int {
        events.count { limits.take($0, of: visitor, at: fixedMoment) }
    }

    @Test func `the same with a product for a query counts once, however the query is typed`() {
        let limits = ActionLimits()
        #expect(count([event(.click), event(.click), event(.click, 1, " TONER ")], limits) == 1)
        #expect(count([event(.click, 2), event(.addToCart), event(.click, 1, nil)], limits) == 3)
        #expect(count([event(.click)], limits, by: Visitor(IPAddress(v4: 7))) == 1)
    }

    @Test func `a product gets at most 22 points a day from one visitor, whatever queries are made up`() {
        let limits = ActionLimits()
        let (queries, kinds) = ((1...40).map(String.init), ShopperEvent.Kind.allCases)
        let taken = kinds.map { kind in count(queries.map { event(kind, 1, $0) }, limits) }
        #expect(
            Dictionary(uniqueKeysWithValues: zip(kinds, taken)) == [
                .click: 3, .addToCart: 3, .purchase: 1, .impression: 40, .search: 40,
            ])
    }

    @Test func `a visitor counts 300 times a day, and again the next day`() {
        let limits = ActionLimits()
        let clicks = (1...400).map { event(.click, $0) }
        #expect(count(clicks, limits) == ActionLimits.perVisitor)
        let tomorrow = fixedMoment.advanced(by: .seconds(86_400))
        #expect(clicks.count { limits.take($0, of: Self.ada, at: tomorrow) } == ActionLimits.perVisitor)
    }

    @Test func `all addresses of a network of version 6 are one visitor`() throws {
        let limits = ActionLimits()
        let addresses = try ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"].map { text in
            try #require(IPAddress(text))
        }
        #expect(addresses.map { count([event(.click)], limits, by: Visitor($0)) } == [1, 0, 1])
    }

    @Test func `what many made up does not fill the memory`() {
        let limits = ActionLimits(capacity: 30)
        let taken = (1...100).map { count([event(.click)], limits, by: Visitor(IPAddress(v4: $0))) }
        #expect(taken.reduce(0, +) == 10)
    }

    @Test(arguments: TestDatabase.all)
    func `a thousand purchases that one visitor makes up add ten points`(_ kind: TestDatabase) async throws {
        try await SearchFixture.with(kind, [.fixture(1, "Red toner")]) { shop in
            for round in 1...10 {
                let events = (1...100).map { event(.purchase, 1, "\(round) \($0)") }
                _ = shop.log.note(events, by: Self.ada)
            }
            try await shop.log.flush()
            let updates = FactorUpdates(shop.database, source: shop.catalogue.source, clock: .fixed(fixedMoment))
            _ = try await updates.refreshPopularity()
            let score = try await shop.database.read {
                try $0.value("SELECT score FROM search_popularity", as: Int64.self)
            }
            #expect(score == 10)
        }
    }
}
