package import Persistence

/// The table of the keys that sign access tokens.
package enum SigningKeyMigrations {
    /// Version 8.
    package static let all = [
        Migration(8, "create signing keys") { type in
            [
                """
                CREATE TABLE signing_keys (
                    id         \(type.uuid) PRIMARY KEY,
                    algorithm  \(type.text) NOT NULL
                        CONSTRAINT signing_keys_algorithm_check CHECK (algorithm IN ('RS256', 'ES256')),
                    sealed     \(type.bytes) NOT NULL,
                    created_at \(type.timestamp) NOT NULL,
                    retired_at \(type.timestamp)
                )\(type.tableOptions)
                """,
                "CREATE UNIQUE INDEX signing_keys_current ON signing_keys (algorithm) WHERE retired_at IS NULL",
            ]
        } down: { _ in
            ["DROP TABLE signing_keys"]
        }
    ]
}
