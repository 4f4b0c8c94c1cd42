import Foundation
import GRDB
import GRDBSQLite
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
        let handle = statement.sqliteStatement
        defer { sqlite3_reset(handle) }
        for (index, value) in values.enumerated() where value.bind(to: handle, at: Int32(index) + 1) != SQLITE_OK {
            throw failure(of: statement)
        }
        var columns: RowColumns?
        while true {
            let code = sqlite3_step(handle)
            if code == SQLITE_DONE { return statement.isReadonly ? 0 : database.changesCount }
            guard code == SQLITE_ROW else { throw failure(of: statement) }
            let names = columns ?? RowColumns(names: statement.columnNames)
            columns = names
            var row = Row(columns: names, source: SQLiteRow(statement: handle))
            try eachRow(&row)
        }
    }

    private func failure(of statement: Statement) -> GRDB.DatabaseError {
        GRDB.DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(database.sqliteConnection)),
            message: database.lastErrorMessage, sql: statement.sql)
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

/// The current row of a statement, read straight from SQLite (sqlite.org/c3ref/column_blob.html).
private struct SQLiteRow: RowSource {
    let statement: OpaquePointer

    func value(at index: Int, as type: SQLType) -> SQLValue {
        let column = Int32(index)
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            return .text(String(decoding: bytes(sqlite3_column_text(statement, column), column), as: UTF8.self))
        case SQLITE_BLOB: return .bytes([UInt8](bytes(sqlite3_column_blob(statement, column), column)))
        default: return .null
        }
    }

    /// The length is asked for behind the value, whose asking may convert it.
    private func bytes(_ start: UnsafeRawPointer?, _ column: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
    }
}

extension SQLValue {
    /// SQLite would keep text with NUL, but half of its functions and every C client cut it there.
    var hasNUL: Bool {
        guard case .text(let text) = self else { return false }
        return text.utf8.withContiguousStorageIfAvailable { $0.contains(0) } ?? text.utf8.contains(0)
    }

    /// Binds the value; SQLite copies text and bytes.
    fileprivate func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        switch self {
        case .null: sqlite3_bind_null(statement, index)
        case .integer(let integer): sqlite3_bind_int64(statement, index, integer)
        case .real(let real): sqlite3_bind_double(statement, index, real)
        case .text(let text): text.bind(to: statement, at: index)
        case .bytes(let bytes):
            // A null pointer would bind NULL: no bytes at all are a value of their own.
            bytes.isEmpty
                ? sqlite3_bind_zeroblob(statement, index, 0)
                : sqlite3_bind_blob(statement, index, bytes, Int32(bytes.count), SQLValue.copied)
        case .bool(let bool): sqlite3_bind_int64(statement, index, bool ? 1 : 0)
        case .uuid(let high, let low): ID<Void>(high: high, low: low).description.bind(to: statement, at: index)
        case .timestamp(let timestamp): sqlite3_bind_int64(statement, index, timestamp.microseconds)
        }
    }

    /// `SQLITE_TRANSIENT`, a cast of -1 in sqlite3.h, which Swift does not import: it says that the bytes are copied.
    fileprivate static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

extension String {
    fileprivate func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_text(statement, index, self, Int32(utf8.count), SQLValue.copied)
    }
}
