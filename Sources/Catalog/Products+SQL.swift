import Kernel
import Persistence

/// A product as the row of its first variant has it; those of its other variants follow.
private struct ProductRow {
    let currency: Currency
    var variants: [Variant] = []
    private let make: ([Variant]) -> Product

    init(id: ID<Product>, row: inout Row) throws {
        let externalID = try row.decode("external_id", as: String?.self)
        let slug = try row.decode("slug", as: String.self)
        let name = try row.decode("name", as: String.self)
        let description = try row.decode("description", as: String.self)
        let brand = try row.decode("brand", as: String?.self)
        let tags = try row.decodeJSON("tags", \.strings)
        let attributes = try row.decodeJSON("attributes", \.attributes)
        let barcodes = try row.decodeJSON("barcodes", \.strings)
        let images = try row.decodeJSON("images", \.images)
        let currency = try row.decodeCurrency("currency")
        let compareAtPrice = try row.decode("compare_at_price", as: Int64?.self).map { Money(minorUnits: $0, currency) }
        let rating = try row.decode("rating", as: Double?.self)
        let reviewCount = try row.decode("review_count", as: Int.self)
        let released = try row.decode("released", as: String?.self)
        let status = try row.decode("status", as: ProductStatus.self)
        let version = try row.decode("version", as: Int.self)
        let vendorID = try row.decode("vendor_id", as: ID<Vendor>?.self)
        let createdAt = try row.decode("created_at", as: Timestamp.self)
        let updatedAt = try row.decode("updated_at", as: Timestamp.self)
        let category = try CategorySummary(joined: &row)
        self.currency = currency
        make = { variants in
            Product(
                id: id, externalID: externalID, slug: slug, name: name, description: description, brand: brand,
                category: category, tags: tags, attributes: attributes, barcodes: barcodes, images: images,
                currency: currency, compareAtPrice: compareAtPrice, rating: rating, reviewCount: reviewCount,
                released: released, status: status, variants: variants, version: version, vendorID: vendorID,
                createdAt: createdAt, updatedAt: updatedAt)
        }
    }

    var product: Product { make(variants) }
}

extension ProductStatus: SQLConvertible {}

extension Row {
    mutating func decodeCurrency(_ name: String) throws -> Currency {
        let code = try decode(name, as: String.self)
        guard let currency = Currency(code) else {
            throw DatabaseError.decoding(column: name, message: "\(code) is no currency")
        }
        return currency
    }
}

extension CategorySummary {
    /// The columns of a left join with `categories`; `nil` for a product without a category.
    init?(joined row: inout Row) throws {
        guard let id = try row.decode("category_id", as: ID<Category>?.self) else { return nil }
        self.init(
            id: id, name: try row.decode("category_name"), slug: try row.decode("category_slug"),
            path: try row.decodeJSON("category_path", \.strings))
    }
}

extension Variant {
    /// The columns of a left join with `variants`; `nil` for a product that has none.
    fileprivate init?(joined row: inout Row, _ currency: Currency) throws {
        guard let id = try row.decode("variant_id", as: ID<Variant>?.self) else { return nil }
        self.init(
            id: id, sku: try row.decode("sku"), options: try row.decodeJSON("options", \.options),
            price: Money(minorUnits: try row.decode("price"), currency), stock: try row.decode("stock"))
    }
}

/// Products in the making, from rows of their variants.
private struct JoinedProducts {
    private var rows: [ProductRow] = []
    private var places: [ID<Product>: Int] = [:]

    var all: [Product] { rows.map(\.product) }

    mutating func take(_ row: inout Row) throws {
        let id = try row.decode("id", as: ID<Product>.self)
        let place = try places[id] ?? add(id, ProductRow(id: id, row: &row))
        if let variant = try Variant(joined: &row, rows[place].currency) { rows[place].variants.append(variant) }
    }

    private mutating func add(_ id: ID<Product>, _ row: ProductRow) -> Int {
        places[id] = rows.count
        rows.append(row)
        return rows.count - 1
    }
}

extension [Product] {
    fileprivate func ordered(by ids: [ID<Product>]) -> [Product] {
        let products = Dictionary(map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return ids.compactMap { products[$0] }
    }
}

extension Transaction {
    /// A row for each variant, first ones first; only they carry what is long.
    private func productRows(_ condition: SQL, plus column: SQL = .empty) -> SQL {
        """
        SELECT p.id, p.external_id, p.slug, p.name,
               CASE WHEN v.position > 0 THEN NULL ELSE p.description END AS description, p.brand, p.tags,
               CASE WHEN v.position > 0 THEN NULL ELSE p.attributes END AS attributes, p.barcodes,
               CASE WHEN v.position > 0 THEN NULL ELSE p.images END AS images, p.currency, p.compare_at_price, p.rating,
               p.review_count, p.released, p.status, p.version, p.created_at, p.updated_at, p.vendor_id, c.id AS category_id,
               c.name AS category_name, c.slug AS category_slug, c.path AS category_path, v.id AS variant_id, v.sku,
               v.options, v.price, v.stock\(column)
        FROM products p LEFT JOIN categories c ON c.id = p.category_id LEFT JOIN variants v ON v.product_id = p.id
        WHERE \(condition) ORDER BY v.position
        """
    }

    /// The products that meet a condition, each with its variants, in no particular order: one statement, so that it can
    /// be a look-up.
    func products(where condition: SQL) throws -> [Product] {
        var products = JoinedProducts()
        try forEach(productRows(condition)) { row in try products.take(&row) }
        return products.all
    }

    /// The products with these ids that are there, in that order.
    func products(_ ids: [ID<Product>]) throws -> [Product] {
        guard !ids.isEmpty else { return [] }
        return try products(where: "p.id IN \(list: ids)").ordered(by: ids)
    }

    /// The products with these ids in that order, when no event was recorded since `mark`; else `nil`, as also for what
    /// cannot be told from one statement: no ids, and ids of which none is there.
    func products(_ ids: [ID<Product>], ifNoEventsSince mark: FeedMark) throws -> [Product]? {
        var products = JoinedProducts()
        var isOutdated: Bool?
        let changed: SQL = ", \(mark.hasLater(dialect)) AS is_outdated"
        try forEach(productRows("p.id IN \(list: ids)", plus: changed)) { row in
            try products.take(&row)
            if isOutdated == nil { isOutdated = try row.decode("is_outdated", as: Bool.self) }
        }
        return isOutdated == false ? products.all.ordered(by: ids) : nil
    }

    func product(at address: ProductAddress) throws -> Product? {
        switch address {
        case .id(let id): try products(where: "p.id = \(id)").first
        case .slug(let slug): try products(where: "p.slug = \(slug)").first
        }
    }

    /// Which of these slugs are in use.
    func takenSlugs(among slugs: [String]) throws -> Set<String> {
        Set(try values("SELECT slug FROM products WHERE slug IN \(list: slugs)", as: String.self))
    }

    func insert(_ products: [Product]) throws {
        try insert(
            """
            INSERT INTO products (id, external_id, slug, name, description, brand, category_id, tags, attributes,
                barcodes, images, currency, compare_at_price, rating, review_count, released, status, price, in_stock,
                version, vendor_id, created_at, updated_at)
            """,
            rows: products.map { product in
                """
                (\(product.id), \(product.externalID), \(product.slug), \(product.name), \(product.description),
                    \(product.brand), \(product.category?.id), \(JSONColumn.text(product.tags)),
                    \(JSONColumn.text(product.attributes)), \(JSONColumn.text(product.barcodes)),
                    \(JSONColumn.text(product.images)), \(product.currency.code), \(product.compareAtPrice?.minorUnits),
                    \(product.rating), \(product.reviewCount), \(product.released), \(product.status),
                    \(product.price.minorUnits), \(product.inStock), \(product.version), \(product.vendorID),
                    \(product.createdAt), \(product.updatedAt))
                """
            })
        try insertVariants(of: products)
    }

    /// Writes the new state of products over the old one, if they are still at the version before.
    /// - Returns: how many were.
    func update(_ products: [Product]) throws -> Int {
        let updated = try execute(
            batch: products.map { product in
                """
                UPDATE products SET external_id = \(product.externalID), slug = \(product.slug), name = \(product.name),
                    description = \(product.description), brand = \(product.brand),
                    category_id = \(product.category?.id), tags = \(JSONColumn.text(product.tags)),
                    attributes = \(JSONColumn.text(product.attributes)),
                    barcodes = \(JSONColumn.text(product.barcodes)), images = \(JSONColumn.text(product.images)),
                    currency = \(product.currency.code), compare_at_price = \(product.compareAtPrice?.minorUnits),
                    rating = \(product.rating), review_count = \(product.reviewCount), released = \(product.released),
                    status = \(product.status), price = \(product.price.minorUnits), in_stock = \(product.inStock),
                    version = \(product.version), updated_at = \(product.updatedAt)
                WHERE id = \(product.id) AND version = \(product.version - 1)
                """
            })
        try execute("DELETE FROM variants WHERE product_id IN \(list: products.map(\.id))")
        try insertVariants(of: products)
        return updated
    }

    private func insertVariants(of products: [Product]) throws {
        try insert(
            "INSERT INTO variants (id, product_id, position, sku, options, price, stock)",
            rows: products.flatMap { product in
                product.variants.enumerated().map { position, variant -> SQL in
                    """
                    (\(variant.id), \(product.id), \(position), \(variant.sku),
                        \(JSONColumn.text(variant.options)), \(variant.price.minorUnits), \(variant.stock))
                    """
                }
            })
    }

    func deleteProduct(_ id: ID<Product>, version: Int) throws -> Bool {
        try execute("DELETE FROM products WHERE id = \(id) AND version = \(version)") == 1
    }
}
