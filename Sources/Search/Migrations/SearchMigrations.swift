package import Persistence

/// The tables of search.
package enum SearchMigrations {
    /// Version 12: what merchants decide, what shoppers did; version 13: the database's own full-text search; version 14:
    /// searches that people keep.
    package static let all = [createTuning, createFullText, createSavedSearches]

    private static let createTuning = Migration(12, "create search tuning and logs") { type in
        tuning(type) + logs(type)
    } down: { _ in
        [
            "DROP TABLE search_test_sets", "DROP TABLE search_popularity", "DROP TABLE shopper_events",
            "DROP TABLE search_log", "DROP TABLE search_price_levels", "DROP TABLE search_settings",
            "DROP TABLE search_pins", "DROP TABLE search_synonyms",
        ]
    }

    private static func tuning(_ type: ColumnTypes) -> [String] {
        [
            """
            CREATE TABLE search_synonyms (
                id           \(type.text)\(type.byteOrder) PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
                kind         \(type.text) NOT NULL CHECK (kind IN ('one_way', 'multi_way')),
                words        \(type.json) NOT NULL,
                replacements \(type.json) NOT NULL,
                version      \(type.integer) NOT NULL,
                updated_at   \(type.timestamp) NOT NULL
            )\(type.tableOptions)
            """,
            """
            CREATE TABLE search_pins (
                id         \(type.text)\(type.byteOrder) PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
                query      \(type.text) NOT NULL,
                normalised \(type.text) NOT NULL,
                pinned     \(type.json) NOT NULL,
                hidden     \(type.json) NOT NULL,
                version    \(type.integer) NOT NULL,
                updated_at \(type.timestamp) NOT NULL,
                CONSTRAINT search_pins_normalised_key UNIQUE (normalised)
            )\(type.tableOptions)
            """,
            """
            CREATE TABLE search_settings (
                one        \(type.integer) PRIMARY KEY CHECK (one = 1),
                settings   \(type.json) NOT NULL,
                version    \(type.integer) NOT NULL,
                updated_at \(type.timestamp) NOT NULL
            )\(type.tableOptions)
            """,
            """
            CREATE TABLE search_price_levels (
                category_id \(type.uuid) PRIMARY KEY,
                price       \(type.integer) NOT NULL CHECK (price > 0)
            )\(type.tableOptions)
            """,
        ]
    }

    private static func logs(_ type: ColumnTypes) -> [String] {
        [
            """
            CREATE TABLE search_log (
                id           \(type.identity),
                searched_at  \(type.timestamp) NOT NULL,
                query        \(type.text) NOT NULL,
                normalised   \(type.text) NOT NULL,
                corrected    \(type.text),
                results      \(type.integer) NOT NULL CHECK (results >= 0),
                page         \(type.integer) NOT NULL,
                is_filtered  \(type.bool) NOT NULL,
                is_degraded  \(type.bool) NOT NULL,
                microseconds \(type.integer) NOT NULL
            )\(type.tableOptions)
            """,
            "CREATE INDEX search_log_moment ON search_log (searched_at)",
            """
            CREATE TABLE shopper_events (
                id          \(type.identity),
                happened_at \(type.timestamp) NOT NULL,
                type        \(type.text) NOT NULL
                    CHECK (type IN ('impression', 'click', 'add_to_cart', 'purchase', 'search')),
                product_id  \(type.uuid),
                query       \(type.text),
                normalised  \(type.text),
                position    \(type.integer),
                weight      \(type.integer) NOT NULL CHECK (weight > 0)
            )\(type.tableOptions)
            """,
            "CREATE INDEX shopper_events_moment ON shopper_events (happened_at)",
            """
            CREATE TABLE search_popularity (
                product_id \(type.uuid) PRIMARY KEY,
                score      \(type.integer) NOT NULL CHECK (score > 0)
            )\(type.tableOptions)
            """,
            """
            CREATE TABLE search_test_sets (
                id         \(type.text)\(type.byteOrder) PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
                queries    \(type.json) NOT NULL,
                updated_at \(type.timestamp) NOT NULL
            )\(type.tableOptions)
            """,
        ]
    }
}
