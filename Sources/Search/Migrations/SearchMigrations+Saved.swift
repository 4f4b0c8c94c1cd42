import Persistence

extension SearchMigrations {
    /// Searches that people keep. `due_at` is null where no mail is wanted; `known` holds ids of products, sixteen bytes
    /// each.
    static let createSavedSearches = Migration(14, "create saved searches") { type in
        [
            """
            CREATE TABLE saved_searches (
                id         \(type.uuid) PRIMARY KEY,
                owner      \(type.uuid) NOT NULL,
                name       \(type.text) NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
                query      \(type.text)\(type.byteOrder) NOT NULL CHECK (length(query) <= 2000),
                due_at     \(type.timestamp),
                mailed_at  \(type.timestamp),
                known      \(type.bytes),
                is_whole   \(type.bool) NOT NULL,
                created_at \(type.timestamp) NOT NULL,
                CONSTRAINT saved_searches_query_key UNIQUE (owner, query)
            )\(type.tableOptions)
            """,
            "CREATE INDEX saved_searches_due ON saved_searches (due_at, id)",
        ]
    } down: { _ in
        ["DROP TABLE saved_searches"]
    }
}
