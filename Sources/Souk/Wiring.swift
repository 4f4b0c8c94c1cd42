import Catalog
import Kernel
import Persistence
import RESTAPI
import Search
import WebSupport

/// Search reads the catalogue through these calls and nothing else.
extension ProductSource {
    init(_ products: Products, _ categories: Categories) {
        self.init { ids in
            let found = try await products.find(ids.compactMap { ID<Product>($0) })
            return found.filter { $0.status == .published }.map(IndexedProduct.init)
        } page: { cursor in
            let (items, next) = try await products.feed(before: cursor, status: .published, limit: 1000)
            return (items.map(IndexedProduct.init), next)
        } categoryPath: { address in
            try await categories.path(of: CategoryAddress(address))
        } middlePrices: {
            let prices = try await products.middlePrices(in: .usd)
            return Dictionary(uniqueKeysWithValues: prices.map { ($0.key.description, $0.value) })
        }
    }
}

extension SearchDoors {
    init(_ shop: Shop) {
        self.init(
            search: shop.search, merchandising: shop.merchandising,
            preview: SearchPreview(shop.search, shop.merchandising), testSets: shop.testSets,
            analytics: shop.analytics, log: shop.searchLog,
            saved: shop.savedSearches)
    }
}

extension IndexedProduct {
    init(_ product: Product) {
        self.init(
            card: ProductCard(product), description: product.description,
            codes: product.variants.compactMap(\.sku) + (product.externalID.map { [$0] } ?? []) + product.barcodes,
            attributes: product.attributes.mapValues(\.text), createdAt: product.createdAt)
    }
}

extension ProductCard {
    init(_ product: Product) {
        self.init(
            id: product.id.description, slug: product.slug, name: product.name, description: product.description,
            price: product.price,
            category: product.category.map {
                Category(id: $0.id.description, name: $0.name, slug: $0.slug, path: $0.path)
            },
            brand: product.brand, rating: product.rating, reviewCount: product.reviewCount, inStock: product.inStock,
            tags: product.tags, image: product.images.first.map { Image(url: $0.url, alt: $0.alt) })
    }
}

/// The web layer keeps answers under idempotency keys through these calls.
extension IdempotencyStore {
    init(_ keys: IdempotencyKeys) {
        self.init { scope, key, fingerprint in
            try await keys.claim(scope: scope, key: key, fingerprint: fingerprint)
        } keep: { answer, claim in
            try await keys.keep(answer, for: claim)
        } release: { claim in
            try await keys.release(claim)
        }
    }
}

extension LimitRules {
    init(_ settings: LimitSettings) {
        self.init([:])
        self[.address] = settings.address
        self[.user] = settings.user
        self[.login] = settings.login
        self[.registration] = settings.registration
        self[.search] = settings.search
        self[.pages] = settings.pages
    }
}

extension ConnectionLimits {
    init(_ settings: ServerSettings) {
        self.init()
        (idle, head, body) = (settings.timeouts.idle, settings.timeouts.header, settings.timeouts.body)
        connections = settings.maximumConnections
    }
}
