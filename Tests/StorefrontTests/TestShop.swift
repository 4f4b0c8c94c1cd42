import Catalog
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Persistence
import Search
import Souk
import WebSupport

@testable import Storefront

/// A shop in a database of its own, with its pages.
struct TestShop {
    let products: Products
    let categories: Categories
    let router: Router<ShopContext>

    /// A shop with those products; their categories are made as they come.
    static func with(
        _ records: [ProductRecord], corrections: [String: String] = [:], publicURL: String? = nil,
        cdnURL: String? = nil
    ) async throws -> TestShop {
        let path = FileManager.default.temporaryDirectory.appending(path: "storefront-\(UUID().uuidString).db").path
        let database = try SQLiteDatabase(path: path)
        _ = try await Migrator(database, migrations: Shop.migrations).up()
        let (products, categories) = (Products(database), Categories(database))
        let defaults = ProductDraft.Defaults(status: .published, currency: .usd)
        var indexed: [IndexedProduct] = []
        for record in records {
            try await categories.make(record.category)
            let product = try await products.create(ProductDraft(record, defaults: defaults))
            if product.status == .published { indexed.append(IndexedProduct(product)) }
        }
        let source = ProductSource(
            find: { _ in [] }, page: { _ in ([], nil) },
            categoryPath: { try await categories.read(CategoryAddress($0)).path })
        let search = ProductSearch(index: FakeIndex(indexed, corrections: corrections), source: source)
        let shop = ShopProfile(name: "Souk", currency: .usd, publicURL: publicURL, cdnURL: cdnURL)
        let pages = ShopPages(search: search, products: products, categories: categories, shop: shop)
        let router = Router(context: ShopContext.self)
        let gateway = GatewaySettings()
        router.add(middleware: Gateway(gateway, pages: pages.errorPage))
        pages.mount(on: router)
        return TestShop(products: products, categories: categories, router: router)
    }

    /// What `GET` answers.
    func get(
        _ uri: String, accept: String? = "text/html", method: HTTPRequest.Method = .get
    ) async throws -> (status: Int, body: String, headers: HTTPFields) {
        let headers: HTTPFields = accept.map { [.accept: $0] } ?? [:]
        return try await Application(router: router).test(.router) { client in
            try await client.execute(uri: uri, method: method, headers: headers) { response in
                (Int(response.status.code), String(buffer: response.body), response.headers)
            }
        }
    }
}

extension Categories {
    /// Makes every category on the way to a path that is not there yet.
    func make(_ address: CategoryAddress?) async throws {
        guard case .path(let path) = address else { return }
        var parent: ID<Catalog.Category>?
        for depth in path.indices {
            let known = try await list().first { $0.path == Array(path.prefix(depth + 1)) }
            if let known {
                parent = known.id
            } else {
                parent = try await create(Draft(name: path[depth], parentID: parent)).id
            }
        }
    }
}

extension ProductRecord {
    /// A published kettle, unless told otherwise.
    static func fixture(
        name: String = "Copper Kettle", price: String = "49.95", brand: String? = "Halden",
        category: [String]? = ["Kitchen", "Kettles"], currency: String = "USD"
    ) -> ProductRecord {
        var record = ProductRecord()
        (record.name, record.price, record.brand, record.currency) = (name, price, brand, currency)
        record.category = category.map { .path($0) }
        return record
    }
}

extension IndexedProduct {
    init(_ product: Product) {
        let category = product.category.map {
            ProductCard.Category(id: $0.id.description, name: $0.name, slug: $0.slug, path: $0.path)
        }
        let card = ProductCard(
            id: product.id.description, slug: product.slug, name: product.name, description: product.description,
            price: product.price, category: category, brand: product.brand, rating: product.rating,
            reviewCount: product.reviewCount, inStock: product.inStock, tags: product.tags,
            image: product.images.first.map { ProductCard.Image(url: $0.url, alt: $0.alt) })
        self.init(
            card: card, description: product.description, codes: [], attributes: [:], createdAt: product.createdAt)
    }
}
