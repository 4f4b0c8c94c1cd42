import CPostgres

/// What came back for the statements that were sent together.
struct PostgresReply {
    /// The answer of the last statement.
    private(set) var answer: PostgresResult?
    /// How many rows the statements changed in all.
    private(set) var changed = 0
    /// COMMIT was answered with ROLLBACK: a statement had failed, and the error was swallowed.
    private(set) var isRolledBack = false
    /// The first statement that the server refused.
    private(set) var failure: PostgresFailure?
    /// Why the connection broke, when the server did not say goodbye.
    var loss: String?

    mutating func add(_ result: PostgresResult, isQuery: Bool) {
        if isQuery {
            answer = result
            changed += result.changedRows
        } else {
            isRolledBack = result.isCommand("ROLLBACK")
        }
    }

    mutating func fail(_ failure: PostgresFailure) {
        if self.failure == nil { self.failure = failure }
    }

    /// - Throws: the failure or the loss.
    func check(_ statement: String) throws {
        if let failure { throw failure.error(in: statement) }
        if let loss { throw DatabaseError.unavailable("PostgreSQL: \(loss)") }
    }
}
