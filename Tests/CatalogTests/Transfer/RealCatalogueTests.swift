import Foundation
import Persistence
import TestSupport
import Testing

@testable import Catalog

/// The real catalogue, where this checkout stands beside it: 19,406 products with 17,585 distinct SKUs.
private enum RealCatalogue {
    static let path = URL(filePath: #filePath).appending(
        path: "../../../../../shared/data/search/icecat.products.jsonl.gz"
    )
    .standardizedFileURL.path
    static var isThere: Bool { FileManager.default.fileExists(atPath: path) }
}

@Suite(.enabled(if: RealCatalogue.isThere)) struct RealCatalogueTests {
    @Test func `the real catalogue goes in whole, a second time without a change, and out and in again`() async throws {
        let exported = try await TestDatabase.sqlite.withDatabase(migrations: TransferFixture.migrations) { database in
            let products = ProductImport(database)
            let first = try await products.run(from: .file(RealCatalogue.path))
            #expect(first.read == 19_406 && first.created == 19_406 && first.rejected == 0)
            let skus = try await database.read {
                try $0.value("SELECT count(DISTINCT sku) FROM variants", as: Int.self)
            }
            #expect(skus == 17_585)
            let second = try await products.run(from: .file(RealCatalogue.path))
            #expect(second.unchanged == 19_406)
            #expect(try await database.eventCount() == 19_406)
            return try await database.export()
        }
        try await TestDatabase.sqlite.withDatabase(migrations: TransferFixture.migrations) { database in
            _ = try await TestImport(exported, into: database)
            #expect(try await database.export() == exported)
        }
    }
}
