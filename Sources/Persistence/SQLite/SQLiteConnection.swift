import Foundation
import GRDB
import Kernel

/// Statements on one of SQLite's connections, for the length of one transaction.
final class SQLiteConnection: Connection {
    private let database: GRDB.Database
    /// Statements whose rows are being read.
    private var running: Set<String> = []

    init(_ database: GRDB.Database) {
        self.database = database
    }

    func run(_ statement: RenderedSQL, eachRow: (inout Row) throws -> Void) throws -> Int {
        try naming(statement.text, statement.values) {
            let isFirst = running.insert(statement.text).inserted
            defer { if isFirst { running.remove(statement.text) } }
            // The cached statement has one set of rows: a second run among them would start it over for ever.
            let prepared = isFirst ? try prepare(statement.text) : try database.makeStatement(sql: statement.text)
            return try step(prepared, statement.values, eachRow)
        }
    }

    func run(_ text: String, bindings: [[SQLValue]]) throws -> Int {
        let prepared = try naming(text, []) { try prepare(text) }
        return try bindings.reduce(0) { changes, values in
            try changes + naming(text, values) { try step(prepared, values) { _ in } }
        }
    }

    private func prepare(_ text: String) throws -> Statement {
        try database.cachedStatement(sql: text)
    }

    /// - Returns: how many rows the statement itself changed; those that went with them by a cascade do not count, as
    ///   in PostgreSQL.
    @discardableResult
    private func step(
        _ statement: Statement, _ values: [SQLValue], _ eachRow: (inout Row) throws -> Void
    ) throws -> Int {
        guard values.allSatisfy({ !$0.hasNUL }) else {
            throw DatabaseError.statement(statement.sql, message: "a text value holds NUL")
        }
        statement.setUncheckedArguments(StatementArguments(values.map(\.databaseValue)))
        let cursor = try GRDB.Row.fetchCursor(statement)
        let columns = RowColumns(names: statement.columnNames)
        while let current = try cursor.next() {
            var row = Row(columns: columns, source: SQLiteRow(row: current))
            try eachRow(&row)
        }
        return statement.isReadonly ? 0 : database.changesCount
    }

    /// Runs `body`; a refusal by the schema comes out with the constraint's name.
    private func naming<Value>(_ text: String, _ values: [SQLValue], _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as GRDB.DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
            let name = (try? violatedForeignKey(text, values)) ?? "foreign_key"
            throw DatabaseError.violation(ConstraintViolation(.foreignKey, name))
        } catch let error as GRDB.DatabaseError {
            throw DatabaseError(error, statement: text)
        }
    }

    /// SQLite does not say which foreign key a statement violated. Asked again with the check put off to the commit,
    /// the offending row can be looked up; the savepoint takes the statement back. Only a failure pays for this.
    private func violatedForeignKey(_ text: String, _ values: [SQLValue]) throws -> String? {
        var name: String?
        try database.inSavepoint {
            try database.execute(sql: "PRAGMA defer_foreign_keys = ON")
            try step(prepare(text), values) { _ in }
            if let row = try GRDB.Row.fetchOne(
                database, sql: "SELECT \"table\", fkid FROM pragma_foreign_key_check LIMIT 1")
            {
                let table: String = row["table"]
                let column = try String.fetchOne(
                    database, sql: "SELECT \"from\" FROM pragma_foreign_key_list(?) WHERE id = ?",
                    arguments: [table, row["fkid"] as Int])
                name = column.map { "\(table)_\($0)_fkey" }
            }
            return .rollback
        }
        try database.execute(sql: "PRAGMA defer_foreign_keys = OFF")
        return name
    }
}

/// The current row of a statement, read straight from SQLite.
private struct SQLiteRow: RowSource {
    let row: GRDB.Row

    func value(at index: Int, as type: SQLType) -> SQLValue {
        switch (row[index] as DatabaseValue).storage {
        case .null: .null
        case .int64(let integer): .integer(integer)
        case .double(let double): .real(double)
        case .string(let text): .text(text)
        case .blob(let data): .bytes([UInt8](data))
        }
    }
}

extension SQLValue {
    /// SQLite would keep text with NUL, but half of its functions and every C client cut it there.
    var hasNUL: Bool {
        guard case .text(let text) = self else { return false }
        return text.utf8.contains(0)
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let integer): integer.databaseValue
        case .real(let real): real.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        case .bool(let bool): (bool ? Int64(1) : 0).databaseValue
        case .uuid(let high, let low): ID<Void>(high: high, low: low).description.databaseValue
        case .timestamp(let timestamp): timestamp.microseconds.databaseValue
        }
    }
}
