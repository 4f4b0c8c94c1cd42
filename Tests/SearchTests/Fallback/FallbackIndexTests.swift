import Foundation
import Kernel
import Persistence
import Souk
import TestSupport
import Testing

@testable import Search

/// When the index cannot answer, the database does, and says so.
struct FallbackIndexTests {
    private struct Broken: Error {}

    /// An index that is built, and fails at everything else.
    private struct BrokenIndex: ProductIndex {
        let error: any Error
        var productCount: Int { get async throws { throw error } }
        var position: FeedPosition? { .start }
        func search(_ request: SearchRequest, categoryPath: [String]?) async throws -> SearchResults { throw error }
        func suggest(_ beginning: String, limit: Int) async throws -> [Suggestion] { throw error }
        func apply(puts: [IndexedProduct], deletes: [String], position: FeedPosition) async throws { throw error }
        func rebuild(from pages: ProductSource, position: FeedPosition) async throws -> Bool { throw error }
        func tune(_ tuning: SearchTuning) async throws { throw error }
        func fingerprints(of ids: [String]) async throws -> [String: UInt64] { throw error }
        func ids() async throws -> [String] { throw error }
        func persist() async throws { throw error }
    }

    private let source = FakeCatalogue([.fixture(1, "Red toner")]).source

    private var request: SearchRequest {
        var request = SearchRequest()
        request.text = "toner"
        return request
    }

    private func withIndexes(
        _ kind: TestDatabase, _ body: (EmbeddedIndex, DatabaseIndex) async throws -> Void
    ) async throws {
        try await kind.withDatabase(migrations: Shop.migrations) { database in
            let folder = FileManager.default.temporaryDirectory.appending(path: "souk-\(UUID().uuidString)")
            let embedded = EmbeddedIndex(snapshot: folder, shop: "shop", logger: silentLogger)
            try await body(embedded, DatabaseIndex(database))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the database answers until the index is built, and not after that`(_ kind: TestDatabase) async throws {
        try await withIndexes(kind) { embedded, stored in
            let index = FallbackIndex(embedded, behind: stored, logger: silentLogger)
            #expect(await !index.hasFallback)
            #expect(try await !index.search(request, categoryPath: nil).isDegraded)

            try await stored.rebuild(from: source, position: .start)
            #expect(await index.hasFallback)
            let early = try await index.search(request, categoryPath: nil)
            #expect(early.isDegraded)
            #expect(early.hits.items.map(\.card.name) == ["Red toner"])
            #expect(try await index.productCount == 1)
            #expect(try await index.position == nil)

            try await index.rebuild(from: source, position: .start)
            let late = try await index.search(request, categoryPath: nil)
            #expect(!late.isDegraded)
            #expect(late.hits.total == 1)
            #expect(index.degradedAnswers == 2)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the database answers when the index fails, but not what the caller did wrong`(
        _ kind: TestDatabase
    ) async throws {
        try await withIndexes(kind) { _, stored in
            try await stored.rebuild(from: source, position: .start)
            let failing = FallbackIndex(BrokenIndex(error: Broken()), behind: stored, logger: silentLogger)
            #expect(try await failing.search(request, categoryPath: nil).isDegraded)
            #expect(try await failing.suggest("ton", limit: 5).isEmpty == false)
            let refusing = FallbackIndex(
                BrokenIndex(error: SearchError.priceRangeEmpty), behind: stored, logger: silentLogger)
            await #expect(throws: SearchError.priceRangeEmpty) {
                try await refusing.search(request, categoryPath: nil)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `of several nodes that follow, the one behind undoes nothing`(_ kind: TestDatabase) async throws {
        try await withIndexes(kind) { _, stored in
            try await stored.rebuild(from: source, position: .start)
            let (early, late) = (FeedPosition(epoch: 0, sequence: 3), FeedPosition(epoch: 0, sequence: 8))
            try await stored.apply(puts: [.fixture(1, "Blue toner")], deletes: [], position: late)
            try await stored.apply(puts: [.fixture(1, "Old toner")], deletes: [productID(1)], position: early)
            let found = try await stored.search(request, categoryPath: nil)
            #expect(found.hits.items.map(\.card.name) == ["Blue toner"])
            #expect(try await stored.position == late)
        }
    }

    /// A catalogue of one product that does something as soon as it is read.
    private func source(_ name: String, _ whenRead: @escaping @Sendable () async throws -> Void) -> ProductSource {
        ProductSource { _ in
            []
        } page: { _ in
            try await whenRead()
            return ([.fixture(1, name)], nil)
        } categoryPath: { _ in
            nil
        }
    }

    @Test(arguments: TestDatabase.all)
    func `while one node builds, others wait for it`(_ kind: TestDatabase) async throws {
        try await withIndexes(kind) { _, stored in
            let built = try await stored.rebuild(
                from: source("Red toner") {
                    let other = try await stored.rebuild(from: source("Green toner") {}, position: .start)
                    let position = try await stored.position
                    #expect(!other && position == nil)
                }, position: .start)
            #expect(built)
            #expect(try await stored.search(request, categoryPath: nil).hits.items.map(\.card.name) == ["Red toner"])
            #expect(try await stored.rebuild(from: source("Blue toner") {}, position: .start))
            #expect(try await stored.search(request, categoryPath: nil).hits.items.map(\.card.name) == ["Blue toner"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `what a dead node began to build, another one builds, and the dead one leaves it alone`(
        _ kind: TestDatabase
    ) async throws {
        try await kind.withDatabase(migrations: Shop.migrations) { database in
            let early = DatabaseIndex(database, clock: .fixed(fixedMoment))
            let late = DatabaseIndex(
                database, clock: .fixed(fixedMoment.advanced(by: DatabaseIndex.patience + .seconds(1))))
            let built = try await early.rebuild(
                from: source("Old toner") {
                    let other = try await late.rebuild(from: source("New toner") {}, position: .start)
                    #expect(other)
                }, position: .start)
            #expect(!built)
            #expect(try await late.search(request, categoryPath: nil).hits.items.map(\.card.name) == ["New toner"])
        }
    }
}
