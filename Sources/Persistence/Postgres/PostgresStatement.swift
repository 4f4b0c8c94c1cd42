import CPostgres

/// A statement that the server has parsed under a name, or is about to.
final class PostgresStatement {
    let name: String
    let text: String
    /// Whether the server has acknowledged it. Not undone by a rollback: prepared statements outlive transactions.
    var isPrepared = false
    /// As a look-up it is not known to be fast: it travels alone, so that others do not wait for it.
    var travelsAlone = true
    fileprivate var lastUse = 0
    private var shape: PostgresShape?

    fileprivate init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    /// The columns of its answer, read from the first one: the server refuses to run a plan whose columns changed.
    func shape(of result: PostgresResult) -> PostgresShape {
        if let shape { return shape }
        let described = PostgresShape(result)
        shape = described
        return described
    }
}

/// The statements that one connection has prepared, by their text; the least recently used one gives way.
struct PostgresStatements {
    /// 256 plans take a few megabytes of the backend's memory at the most.
    static let limit = 256
    private var byText: [String: PostgresStatement] = [:]
    private var controls: [String: PostgresStatement] = [:]
    private var uses = 0

    /// - Returns: the statement, and one that the server may forget for it.
    mutating func statement(for text: String) -> (PostgresStatement, evicted: PostgresStatement?) {
        uses += 1
        if let known = byText[text] {
            known.lastUse = uses
            return (known, nil)
        }
        let evicted = byText.count < Self.limit ? nil : byText.values.min { $0.lastUse < $1.lastUse }
        if let evicted { byText[evicted.text] = nil }
        // The count of uses makes a name that was never used before on this connection.
        let statement = PostgresStatement(name: "s\(uses)", text: text)
        statement.lastUse = uses
        byText[text] = statement
        return (statement, evicted)
    }

    /// Whether that statement is not known to be fast.
    func travelsAlone(_ text: String) -> Bool {
        byText[text]?.travelsAlone ?? true
    }

    /// BEGIN and COMMIT never give way: a DEALLOCATE between a COMMIT and a BEGIN would begin a transaction of its own.
    mutating func control(_ text: String) -> PostgresStatement {
        if let known = controls[text] { return known }
        let statement = PostgresStatement(name: "control\(controls.count)", text: text)
        controls[text] = statement
        return statement
    }

    mutating func forgetAll() {
        byText.removeAll()
        controls.removeAll()
    }
}
