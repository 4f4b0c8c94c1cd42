import Foundation
import Kernel
import Logging
import Persistence
import Souk
import Synchronization
import TestSupport

@testable import Search

let fixedMoment = Timestamp(microseconds: 1_767_000_000_000_000)
let silentLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

extension IndexedProduct {
    /// A product with defaults; its id is made from its number.
    static func fixture(
        _ number: Int, _ name: String, description: String = "", price: Int64 = 1000, category: [String] = ["Office"],
        brand: String? = nil, rating: Double? = nil, reviews: Int = 0, inStock: Bool = true, tags: [String] = [],
        codes: [String] = [], attributes: [String: String] = [:]
    ) -> IndexedProduct {
        let place = category.last.map { name in
            ProductCard.Category(id: categoryID(category), name: name, slug: name.lowercased(), path: category)
        }
        let card = ProductCard(
            id: productID(number), slug: "product-\(number)", name: name, description: description,
            price: Money(minorUnits: price, .usd), category: place, brand: brand, rating: rating, reviewCount: reviews,
            inStock: inStock, tags: tags, image: nil)
        return IndexedProduct(
            card: card, description: description, codes: codes, attributes: attributes,
            createdAt: fixedMoment.advanced(by: .seconds(number)))
    }

    static func categoryID(_ path: [String]) -> String {
        ID<ProductCard.Category>(
            high: 0x0190_0A5D_AC96_7000, low: path.joined().utf8.reduce(0) { $0 &* 31 &+ UInt64($1) }
        )
        .description
    }
}

func productID(_ number: Int) -> String {
    ID<IndexedProduct>(high: 0x0190_0A5D_AC96_7000, low: 0x8000_0000_0000_0000 | UInt64(number)).description
}

/// What the catalogue would say.
final class FakeCatalogue: Sendable {
    private let products: Mutex<[String: IndexedProduct]>
    private let prices: Mutex<[String: Int64]> = Mutex([:])

    init(_ products: [IndexedProduct] = []) {
        self.products = Mutex(Dictionary(uniqueKeysWithValues: products.map { ($0.card.id, $0) }))
    }

    func put(_ product: IndexedProduct) {
        products.withLock { $0[product.card.id] = product }
    }

    func remove(_ number: Int) {
        products.withLock { $0[productID(number)] = nil }
    }

    func setMiddlePrices(_ prices: [String: Int64]) {
        self.prices.withLock { $0 = prices }
    }

    var source: ProductSource {
        ProductSource { ids in
            self.products.withLock { products in ids.compactMap { products[$0] } }
        } page: { _ in
            (self.products.withLock { $0.values.sorted { $0.card.id < $1.card.id } }, nil)
        } categoryPath: { address in
            address.split(separator: "/").map(String.init)
        } middlePrices: {
            self.prices.withLock { $0 }
        }
    }
}

/// A shop's search in a database of its own: a catalogue that is made up, an embedded index, and what follows it.
struct SearchFixture {
    let database: any Database
    let catalogue: FakeCatalogue
    let index: EmbeddedIndex
    let follower: IndexFollower
    let search: ProductSearch
    let log: SearchLog
    let merchandising: Merchandising

    static func with(
        _ kind: TestDatabase, _ products: [IndexedProduct] = [],
        _ body: @Sendable (SearchFixture) async throws -> Void
    ) async throws {
        try await kind.withPlace { folder, url in
            let database: any Database =
                if let url { try PostgresDatabase(url: url) } else {
                    try SQLiteDatabase(path: folder.appending(path: "test.db").path, synchronous: .normal)
                }
            do {
                _ = try await Migrator(database, migrations: Shop.migrations).up()
                let fixture = SearchFixture(database, FakeCatalogue(products), folder)
                try await fixture.follower.start()
                try await body(fixture)
                await database.close()
            } catch {
                await database.close()
                throw error
            }
        }
    }

    private init(_ database: any Database, _ catalogue: FakeCatalogue, _ folder: URL) {
        (self.database, self.catalogue) = (database, catalogue)
        let (clock, tuning) = (WallClock.fixed(fixedMoment), CurrentTuning())
        index = EmbeddedIndex(
            snapshot: folder.appending(path: "index"), shop: "shop", logger: silentLogger, clock: clock)
        log = SearchLog(database, clock: clock, logger: silentLogger)
        merchandising = Merchandising(database, clock: clock)
        follower = IndexFollower(
            database: database, index: index, source: catalogue.source, tuning: tuning, logger: silentLogger)
        search = ProductSearch(index: index, source: catalogue.source, tuning: tuning, log: log)
    }

    /// Follows until everything that was written is applied: PostgreSQL holds events back while older transactions of other
    /// tests run.
    func catchUp() async throws {
        let newest: SQL = "SELECT epoch, sequence FROM events ORDER BY epoch DESC, sequence DESC LIMIT 1"
        let last = try await database.read { try $0.first(newest, as: FeedPosition.self) } ?? .start
        repeat { try await follower.start() } while index.position ?? .start < last
    }

    /// The names of what a query finds.
    func names(_ text: String, _ change: (inout SearchRequest) -> Void = { _ in }) async throws -> [String] {
        var request = SearchRequest()
        request.text = text
        change(&request)
        return try await search.search(request).hits.items.map(\.card.name)
    }

    /// Records that products changed.
    func touch(_ numbers: [Int]) async throws {
        try await database.write { transaction in
            try transaction.record(numbers.map { ProductTouched(subject: productID($0)) }, at: fixedMoment)
        }
    }
}

struct ProductTouched: Event {
    static let name = "product.updated"
    let subject: String
}
