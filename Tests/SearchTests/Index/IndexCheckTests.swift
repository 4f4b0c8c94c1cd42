import Kernel
import Persistence
import TestSupport
import Testing

@testable import Search

/// Whatever went wrong in an index, a check finds and repairs it.
struct IndexCheckTests {
    private static let products = (1...7).map { IndexedProduct.fixture($0, "Lamp \($0)") }

    @Test(arguments: TestDatabase.all)
    func `a check repairs what is missing, different or gone, and finds nothing the second time`(
        _ kind: TestDatabase
    ) async throws {
        try await SearchFixture.with(kind, Self.products) { shop in
            let position = try #require(shop.index.position)
            try await shop.index.apply(
                puts: [.fixture(2, "Stool"), .fixture(9, "Ghost")], deletes: [productID(4), productID(5)],
                position: position)
            let first = try await shop.follower.check()
            #expect(first.products == 7)
            #expect(first.missing == 2)
            #expect(first.different == 1)
            #expect(first.gone == 1)
            #expect(try await Set(shop.index.ids()) == Set((1...7).map(productID)))
            #expect(try await shop.names("lamp").count == 7)
            #expect(try await shop.follower.check().repaired == 0)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the daily event makes every follower check its own index`(_ kind: TestDatabase) async throws {
        try await SearchFixture.with(kind, Self.products) { shop in
            let position = try #require(shop.index.position)
            try await shop.index.apply(puts: [], deletes: [productID(1)], position: position)
            try await shop.database.write { try $0.record([CheckRequested()], at: fixedMoment) }
            while shop.index.productCount < 7 { _ = try await shop.follower.followOnce() }
        }
    }

    /// It takes as long as reading the whole catalogue, and the port opens behind it.
    @Test(arguments: TestDatabase.all)
    func `a check that was wanted before the start is not made up for`(_ kind: TestDatabase) async throws {
        try await SearchFixture.with(kind, Self.products) { shop in
            let position = try #require(shop.index.position)
            try await shop.index.apply(puts: [], deletes: [productID(1)], position: position)
            try await shop.database.write { try $0.record([CheckRequested()], at: fixedMoment) }
            try await shop.catchUp()
            #expect(shop.index.productCount == 6)
        }
    }

    /// As `souk reindex` does, which has heard of nothing yet.
    @Test(arguments: TestDatabase.all)
    func `an index is built with what is decided and known by then`(_ kind: TestDatabase) async throws {
        try await SearchFixture.with(kind, Self.products) { shop async throws in
            shop.catalogue.setMiddlePrices([IndexedProduct.categoryID(["Office"]): 2000])
            #expect(try await FactorUpdates(shop.database, source: shop.catalogue.source).refreshPriceLevels())
            let fresh = IndexFollower(
                database: shop.database, index: shop.index, source: shop.catalogue.source, logger: silentLogger)
            #expect(try await fresh.rebuild())
            #expect(try await fresh.check().repaired == 0)
        }
    }

    @Test func `a product that came or went during a check is neither lost nor kept`() async throws {
        try await SearchFixture.with(.sqlite, Self.products) { shop in
            var check = IndexCheck(shop.index, shop.catalogue.source)
            #expect(try await check.step())
            shop.catalogue.put(.fixture(8, "Lamp 8"))
            shop.catalogue.remove(3)
            try await shop.touch([8, 3])
            try await shop.catchUp()
            while try await check.step() {}
            #expect(try await Set(shop.index.ids()) == Set([1, 2, 4, 5, 6, 7, 8].map(productID)))
            #expect(check.report.gone == 0)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `new middle prices reach products with the next check`(_ kind: TestDatabase) async throws {
        try await SearchFixture.with(kind, Self.products) { shop in
            let updates = FactorUpdates(shop.database, source: shop.catalogue.source)
            #expect(try await !updates.refreshPriceLevels())
            shop.catalogue.setMiddlePrices([IndexedProduct.categoryID(["Office"]): 2000])
            #expect(try await updates.refreshPriceLevels())
            #expect(try await !updates.refreshPriceLevels())
            try await shop.catchUp()
            #expect(try await shop.follower.check().different == 7)
            #expect(try await shop.follower.check().repaired == 0)
        }
    }
}
