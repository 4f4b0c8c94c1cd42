/// One step of the schema. Once released it is never edited: its checksum is kept in the database.
package struct Migration: Sendable {
    /// Its place in the order of all migrations of the shop, from 1. Contexts share one numbering.
    package let version: Int
    /// What it does, in a few words: `create products`.
    package let name: String
    /// The statements that make the step, given the names of the column types.
    package let up: @Sendable (ColumnTypes) -> [String]
    /// The statements that take it back.
    package let down: @Sendable (ColumnTypes) -> [String]

    /// A step of the schema.
    package init(
        _ version: Int, _ name: String,
        up: @escaping @Sendable (ColumnTypes) -> [String], down: @escaping @Sendable (ColumnTypes) -> [String]
    ) {
        (self.version, self.name, self.up, self.down) = (version, name, up, down)
    }
}

/// The names of the column types in one database, so that a migration is written once: `price \(type.integer) NOT NULL`.
package struct ColumnTypes: Sendable {
    /// The database that the migration runs on.
    package let dialect: Dialect

    /// `bigint` · `INTEGER`
    package var integer: String { name(of: .integer) }
    /// `double precision` · `REAL`
    package var real: String { name(of: .real) }
    /// `text` · `TEXT`
    package var text: String { name(of: .text) }
    /// `bytea` · `BLOB`
    package var bytes: String { name(of: .bytes) }
    /// `boolean` · `INTEGER`
    package var bool: String { name(of: .bool) }
    /// `uuid` · `TEXT` of 36 characters
    package var uuid: String { name(of: .uuid) }
    /// `timestamptz` · `INTEGER`, microseconds since 1970
    package var timestamp: String { name(of: .timestamp) }
    /// `jsonb` · `TEXT`
    package var json: String { name(of: .json) }
    /// A 64-bit key that the database counts up: `bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY` ·
    /// `INTEGER PRIMARY KEY AUTOINCREMENT`
    package var identity: String {
        dialect == .sqlite
            ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    }
    /// What stands behind the type of a text column that is sorted by its bytes, on any server's locale.
    package var byteOrder: String { dialect == .sqlite ? "" : " COLLATE \"C\"" }
    /// What stands behind the closing parenthesis of a table: SQLite's tables are STRICT.
    package var tableOptions: String { dialect == .sqlite ? " STRICT" : "" }

    private func name(of type: SQLType) -> String {
        dialect == .sqlite ? type.sqliteName : type.postgresName
    }
}
