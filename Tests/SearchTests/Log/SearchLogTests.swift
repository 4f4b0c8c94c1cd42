import Kernel
import Persistence
import ServiceLifecycle
import Souk
import Synchronization
import TestSupport
import Testing

@testable import Search

/// What was searched for and what shoppers did, on its way into reports and into popularity.
struct SearchLogTests {
    private static let products = [
        IndexedProduct.fixture(1, "Red toner"), .fixture(2, "Blue toner"), .fixture(3, "Stapler"),
    ]

    private static let visitor = Visitor(ID<Shopper>(high: 1, low: 1))

    @Test func `a full buffer drops what comes, and counts it`() {
        let buffer = BoundedBuffer<Int>(capacity: 3)
        #expect((1...5).map { buffer.add($0) } == [true, true, true, false, false])
        #expect(buffer.counts == (taken: 3, dropped: 2))
        #expect(buffer.drain() == [1, 2, 3])
        #expect(buffer.drain().isEmpty)
        #expect(buffer.add(6))
    }

    @Test(arguments: TestDatabase.all)
    func `reports name the most frequent queries, those without result, and what was clicked`(
        _ kind: TestDatabase
    ) async throws {
        try await SearchFixture.with(kind, Self.products) { shop in
            for text in ["toner", "Toner ", "flux capacitor", "flux capacitor", "stapler"] {
                _ = try await shop.names(text)
            }
            _ = try await shop.names("toner") { $0.page = PageRequest(number: 2, size: 1) }
            _ = try await shop.names("")
            let clicks = [
                ShopperEvent(kind: .click, productID: productID(1), query: "TONER", position: 1, moment: nil),
                ShopperEvent(kind: .click, productID: productID(2), query: "toner", position: 4, moment: nil),
                ShopperEvent(kind: .purchase, productID: productID(2), query: "toner", position: nil, moment: nil),
            ]
            #expect(shop.log.note(clicks, by: Self.visitor) == 3)
            try await shop.log.flush()

            let analytics = SearchAnalytics(shop.database)
            let period = try analytics.period(
                from: fixedMoment.advanced(by: .seconds(-60)), to: fixedMoment.advanced(by: .seconds(60)))
            let report = try await analytics.report(on: period, limit: 10)
            #expect(report.totals.searches == 5)
            #expect(report.totals.withoutResult == 2)
            #expect(report.totals.noResultShare == 0.4)
            #expect(report.totals.clicks == 2)
            #expect(report.totals.conversion == 0.2)
            #expect(report.top.map(\.query) == ["flux capacitor", "toner", "stapler"])
            #expect(report.top[1].searches == 2)
            #expect(report.top[1].meanResults == 2)
            #expect(report.top[1].clicks == 2)
            #expect(report.top[1].clickThrough == 1)
            #expect(report.top[1].meanPosition == 2.5)
            #expect(report.withoutResult.map(\.query) == ["flux capacitor"])

            let rows = try await analytics.log(of: period, after: 0, limit: 100)
            #expect(
                rows.map(\.search.query) == ["toner", "Toner ", "flux capacitor", "flux capacitor", "stapler", "toner"])
            #expect(try await analytics.log(of: period, after: rows[4].id, limit: 100).map(\.search.page) == [2])
        }
    }

    private static func click(_ query: String? = nil) -> SearchLog.KeptEvent {
        SearchLog.KeptEvent(
            event: ShopperEvent(kind: .click, productID: productID(1), query: query, position: nil, moment: nil),
            moment: fixedMoment, weight: 1)
    }

    /// A portion is 500 events; no database takes NUL.
    @Test(arguments: TestDatabase.all)
    func `events that a database refuses do not take those of other portions with them`(
        _ kind: TestDatabase
    ) async throws {
        try await SearchFixture.with(kind, Self.products) { shop async throws in
            let events = [Self.click("a\0")] + (0..<700).map { _ in Self.click("toner") }
            for event in events { #expect(shop.log.keep(event)) }
            await #expect(throws: DatabaseError.self) { try await shop.log.flush() }
            #expect(try await shop.database.read { try $0.value("SELECT count(*) FROM shopper_events") } == 201)
        }
    }

    /// Is raised once.
    private final class Flag: Sendable {
        private let state = Mutex(false)
        var isRaised: Bool { state.withLock { $0 } }
        func raise() { state.withLock { $0 = true } }
    }

    /// Says when it is run.
    private struct Announced: Service {
        let service: SearchLog
        let flag: Flag

        func run() async throws {
            flag.raise()
            try await service.run()
        }
    }

    @Test(arguments: TestDatabase.all)
    func `what was noted just before the process stops is written`(_ kind: TestDatabase) async throws {
        try await SearchFixture.with(kind, Self.products) { shop in
            let running = Flag()
            let group = ServiceGroup(services: [Announced(service: shop.log, flag: running)], logger: silentLogger)
            async let stopped: Void = group.run()
            try await wait { running.isRaised }
            #expect(shop.log.keep(Self.click()))
            await group.triggerGracefulShutdown()
            try await stopped
            #expect(try await shop.database.read { try $0.value("SELECT count(*) FROM shopper_events") } == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `what is older than it is kept is removed`(_ kind: TestDatabase) async throws {
        try await SearchFixture.with(kind, Self.products) { shop in
            _ = try await shop.names("toner")
            #expect(
                shop.log.note(
                    [ShopperEvent(kind: .click, productID: productID(1), query: nil, position: nil, moment: nil)],
                    by: Self.visitor) == 1)
            try await shop.log.flush()
            let month = SearchAnalytics(
                shop.database, clock: .fixed(fixedMoment.advanced(by: SearchAnalytics.retention + .seconds(1))))
            #expect(try await month.prune(limit: 10) == 1)
            #expect(try await month.prune(limit: 10) == 0)
            let counts = try await shop.database.read { transaction in
                (
                    try transaction.value("SELECT count(*) FROM search_log", as: Int.self),
                    try transaction.value("SELECT count(*) FROM shopper_events", as: Int.self)
                )
            }
            #expect(counts == (0, 1))
            let quarter = SearchAnalytics(
                shop.database, clock: .fixed(fixedMoment.advanced(by: SearchAnalytics.retention * 3 + .seconds(1))))
            #expect(try await quarter.prune(limit: 10) == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a period that ends before it begins, or is too long, is refused`(_ kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: []) { database in
            let analytics = SearchAnalytics(database)
            let day = Duration.seconds(86_400)
            let bad: [(Duration, Duration)] = [(day, .zero), (.zero, day * 93), (.zero, .zero)]
            for (from, to) in bad {
                #expect(throws: SearchError.periodOutOfRange(days: 92)) {
                    try analytics.period(from: fixedMoment.advanced(by: from), to: fixedMoment.advanced(by: to))
                }
            }
            let week = try analytics.period(from: nil, to: fixedMoment)
            #expect(week.from == fixedMoment.advanced(by: .zero - day * 7))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `clicks make a product more popular, and every node hears of it`(_ kind: TestDatabase) async throws {
        try await SearchFixture.with(kind, Self.products) { shop in
            let updates = FactorUpdates(shop.database, source: shop.catalogue.source, clock: .fixed(fixedMoment))
            #expect(try await updates.refreshPopularity() == 0)
            let click = ShopperEvent(kind: .click, productID: productID(2), query: "toner", position: 2, moment: nil)
            for visitor in UInt32(1)...20 { #expect(shop.log.note([click], by: Visitor(IPAddress(v4: visitor))) == 1) }
            try await shop.log.flush()
            #expect(try await updates.refreshPopularity() == 1)
            #expect(try await updates.refreshPopularity() == 0)
            try await shop.catchUp()
            #expect(try await shop.names("") { $0.sort = .popularity }.first == "Blue toner")
            #expect(try await shop.names("toner").first == "Blue toner")

            let later = FactorUpdates(
                shop.database, source: shop.catalogue.source,
                clock: .fixed(fixedMoment.advanced(by: .seconds(31 * 86_400))))
            #expect(try await later.refreshPopularity() == 1)
            let left = try await shop.database.read {
                try $0.value("SELECT count(*) FROM search_popularity", as: Int.self)
            }
            #expect(left == 0)
        }
    }
}
