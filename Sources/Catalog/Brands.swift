import Kernel
package import Persistence

/// A maker, and how much of it the shop shows.
package struct Brand: Hashable, Sendable {
    /// Its name, as products carry it.
    package let name: String
    /// Its published products.
    package let productCount: Int

    /// A brand of that name.
    package init(name: String, productCount: Int) {
        (self.name, self.productCount) = (name, productCount)
    }
}

/// The makers of the shop's products. A brand is what products say it is: there is no table to keep in step.
package struct Brands: Sendable {
    private let database: any Database

    /// The brands in that database.
    package init(_ database: any Database) {
        self.database = database
    }

    /// The brands of published products by name, at most `limit` of them, behind the name `after`.
    package func list(after name: String?, limit: Int) async throws -> [Brand] {
        try await database.read { transaction in
            try transaction.all(
                """
                SELECT brand, count(*) AS products FROM products
                WHERE status = 'published' AND brand IS NOT NULL AND brand\(SQL.byteOrder) > \(name ?? "")
                GROUP BY brand ORDER BY brand\(SQL.byteOrder) LIMIT \(limit)
                """)
        }
    }
}

extension Brand: RowDecodable {
    /// Reads the columns `brand` and `products`.
    package init(row: inout Row) throws {
        name = try row.decode("brand")
        productCount = try row.decode("products")
    }
}
