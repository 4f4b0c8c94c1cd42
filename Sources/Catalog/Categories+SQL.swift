import Kernel
import Persistence

/// A row of `categories`.
struct CategoryRow: RowDecodable {
    let id: ID<Category>
    let parentID: ID<Category>?
    let name: String
    let slug: String
    let path: [String]
    let description: String
    let version: Int

    init(row: inout Row) throws {
        id = try row.decode("id")
        parentID = try row.decode("parent_id")
        name = try row.decode("name")
        slug = try row.decode("slug")
        path = try row.decodeJSON("path", \.strings)
        description = try row.decode("description")
        version = try row.decode("version")
    }

    init(id: ID<Category>, parentID: ID<Category>?, name: String, slug: String, path: [String], description: String) {
        (self.id, self.parentID, self.name, self.slug) = (id, parentID, name, slug)
        (self.path, self.description, version) = (path, description, 1)
    }

    var summary: CategorySummary { CategorySummary(id: id, name: name, slug: slug, path: path) }
}

extension Transaction {
    func categories(_ rest: SQL = .empty) throws -> [CategoryRow] {
        try all("SELECT id, parent_id, name, slug, path, description, version FROM categories" + rest)
    }

    func category(at address: CategoryAddress) throws -> CategoryRow? {
        switch address {
        case .id(let id): try categories(" WHERE id = \(id)").first
        case .slug(let slug):
            // The path of a root is its name alone, and looks like a slug.
            try categories(
                """
                 WHERE slug = \(slug) OR path = \(JSONColumn.text([slug]))\(sqlite: "", postgres: "::jsonb")
                ORDER BY CASE WHEN slug = \(slug) THEN 0 ELSE 1 END LIMIT 1
                """
            ).first
        case .path(let path):
            try categories(
                " WHERE path = \(JSONColumn.text(path))\(sqlite: "", postgres: "::jsonb")"
            ).first
        }
    }

    /// The category that a product is to stand in.
    /// - Throws: `ValidationError` when it is not there.
    func summary(of address: CategoryAddress?) throws -> CategorySummary? {
        guard let address else { return nil }
        guard let row = try category(at: address) else {
            throw ValidationError(
                "category", code: "unknown_category", message: "there is no category \"\(address.text)\"")
        }
        return row.summary
    }

    /// The ids of a category and of everything below it.
    /// - Throws: `ValidationError` when it is not there.
    func subtree(of address: CategoryAddress) throws -> [ID<Category>] {
        guard let root = try summary(of: address) else { return [] }
        return try values(
            """
            WITH RECURSIVE subtree (id) AS (
                SELECT id FROM categories WHERE id = \(root.id)
                UNION ALL
                SELECT c.id FROM categories c JOIN subtree s ON c.parent_id = s.id
            )
            SELECT id FROM subtree
            """, as: ID<Category>.self)
    }

    /// How many published products stand directly in each category.
    func productCounts() throws -> [ID<Category>: Int] {
        var counts: [ID<Category>: Int] = [:]
        try forEach(
            """
            SELECT category_id, count(*) AS products FROM products
            WHERE status = 'published' AND category_id IS NOT NULL GROUP BY category_id
            """
        ) { row in
            counts[try row.decode("category_id")] = try row.decode("products", as: Int.self)
        }
        return counts
    }

    func takenCategorySlugs(among slugs: [String]) throws -> Set<String> {
        Set(try values("SELECT slug FROM categories WHERE slug IN \(list: slugs)", as: String.self))
    }

    /// Until the transaction ends, nobody else changes the tree: a path is made from rows that another change could be
    /// moving. Readers and products go on. SQLite has one writer anyway.
    func lockCategories() throws {
        guard dialect == .postgres else { return }
        try execute("LOCK TABLE categories IN SHARE ROW EXCLUSIVE MODE")
    }

    func insert(_ category: CategoryRow) throws {
        try execute(
            """
            INSERT INTO categories (id, parent_id, name, slug, path, description, version)
            VALUES (\(category.id), \(category.parentID), \(category.name), \(category.slug),
                \(JSONColumn.text(category.path)), \(category.description), \(category.version))
            """)
    }

    func update(_ category: CategoryRow, version: Int) throws -> Bool {
        try execute(
            """
            UPDATE categories SET parent_id = \(category.parentID), name = \(category.name), slug = \(category.slug),
                path = \(JSONColumn.text(category.path)), description = \(category.description), version = version + 1
            WHERE id = \(category.id) AND version = \(version)
            """) == 1
    }

    func setPath(_ path: [String], of id: ID<Category>) throws {
        try execute("UPDATE categories SET path = \(JSONColumn.text(path)) WHERE id = \(id)")
    }

    func deleteCategory(_ id: ID<Category>, version: Int) throws -> Bool {
        try execute("DELETE FROM categories WHERE id = \(id) AND version = \(version)") == 1
    }

    /// Names of what stands in a category, products and subcategories, and how many there are in all.
    func occupants(of id: ID<Category>, limit: Int) throws -> (names: [String], total: Int) {
        let all: SQL = """
            SELECT name FROM categories WHERE parent_id = \(id) UNION ALL SELECT name FROM products WHERE category_id = \(id)
            """
        let names = try values("SELECT name FROM (\(all)) AS occupant ORDER BY name LIMIT \(limit)", as: String.self)
        return (names, try value("SELECT count(*) FROM (\(all)) AS occupant", as: Int.self) ?? 0)
    }

    /// The products in a category and below it, whose category path is about to change.
    func productIDs(in categories: [ID<Category>]) throws -> [ID<Product>] {
        try values("SELECT id FROM products WHERE category_id IN \(list: categories)", as: ID<Product>.self)
    }
}
