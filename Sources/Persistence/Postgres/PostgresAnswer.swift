/// The rows of a statement, on their way from the connection's thread to the task that asked.
///
/// `@unchecked Sendable`: neither the result nor the shape is changed once it is made, and libpq allows to read a result
/// from any thread (manual §34.21).
final class PostgresAnswer: @unchecked Sendable {
    private let result: PostgresResult
    private let shape: PostgresShape

    init(_ result: PostgresResult, _ shape: PostgresShape) {
        (self.result, self.shape) = (result, shape)
    }

    func forEachRow(_ eachRow: (inout Row) throws -> Void) throws {
        try result.forEachRow(of: shape, eachRow)
    }
}

/// Finds out which statement the body of a look-up makes, by running it up to there.
final class PostgresQuestion: Connection {
    private struct Found: Error {}
    private(set) var statement: RenderedSQL?
    /// The body makes a batch, or went on behind its first statement.
    private(set) var isMore = false

    func run(_ statement: RenderedSQL, eachRow: (inout Row) throws -> Void) throws -> Int {
        isMore = self.statement != nil
        self.statement = self.statement ?? statement
        throw Found()
    }

    func run(_ text: String, bindings: [[SQLValue]]) throws -> Int {
        isMore = true
        throw Found()
    }
}

/// Gives the body of a look-up the answer to its statement.
final class PostgresReplay: Connection {
    private struct Surprise: Error {}
    private let text: String
    private var answer: PostgresAnswer?
    /// The body asked something else this time, or more.
    private(set) var isSurprised = false

    init(_ text: String, _ answer: PostgresAnswer) {
        (self.text, self.answer) = (text, answer)
    }

    func run(_ statement: RenderedSQL, eachRow: (inout Row) throws -> Void) throws -> Int {
        guard statement.text == text, let answer = answer.take() else { return try surprise() }
        try answer.forEachRow(eachRow)
        return 0
    }

    func run(_ text: String, bindings: [[SQLValue]]) throws -> Int {
        try surprise()
    }

    private func surprise() throws -> Int {
        isSurprised = true
        throw Surprise()
    }
}
