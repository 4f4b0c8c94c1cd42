package import Persistence

/// The tables of the catalogue.
package enum CatalogMigrations {
    /// Version 2: categories, products and variants.
    package static let all = [createCatalogue]
    /// Version 11: who owns a product.
    package static let vendors = [addVendors]

    /// No foreign key: accounts belong to another context.
    private static let addVendors = Migration(11, "say who owns a product") { type in
        [
            "ALTER TABLE products ADD COLUMN vendor_id \(type.uuid)",
            "CREATE INDEX products_vendor ON products (vendor_id, created_at, id)",
        ]
    } down: { _ in
        ["DROP INDEX products_vendor", "ALTER TABLE products DROP COLUMN vendor_id"]
    }

    private static let createCatalogue = Migration(2, "create categories, products and variants") { type in
        [
            """
            CREATE TABLE categories (
                id          \(type.uuid) PRIMARY KEY,
                parent_id   \(type.uuid) REFERENCES categories (id),
                name        \(type.text) NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
                slug        \(type.text) NOT NULL,
                path        \(type.json) NOT NULL,
                description \(type.text) NOT NULL,
                version     \(type.integer) NOT NULL,
                CONSTRAINT categories_slug_key UNIQUE (slug)
            )\(type.tableOptions)
            """,
            // A root has no parent, and NULL equals nothing: two roots of one name would slip through a plain key.
            """
            CREATE UNIQUE INDEX categories_sibling_key ON categories
            (COALESCE(parent_id, '00000000-0000-0000-0000-000000000000'), name)
            """,
            "CREATE INDEX categories_parent ON categories (parent_id)",
            """
            CREATE TABLE products (
                id               \(type.uuid) PRIMARY KEY,
                external_id      \(type.text),
                slug             \(type.text)\(type.byteOrder) NOT NULL,
                name             \(type.text) NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
                description      \(type.text) NOT NULL,
                brand            \(type.text),
                category_id      \(type.uuid) REFERENCES categories (id),
                tags             \(type.json) NOT NULL,
                attributes       \(type.json) NOT NULL,
                barcodes         \(type.json) NOT NULL,
                images           \(type.json) NOT NULL,
                currency         \(type.text) NOT NULL CHECK (length(currency) = 3),
                compare_at_price \(type.integer) CHECK (compare_at_price >= 0),
                rating           \(type.real) CHECK (rating BETWEEN 0 AND 5),
                review_count     \(type.integer) NOT NULL CHECK (review_count >= 0),
                released         \(type.text),
                status           \(type.text) NOT NULL CHECK (status IN ('draft', 'published', 'archived')),
                price            \(type.integer) NOT NULL CHECK (price >= 0),
                in_stock         \(type.bool) NOT NULL,
                version          \(type.integer) NOT NULL,
                created_at       \(type.timestamp) NOT NULL,
                updated_at       \(type.timestamp) NOT NULL,
                CONSTRAINT products_external_id_key UNIQUE (external_id),
                CONSTRAINT products_slug_key UNIQUE (slug)
            )\(type.tableOptions)
            """,
            "CREATE INDEX products_newest ON products (status, created_at, id)",
            // Counting and sorting by age by these never look at the products: 0.1 ms instead of 43 on SQLite.
            "CREATE INDEX products_category ON products (category_id, status, created_at, id)",
            "CREATE INDEX products_brand ON products (brand, status, created_at, id)",
            // With what a range of prices asks for. An index for the name would cost an import a tenth of its time.
            "CREATE INDEX products_price ON products (status, price, id, currency, created_at)",
            """
            CREATE TABLE variants (
                id         \(type.uuid) PRIMARY KEY,
                product_id \(type.uuid) NOT NULL REFERENCES products (id) ON DELETE CASCADE,
                position   \(type.integer) NOT NULL CHECK (position >= 0),
                sku        \(type.text),
                options    \(type.json) NOT NULL,
                price      \(type.integer) NOT NULL CHECK (price >= 0),
                stock      \(type.integer) CHECK (stock >= 0),
                CONSTRAINT variants_product_id_sku_key UNIQUE (product_id, sku)
            )\(type.tableOptions)
            """,
            "CREATE INDEX variants_sku ON variants (sku)",
        ]
    } down: { _ in
        ["DROP TABLE variants", "DROP TABLE products", "DROP TABLE categories"]
    }
}
