import Persistence

extension SearchMigrations {
    /// What the database finds products by when the index cannot: a row for each, and the database's own full text.
    static let createFullText = Migration(13, "create full-text search") { type in
        [
            """
            CREATE TABLE search_documents (
                id           \(type.identity),
                product_id   \(type.uuid) NOT NULL,
                generation   \(type.integer) NOT NULL,
                name         \(type.text) NOT NULL,
                brand        \(type.text),
                brand_folded \(type.text),
                category     \(type.json) NOT NULL,
                category_key \(type.text) NOT NULL,
                price        \(type.integer) NOT NULL,
                rating       \(type.integer) NOT NULL,
                popularity   \(type.integer) NOT NULL,
                in_stock     \(type.bool) NOT NULL,
                created_at   \(type.timestamp) NOT NULL,
                tags         \(type.json) NOT NULL,
                attributes   \(type.json) NOT NULL,
                card         \(type.bytes) NOT NULL,
                fingerprint  \(type.integer) NOT NULL,
                \(type.dialect == .postgres ? "full_text tsvector NOT NULL," : "")
                CONSTRAINT search_documents_product_id_key UNIQUE (product_id)
            )\(type.tableOptions)
            """,
            "CREATE INDEX search_documents_popularity ON search_documents (popularity)",
            """
            CREATE TABLE search_documents_state (
                one             \(type.integer) PRIMARY KEY CHECK (one = 1),
                epoch           \(type.integer) NOT NULL,
                sequence        \(type.integer) NOT NULL,
                generation      \(type.integer) NOT NULL,
                is_built        \(type.bool) NOT NULL,
                builder_seen_at \(type.timestamp)
            )\(type.tableOptions)
            """,
            """
            INSERT INTO search_documents_state (one, epoch, sequence, generation, is_built)
            VALUES (1, 0, 0, 0, \(type.dialect == .postgres ? "FALSE" : "0"))
            """,
            type.dialect == .postgres
                ? "CREATE INDEX search_documents_full_text ON search_documents USING gin (full_text)"
                : """
                CREATE VIRTUAL TABLE search_full_text USING fts5
                (name, category, brand, codes, rest, tokenize = 'porter unicode61', prefix = '2 3')
                """,
        ]
    } down: { type in
        (type.dialect == .sqlite ? ["DROP TABLE search_full_text"] : [])
            + ["DROP TABLE search_documents_state", "DROP TABLE search_documents"]
    }
}
