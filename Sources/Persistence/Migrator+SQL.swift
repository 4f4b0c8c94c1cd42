import Kernel

/// A step that the database has.
struct AppliedMigration: RowDecodable {
    let version: Int
    let name: String
    let checksum: String
    let appliedAt: Timestamp

    init(row: inout Row) throws {
        version = try row.decode("version")
        name = try row.decode("name")
        checksum = try row.decode("checksum")
        appliedAt = try row.decode("applied_at")
    }
}

extension Transaction {
    /// Until the transaction ends, no other node migrates. SQLite has one writer anyway.
    func lockMigrations() throws {
        guard dialect == .postgres else { return }
        // A step over a large table may take longer than any statement of a request.
        try execute("SET LOCAL statement_timeout = 0")
        try execute("SET LOCAL lock_timeout = 0")
        // Any fixed number; this one is "souk" in ASCII.
        try forEach("SELECT pg_advisory_xact_lock(1936684395)") { _ in }
    }

    func createMigrationTable() throws {
        let type = ColumnTypes(dialect: dialect)
        try execute(
            SQL(parts: [
                .text(
                    """
                    CREATE TABLE IF NOT EXISTS schema_migrations (
                        version    \(type.integer) PRIMARY KEY,
                        name       \(type.text) NOT NULL,
                        checksum   \(type.text) NOT NULL,
                        applied_at \(type.timestamp) NOT NULL
                    )\(type.tableOptions)
                    """)
            ]))
    }

    func appliedMigrations() throws -> [AppliedMigration] {
        try all("SELECT version, name, checksum, applied_at FROM schema_migrations ORDER BY version")
    }

    func record(_ migration: Migration, checksum: String, at moment: Timestamp) throws {
        try execute(
            """
            INSERT INTO schema_migrations (version, name, checksum, applied_at)
            VALUES (\(migration.version), \(migration.name), \(checksum), \(moment))
            """)
    }

    func removeMigration(_ version: Int) throws {
        try execute("DELETE FROM schema_migrations WHERE version = \(version)")
    }
}
