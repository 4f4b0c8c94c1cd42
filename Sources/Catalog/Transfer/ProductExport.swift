import Kernel
package import Persistence

/// Writes every product, of any status, so that an import makes the same shop again: `export | import` into an empty shop
/// and a second export gives the same bytes.
///
/// Products come in the order of their slugs, which are unique and travel with them; ids, versions and times do not.
/// Categories travel as the paths of products: one without products stays behind, and so do descriptions of categories.
/// Each page of 500 products is one read, so that nobody waits for an export; a product that is changed meanwhile comes
/// out as it was before or after.
package struct ProductExport: Sendable {
    private let database: any Database
    private static let pageSize = 500

    /// An export from that database.
    package init(_ database: any Database) {
        self.database = database
    }

    /// Hands the whole export to `sink`, some hundred kilobytes at a time.
    /// - Returns: how many products there were.
    /// - Throws: what `sink` throws, `DatabaseError`; `TransferError.changedDuringExport` for CSV.
    package func run(format: TransferFormat, to sink: @Sendable ([UInt8]) throws -> Void) async throws -> Int {
        switch format {
        case .jsonLines:
            try await eachPage { products in
                var lines = ProductLines(capacity: products.count * 2048)
                for product in products { lines.append(ProductRecord(product)) }
                try sink(lines.bytes)
            }
        case .csv: try await runCSV(to: sink)
        }
    }

    private func runCSV(to sink: @Sendable ([UInt8]) throws -> Void) async throws -> Int {
        let header = try await database.read { try $0.variableColumns() }
        var rows = ProductRows(header)
        rows.appendHeader()
        try sink(rows.bytes)
        return try await eachPage { products in
            var rows = ProductRows(header)
            for product in products { try rows.append(ProductRecord(product)) }
            try sink(rows.bytes)
        }
    }

    private func eachPage(_ body: @Sendable ([Product]) throws -> Void) async throws -> Int {
        var count = 0
        var last = ""
        while true {
            let place = last
            let page = try await database.read { try $0.products(after: place, limit: ProductExport.pageSize) }
            try body(page)
            count += page.count
            guard page.count == ProductExport.pageSize, let slug = page.last?.slug else { return count }
            last = slug
        }
    }
}

/// The columns of a CSV export that depend on the products.
struct VariableColumns: Sendable {
    /// Names of attributes, sorted.
    let attributes: [String]
    /// Names of variant options, sorted.
    let options: [String]
}

extension Transaction {
    /// Products in the order of their slugs, a column that is compared by its bytes on both databases.
    fileprivate func products(after slug: String, limit: Int) throws -> [Product] {
        try products(
            values("SELECT p.id FROM products p WHERE p.slug > \(slug) ORDER BY p.slug LIMIT \(limit)"))
    }

    fileprivate func variableColumns() throws -> VariableColumns {
        VariableColumns(
            attributes: try names(
                """
                SELECT DISTINCT \(sqlite: "key", postgres: "jsonb_object_keys(attributes)") AS name
                FROM products\(sqlite: ", json_each(attributes)", postgres: "")
                """),
            options: try names(
                """
                SELECT DISTINCT \(sqlite: "key", postgres: "jsonb_object_keys(options)") AS name
                FROM variants\(sqlite: ", json_each(options)", postgres: "")
                """))
    }

    private func names(_ sql: SQL) throws -> [String] {
        try values(sql, as: String.self).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
