import Foundation
import Kernel
import Persistence

/// What makes a product better or worse whatever was asked, as far as the catalogue does not know it.
struct ProductFactors: Hashable, Sendable {
    /// What shoppers did with it lately: a click counts 1, a cart 3, a purchase 10.
    var actions: Int64 = 0
    /// The middle price of its category, in minor units; `nil` where it has too few products to say.
    var middlePrice: Int64?
}

extension IndexedProduct {
    /// Reviews and what shoppers did lately.
    var popularity: Int64 { Int64(card.reviewCount) + factors.actions }

    /// The mean rating in thousandths of a star, drawn to 3.5 as if ten people more had given that (a Bayesian mean): one
    /// enthusiast does not beat a hundred satisfied ones, and who is not rated yet is not punished for it.
    var believedRating: Int64 {
        let ratings = card.rating == nil ? 0 : Double(min(max(card.reviewCount, 1), 1_000_000))
        let sum = IndexedProduct.priorRating * IndexedProduct.priorCount + (card.rating ?? 0) * ratings
        return Int64((1000 * sum / (IndexedProduct.priorCount + ratings)).rounded())
    }

    private static let priorRating = 3.5
    private static let priorCount = 10.0

    /// How its price compares with the middle of its category, in thousandths: 500 in the middle or where there is none,
    /// 1000 at half of it or less, 0 at twice as much or more.
    var competitiveness: Int64 {
        guard let middle = factors.middlePrice, middle > 0, card.price.minorUnits > 0 else { return 500 }
        let ratio = log2(Double(middle) / Double(card.price.minorUnits))
        return Int64((500 + 500 * min(max(ratio, -1), 1)).rounded())
    }
}

extension ProductSource {
    /// The same products with what search itself knows about them.
    func withFactors(_ database: any Database, _ tuning: CurrentTuning) -> ProductSource {
        @Sendable func fill(_ products: [IndexedProduct]) async throws -> [IndexedProduct] {
            guard !products.isEmpty else { return [] }
            let ids = products.compactMap { ID<IndexedProduct>($0.card.id) }
            let actions = try await database.read { try $0.actions(on: ids) }
            let levels = tuning.value.priceLevels
            return products.map { product in
                var product = product
                product.factors.actions = actions[product.card.id] ?? 0
                product.factors.middlePrice = product.card.category.flatMap { levels[$0.id] }
                return product
            }
        }
        let (find, page) = (find, page)
        return ProductSource {
            try await fill(try await find($0))
        } page: { cursor in
            let (products, next) = try await page(cursor)
            return (try await fill(products), next)
        } categoryPath: { [categoryPath] in
            try await categoryPath($0)
        } middlePrices: { [middlePrices] in
            try await middlePrices()
        }
    }
}

extension Transaction {
    /// What shoppers did lately, by the id of the product.
    func actions(on ids: [ID<IndexedProduct>]) throws -> [String: Int64] {
        var actions: [String: Int64] = [:]
        try forEach("SELECT product_id, score FROM search_popularity WHERE product_id IN \(list: ids)") { row in
            let id = try row.decode("product_id", as: ID<IndexedProduct>.self)
            actions[id.description] = try row.decode("score", as: Int64.self)
        }
        return actions
    }

    /// The middle price of each category, by its id.
    func priceLevels() throws -> [String: Int64] {
        var levels: [String: Int64] = [:]
        try forEach("SELECT category_id, price FROM search_price_levels") { row in
            let id = try row.decode("category_id", as: ID<ProductCard.Category>.self)
            levels[id.description] = try row.decode("price", as: Int64.self)
        }
        return levels
    }

    /// Puts all middle prices in place of those that there are.
    func replacePriceLevels(_ levels: [String: Int64]) throws {
        try execute("DELETE FROM search_price_levels")
        let rows = levels.compactMap { id, price in
            ID<ProductCard.Category>(id).flatMap { price > 0 ? ($0, price) : nil }
        }
        try execute(
            batch: rows.map { id, price in
                "INSERT INTO search_price_levels (category_id, price) VALUES (\(id), \(price))"
            })
    }
}
