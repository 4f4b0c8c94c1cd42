/// Statements that take effect together or not at all.
///
/// Contexts extend it with their statements, one file per noun (`Products+SQL.swift`). It never leaves the closure that
/// it was handed to.
package struct Transaction {
    private let connection: any Connection
    /// Which SQL the database speaks.
    package let dialect: Dialect
    /// What the events recorded so far say; `nil` in a read.
    let recorded: RecordedChanges?

    init(_ connection: any Connection, _ dialect: Dialect, recording recorded: RecordedChanges? = nil) {
        self.connection = connection
        self.dialect = dialect
        self.recorded = recorded
    }

    /// Has `Database.changes` tell of something behind the commit that no feed keeps: for who can do without being told,
    /// as a worker that looks at its queue from time to time anyway. It must run in a write.
    package func announce(_ thing: ChangedThing) {
        recorded?.add(thing)
    }

    /// Runs a statement for its effect.
    /// - Returns: how many rows it changed.
    @discardableResult
    package func execute(_ sql: SQL) throws -> Int {
        try connection.run(sql.rendered(for: dialect)) { _ in }
    }

    /// Runs statements of one and the same text with different values, in as few round trips as the database allows.
    /// - Precondition: all have the same text.
    /// - Returns: how many rows were changed in all.
    @discardableResult
    package func execute(batch: [SQL]) throws -> Int {
        guard let first = batch.first else { return 0 }
        let rendered = first.rendered(for: dialect)
        let bindings = batch.dropFirst().map { sql in
            if let values = sql.values(ifLike: first) { return values }
            let other = sql.rendered(for: dialect)
            precondition(other.text == rendered.text, "a batch is one statement with many values")
            return other.values
        }
        return try connection.run(rendered.text, bindings: [rendered.values] + bindings)
    }

    /// Inserts rows, on PostgreSQL many with one statement: beginning one, with the checks of its table parsed and its
    /// indexes opened, costs more than a row.
    /// - Parameters:
    ///   - head: `INSERT INTO … (…)`, without its rows.
    ///   - rows: the values of each in parentheses, all of the same text.
    /// - Returns: how many rows were inserted.
    @discardableResult
    package func insert(_ head: SQL, rows: [SQL]) throws -> Int {
        let portion = dialect == .postgres ? Transaction.rowsOfOneInsert : 1
        let whole = rows.count / portion * portion
        let portions = stride(from: 0, to: whole, by: portion).map { start in
            SQL.list(rows[start..<start + portion], behind: "\(head) VALUES ")
        }
        let rest = rows[whole...].map { "\(head) VALUES \($0)" as SQL }
        return try execute(batch: portions) + execute(batch: rest)
    }

    /// A fixed number, so that two statements are prepared and not one for each length.
    private static let rowsOfOneInsert = 50

    /// Every row of the answer.
    package func all<Value: RowDecodable>(_ sql: SQL, as type: Value.Type = Value.self) throws -> [Value] {
        var values: [Value] = []
        try forEach(sql) { row in values.append(try Value(row: &row)) }
        return values
    }

    /// The first row of the answer.
    package func first<Value: RowDecodable>(_ sql: SQL, as type: Value.Type = Value.self) throws -> Value? {
        try all(sql, as: type).first
    }

    /// The first column of every row.
    package func values<Value: SQLConvertible>(_ sql: SQL, as type: Value.Type = Value.self) throws -> [Value] {
        var values: [Value] = []
        try forEach(sql) { row in values.append(try row.decodeFirst()) }
        return values
    }

    /// The first column of the first row; `nil` when there is no row.
    package func value<Value: SQLConvertible>(_ sql: SQL, as type: Value.Type = Value.self) throws -> Value? {
        try values(sql, as: type).first
    }

    /// Hands each row to `body` as it arrives.
    package func forEach(_ sql: SQL, _ body: (inout Row) throws -> Void) throws {
        _ = try connection.run(sql.rendered(for: dialect), eachRow: body)
    }
}
