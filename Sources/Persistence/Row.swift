/// One row of an answer, valid only while its closure runs.
package struct Row: ~Copyable {
    private let columns: RowColumns
    private let source: any RowSource
    /// Columns are mostly read in the order of the SELECT: the next one is tried first, so that a name costs one
    /// comparison instead of a look-up.
    private var next = 0

    init(columns: RowColumns, source: any RowSource) {
        self.columns = columns
        self.source = source
    }

    /// The value of a column by its name.
    /// - Throws: `DatabaseError.decoding` when there is no such column, or its value is of another type.
    package mutating func decode<Value: SQLConvertible>(_ name: String, as type: Value.Type = Value.self) throws
        -> Value
    {
        guard let index = columns.index(of: name, expected: next) else {
            throw DatabaseError.decoding(column: name, message: "no such column; there are \(columns.names)")
        }
        return try decode(at: index)
    }

    /// The value of the first column, for answers of one column.
    mutating func decodeFirst<Value: SQLConvertible>() throws -> Value {
        try decode(at: 0)
    }

    private mutating func decode<Value: SQLConvertible>(at index: Int) throws -> Value {
        next = index + 1
        let stored = source.value(at: index, as: Value.sqlType)
        guard let value = Value(sqlValue: stored) else {
            throw DatabaseError.decoding(column: columns.names[index], message: "\(stored) is no \(Value.self)")
        }
        return value
    }
}

/// The names of an answer's columns; one object for all its rows, and for all runs of a prepared statement.
final class RowColumns: Sendable {
    let names: [String]

    init(names: [String]) {
        self.names = names
    }

    func index(of name: String, expected: Int) -> Int? {
        if expected < names.count, names[expected] == name { return expected }
        return names.firstIndex(of: name)
    }
}

/// Where a driver keeps the values of the current row.
protocol RowSource {
    /// The value of a column, read as `type` where the database's own type does not say enough.
    func value(at index: Int, as type: SQLType) -> SQLValue
}

/// A type that a row is made into: a noun of a context, or a small projection of it.
package protocol RowDecodable: Sendable {
    /// Reads the columns that the statement named.
    /// - Throws: `DatabaseError.decoding`.
    init(row: inout Row) throws
}
