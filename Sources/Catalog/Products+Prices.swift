package import Kernel
import Persistence

extension Products {
    /// The middle price of the published products of each category, in minor units, where there are at least five in that
    /// currency: with fewer the middle says nothing.
    package func middlePrices(in currency: Currency) async throws -> [ID<Category>: Int64] {
        try await database.read { transaction in
            var prices: [ID<Category>: Int64] = [:]
            try transaction.forEach(
                """
                SELECT category_id, price FROM (
                    SELECT category_id, price, row_number() OVER (PARTITION BY category_id ORDER BY price, id) AS place,
                        count(*) OVER (PARTITION BY category_id) AS total
                    FROM products
                    WHERE status = 'published' AND category_id IS NOT NULL AND currency = \(currency.code) AND price > 0
                ) AS ranked WHERE place = (total + 1) / 2 AND total >= 5
                """
            ) { row in
                prices[try row.decode("category_id")] = try row.decode("price", as: Int64.self)
            }
            return prices
        }
    }
}
