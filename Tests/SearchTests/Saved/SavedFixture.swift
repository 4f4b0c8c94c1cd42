import Jobs
import Kernel
import Logging
import Persistence
import Synchronization
import Telemetry
import TestSupport

@testable import Search

/// Saved searches over a search of its own, with a clock that a test moves and mails that are only kept.
struct SavedFixture {
    static let ada = ID<Shopper>(high: 1, low: 1)
    static let bob = ID<Shopper>(high: 1, low: 2)

    let shop: SearchFixture
    let searches: SavedSearches
    let watch: SavedSearchWatch
    private let moment: Moment

    /// The time of day, moved by hand, and what was sent.
    private final class Moment: Sendable {
        let now = Mutex(fixedMoment)
        let sent = Mutex<[SavedSearchMail]>([])
        let confirmed = Mutex<[ID<Shopper>: SavedSearchRecipient]>([:])

        var clock: WallClock { WallClock { self.now.withLock { $0 } } }
    }

    static func with(
        _ kind: TestDatabase, _ products: [IndexedProduct] = [], _ body: @Sendable (SavedFixture) async throws -> Void
    ) async throws {
        try await SearchFixture.with(kind, products) { try await body(SavedFixture($0)) }
    }

    private init(_ shop: SearchFixture) {
        let moment = Moment()
        (self.shop, self.moment) = (shop, moment)
        searches = SavedSearches(shop.database, search: shop.search, clock: moment.clock)
        watch = SavedSearchWatch(shop.database, search: shop.search, clock: moment.clock)
        moment.confirmed.withLock {
            $0[Self.ada] = SavedSearchRecipient(address: "ada@shop.example", name: "Ada")
        }
    }

    var clock: WallClock { moment.clock }
    var sent: [SavedSearchMail] { moment.sent.withLock { $0 } }

    func wait(_ duration: Duration) {
        moment.now.withLock { $0 = $0.advanced(by: duration) }
    }

    @discardableResult
    func save(
        _ text: String, name: String? = nil, mail: Bool = true, for owner: ID<Shopper> = ada,
        _ change: (inout SearchRequest) -> Void = { _ in }
    ) async throws -> SavedSearch {
        var request = SearchRequest()
        request.text = text
        change(&request)
        return try await searches.save(request, name: name, sendsMail: mail, for: owner)
    }

    /// Puts products on sale and waits until they can be found.
    func sell(_ products: IndexedProduct...) async throws {
        for product in products { shop.catalogue.put(product) }
        try await shop.database.write { transaction in
            try transaction.record(products.map { ProductTouched(subject: $0.card.id) }, at: fixedMoment)
        }
        try await shop.catchUp()
    }

    /// Sends the mails that wait, as a worker does.
    func deliver() async throws {
        let door = SavedSearchMails(
            shop.database, source: shop.catalogue.source,
            links: SavedSearchLinks(
                shopName: "Souk & Sons", publicURL: "https://shop.example", page: { "/search?q=\($0.text)" },
                stop: { "/stop/\($0)" })
        ) { [moment] owner in
            moment.confirmed.withLock { $0[owner] }
        } send: { [moment] mail in
            moment.sent.withLock { $0.append(mail) }
        }
        var handlers = JobHandlers()
        handlers.on(SendSavedSearchMail.self) { job, run in try await door.deliver(job, run) }
        let worker = JobWorker(
            JobQueue(shop.database, clock: clock), handlers: handlers, metrics: MetricRegistry(), logger: silentLogger)
        while try await worker.runDue() > 0 {}
    }
}
