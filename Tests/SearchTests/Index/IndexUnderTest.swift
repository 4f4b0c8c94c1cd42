import Foundation
import Kernel
import Persistence
import Souk
import TestSupport

@testable import Search

/// Every implementation of the port. A new one is added here, and has to pass all of `IndexConformanceTests`.
enum IndexUnderTest: Sendable, CustomStringConvertible {
    case embedded
    case database(TestDatabase)

    static let all: [IndexUnderTest] = [.embedded] + TestDatabase.all.map { .database($0) }

    var description: String {
        switch self {
        case .embedded: "embedded"
        case .database(let kind): "database on \(kind)"
        }
    }

    /// Runs `body` with an index that was built of those products.
    func with(
        _ products: [IndexedProduct], priceBucket: Money = SearchFacets.usualPriceBucket,
        _ body: (any ProductIndex) async throws -> Void
    ) async throws {
        switch self {
        case .embedded:
            try await TestDatabase.sqlite.withPlace { folder, _ in
                let index = EmbeddedIndex(
                    snapshot: folder.appending(path: "index"), shop: "shop", logger: silentLogger,
                    clock: .fixed(fixedMoment), priceBucket: priceBucket)
                try await index.rebuild(from: FakeCatalogue(products).source, position: .start)
                try await body(index)
            }
        case .database(let kind):
            try await kind.withDatabase(migrations: Shop.migrations) { database in
                let index = DatabaseIndex(database, priceBucket: priceBucket)
                try await index.rebuild(from: FakeCatalogue(products).source, position: .start)
                try await body(index)
            }
        }
    }
}
