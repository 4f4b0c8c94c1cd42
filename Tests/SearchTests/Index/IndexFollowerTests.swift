import Foundation
import Kernel
import Logging
import Persistence
import Souk
import Synchronization
import TestSupport
import Testing

@testable import Search

@Suite(.timeLimit(.minutes(2)))
struct IndexFollowerTests {
    private struct ProductTouched: Event {
        static let name = "product.updated"
        let subject: String
    }

    /// What the catalogue would say.
    private final class Catalogue: Sendable {
        private let products = Mutex<[String: IndexedProduct]>([:])

        func put(_ name: String) -> String {
            let id = ID<Void>().description
            let card = ProductCard(
                id: id, slug: id, name: name, description: "", price: Money(minorUnits: 1999, .usd), category: nil,
                brand: nil, rating: nil, reviewCount: 0, inStock: true, tags: [], image: nil)
            let product = IndexedProduct(
                card: card, description: "", codes: [], attributes: [:], createdAt: IndexFollowerTests.moment)
            products.withLock { $0[id] = product }
            return id
        }

        var source: ProductSource {
            ProductSource { ids in
                self.products.withLock { products in ids.compactMap { products[$0] } }
            } page: { _ in
                (self.products.withLock { Array($0.values) }, nil)
            } categoryPath: { _ in
                nil
            }
        }
    }

    private static let moment = Timestamp(microseconds: 1_767_000_000_000_000)
    private static let later = Timestamp(microseconds: 1_867_000_000_000_000)
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func withFollower(
        _ kind: TestDatabase, interval: Duration = .milliseconds(200),
        _ body: @Sendable (any Database, Catalogue, EmbeddedIndex, IndexFollower) async throws -> Void
    ) async throws {
        try await kind.withPlace { folder, url in
            let database: any Database =
                if let url { try PostgresDatabase(url: url) } else {
                    try SQLiteDatabase(path: folder.appending(path: "test.db").path, synchronous: .normal)
                }
            _ = try await Migrator(database, migrations: Shop.migrations).up()
            let catalogue = Catalogue()
            let index = EmbeddedIndex(snapshot: folder.appending(path: "index"), shop: "shop", logger: logger)
            let follower = IndexFollower(
                database: database, index: index, source: catalogue.source, logger: logger, interval: interval)
            try await body(database, catalogue, index, follower)
            await database.close()
        }
    }

    private func record(_ ids: [String], _ database: any Database) async throws {
        try await database.write { transaction in
            try transaction.record(ids.map { ProductTouched(subject: $0) }, at: IndexFollowerTests.moment)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A follower whose next events were pruned builds the index anew`(kind: TestDatabase) async throws {
        try await withFollower(kind) { database, catalogue, index, follower in
            try await record([catalogue.put("anvil")], database)
            try await follower.start()
            #expect(index.productCount == 1)
            try await record([catalogue.put("bellows")], database)
            try await record(["nobody"], database)
            // PostgreSQL prunes what the feed shows: nothing while an older transaction of another test runs.
            try await wait {
                try await database.write { try $0.pruneEvents(before: IndexFollowerTests.later, limit: 10) } > 0
            }
            try await follower.start()
            try await wait {
                try await follower.start()
                return index.productCount == 2
            }
            let position = index.position
            let horizon = try await database.read { try $0.feedHorizon() }
            #expect(position.map { $0 >= horizon } == true)
        }
    }

    /// As after a restore by other means: the events were cleared, what remembers how far they were pruned was not.
    @Test(arguments: TestDatabase.all)
    func `a horizon beyond all events is taken back, and the index is built once`(kind: TestDatabase) async throws {
        try await withFollower(kind) { database, catalogue, index, follower in
            _ = catalogue.put("anvil")
            try await follower.start()
            try await database.write { transaction in
                try transaction.execute("DELETE FROM events")
                try transaction.execute("UPDATE feed_horizon SET epoch = 900000000000, sequence = 7")
            }
            _ = catalogue.put("bellows")
            // No more may follow, or it would build without a pause.
            #expect(try await !follower.followOnce())
            #expect(index.productCount == 2)
            let position = try #require(index.position)
            _ = try await database.read { try $0.events(after: position, limit: 1) }
            try await record([catalogue.put("crucible")], database)
            while index.productCount < 3 { _ = try await follower.followOnce() }
        }
    }

    @Test func `an index that another node is building is waited for`() async throws {
        try await withFollower(.sqlite) { database, catalogue, _, _ in
            _ = try await database.write { transaction in
                try transaction.execute(
                    "UPDATE search_documents_state SET generation = 1, builder_seen_at = \(WallClock.system.now)")
            }
            let follower = IndexFollower(
                database: database, index: DatabaseIndex(database), source: catalogue.source, logger: logger,
                isPatient: true)
            #expect(try await !follower.rebuild())
            #expect(try await !follower.followOnce())
            #expect(try await database.read { try $0.documentsState().generation } == 1)
        }
    }

    /// On PostgreSQL transactions of other tests hold events back.
    @Test(arguments: [0, 3, 1000])
    func `one that is patient lets a rush of changes go by, but not for ever`(more: Int) async throws {
        try await withFollower(.sqlite) { database, catalogue, _, follower in
            try await follower.start()
            let products = (0..<IndexFollower.batch).map { catalogue.put("anvil \($0)") }
            try await record(products.dropLast(), database)
            try await follower.waitForCalm { Issue.record("what one batch holds is no rush") }
            try await record(products.suffix(1), database)
            var pauses = 0
            try await follower.waitForCalm {
                pauses += 1
                if pauses <= more { try await record([catalogue.put("bellows \(pauses)")], database) }
            }
            #expect(pauses == min(more + 1, IndexFollower.looks))
        }
    }

    /// By the clock alone it would look again after an hour. On PostgreSQL transactions of other tests hold events back,
    /// and only the clock ends that.
    @Test func `A change of this process is found without waiting for the next look at the feed`() async throws {
        try await withFollower(.sqlite, interval: .seconds(3600)) { database, catalogue, index, follower in
            try await follower.start()
            let running = Task { try await follower.run() }
            for number in 0..<20 {
                try await record([catalogue.put("anvil \(number)")], database)
                try await wait { index.productCount != number }
            }
            running.cancel()
            try await running.value
        }
    }
}
