import Kernel
import Persistence
import TestSupport

@testable import Catalog

extension ProductRecord {
    /// A kettle for 19.99, published, with one variant nobody counts.
    static func fixture(
        name: String? = "Kettle", slug: String? = nil, externalID: String? = nil, brand: String? = nil,
        category: CategoryAddress? = nil, price: String? = "19.99", sku: String? = nil, stock: Int? = nil,
        tags: [String] = [], attributes: [String: AttributeValue] = [:], variants: [VariantRecord]? = nil,
        rating: Double? = nil, reviewCount: Int? = nil, status: String? = "published"
    ) -> ProductRecord {
        var record = ProductRecord()
        (record.name, record.slug, record.externalID, record.brand) = (name, slug, externalID, brand)
        (record.category, record.price, record.sku, record.stock) = (category, price, sku, stock)
        (record.tags, record.attributes, record.variants) = (tags, attributes, variants)
        (record.rating, record.reviewCount, record.status) = (rating, reviewCount, status)
        return record
    }

    /// A record with every part filled in.
    static func full(category: CategoryAddress? = nil) -> ProductRecord {
        var record = ProductRecord.fixture(
            name: "Kettle \"Ångström\"", slug: "kettle-1", externalID: "ext-1", brand: "Halden", category: category,
            tags: ["steel", "kitchen"],
            attributes: ["colour": .text("Black"), "watts": .number(2200), "cordless": .flag(true)],
            variants: [
                .fixture(sku: "K-1", options: ["size": "1 l"], price: "19.99", stock: 3),
                .fixture(sku: "K-2", options: ["size": "2 l"], price: "29.99"),
            ], rating: 4.5, reviewCount: 12)
        record.description = "Boils water.\nQuickly: \\ % _ ' \" 😀"
        record.barcodes = ["4006381333931"]
        record.images = [
            ProductImage(url: "https://example.com/a.jpg", alt: "Front"), ProductImage(url: "/images/b.svg", alt: ""),
        ]
        record.compareAtPrice = "39.99"
        record.released = "2009-12-10"
        return record
    }
}

extension VariantRecord {
    static func fixture(
        sku: String? = nil, options: [String: String] = [:], price: String? = "19.99", stock: Int? = nil
    ) -> VariantRecord {
        var record = VariantRecord()
        (record.sku, record.options, record.price, record.stock) = (sku, options, price, stock)
        return record
    }
}

extension ProductDraft {
    static func fixture(_ record: ProductRecord = .fixture()) throws -> ProductDraft {
        try ProductDraft(record, defaults: Defaults(status: .draft, currency: .usd))
    }
}

/// The catalogue on an empty database.
struct TestCatalog {
    static let moment = Timestamp(microseconds: 1_767_000_000_000_000)

    let database: any Database
    let products: Products
    let categories: Categories
    let brands: Brands

    static func with(_ kind: TestDatabase, _ body: (TestCatalog) async throws -> Void) async throws {
        try await kind.withDatabase(
            migrations: OutboxMigrations.all + CatalogMigrations.all + CatalogMigrations.vendors
        ) { database in
            try await body(TestCatalog(database))
        }
    }

    private init(_ database: any Database) {
        self.database = database
        products = Products(database, clock: .fixed(TestCatalog.moment))
        categories = Categories(database, clock: .fixed(TestCatalog.moment))
        brands = Brands(database)
    }

    /// The same catalogue `seconds` later.
    func products(after seconds: Int) -> Products {
        Products(database, clock: .fixed(TestCatalog.moment.advanced(by: .seconds(seconds))))
    }

    @discardableResult
    func add(_ record: ProductRecord, after seconds: Int = 0) async throws -> Product {
        try await products(after: seconds).create(.fixture(record))
    }

    @discardableResult
    func addCategory(_ name: String, under parent: Catalog.Category? = nil) async throws -> Catalog.Category {
        try await categories.create(Categories.Draft(name: name, parentID: parent?.id))
    }

    /// What was recorded, in the order of recording, as `product.created ID`.
    func events() async throws -> [String] {
        try await database.read { transaction in
            var events: [String] = []
            try transaction.forEach("SELECT name, subject FROM events ORDER BY sequence") { row in
                events.append(
                    "\(try row.decode("name", as: String.self)) \(try row.decode("subject", as: String.self))")
            }
            return events
        }
    }

    /// The names on one page of a list, in order.
    func names(_ filter: ProductFilter, sort: ProductSort = .name, descending: Bool = false) async throws -> [String] {
        try await products.list(filter, sort: sort, descending: descending, page: PageRequest(size: 100)).items.map(
            \.name)
    }
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
