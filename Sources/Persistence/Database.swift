package import ServiceLifecycle

/// A relational database that the shop keeps its facts in: SQLite or PostgreSQL.
///
/// A transaction is a synchronous closure that runs on the connection's own thread. Nobody can await a payment gateway
/// inside it, and there is one hop between threads per transaction, not one per statement.
package protocol Database: Sendable {
    /// Which SQL it speaks, for the few statements that must differ.
    var dialect: Dialect { get }

    /// Runs `body` in a read-only transaction: all its statements see the same moment.
    /// - Throws: what `body` throws, and `DatabaseError`.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value

    /// Runs `body`, which makes one statement, without a transaction around it: the cheapest read.
    ///
    /// On PostgreSQL the statement travels together with those of other callers. For that `body` is run twice, by the
    /// calling task: once to learn the statement, once with its answer; so it has no effect but its value, and does not
    /// wait for anything. When it makes a second statement after all, everything is done again as `read` does it, which
    /// is right but slow.
    /// - Throws: what `body` throws, and `DatabaseError`.
    func lookUp<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value

    /// Runs `body` in a read-write transaction, which is committed when it returns and rolled back when it throws.
    ///
    /// `body` may run more than once: PostgreSQL's serialization failures and deadlocks are retried. It therefore has
    /// no effect but through its transaction.
    /// - Throws: what `body` throws, and `DatabaseError`.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value

    /// What changed, as far as this process knows.
    var changes: ChangeSignal { get }

    /// The work that hears and tells the changes of other nodes; run it as long as the process serves. `nil` where the
    /// database has nothing like it: then changes of other processes are found by asking the feed.
    var listener: (any Service)? { get }

    /// Where tasks that look much up best run (`withTaskExecutorPreference`), another one each time; `nil` when no place is
    /// better than others.
    var executor: (any TaskExecutor)? { get }

    /// Finishes what is running and lets go of every connection. Calls after it fail with `DatabaseError.closed`.
    func close() async
}

extension Database {
    /// No place is better than others.
    package var executor: (any TaskExecutor)? { nil }
}

/// Which SQL a database speaks.
package enum Dialect: String, Sendable, CaseIterable {
    /// SQLite 3.40 or newer.
    case sqlite
    /// PostgreSQL 13 or newer.
    case postgres
}

/// What one connection can do for a transaction. Each driver implements it once.
///
/// Used by one thread at a time; never outlives the closure that it was handed to.
protocol Connection: AnyObject {
    /// Runs one statement and hands each row of its answer to `eachRow`.
    /// - Returns: how many rows the statement changed.
    func run(_ statement: RenderedSQL, eachRow: (inout Row) throws -> Void) throws -> Int

    /// Runs one statement once for each list of bindings, in as few round trips as the database allows.
    /// - Returns: how many rows were changed in all.
    func run(_ text: String, bindings: [[SQLValue]]) throws -> Int
}
