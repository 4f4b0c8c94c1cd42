import CPostgres

/// A connection and the transaction that runs on it. Used by its own thread alone.
///
/// BEGIN travels with the first statement in one round trip. A **read** owes its COMMIT until the next transaction sends
/// something or the thread is about to sleep, so a read of one statement costs one round trip and, on a busy
/// connection, one packet each way: 15–40 % more reads a second than a packet of its own for the end of each. Its
/// statements are followed by a flush, which costs less than a sync. A **write** waits for the answer of its COMMIT.
final class PostgresConnection: Connection {
    private let wire: PostgresWire
    private let canceller: PostgresCanceller
    private var statements = PostgresStatements()
    private var parameters = PostgresParameters()
    private var transaction = State(.read, PostgresInterruption())
    /// A read is over, and the server has not been told.
    private var owesCommit = false

    /// How far the current transaction has come.
    private struct State {
        let access: PostgresAccess
        let interruption: PostgresInterruption
        let recorded: RecordedChanges?
        /// Something was sent that the end of the transaction must close.
        var isOpen = false
        /// The server has answered something.
        var isAnswered = false
        var isCommitting = false
        /// The server has refused to commit, or has rolled back.
        var isRefused = false
        /// The last refusal, until a statement succeeds after it (behind ROLLBACK TO, say).
        var failure: PostgresFailure?

        init(_ access: PostgresAccess, _ interruption: PostgresInterruption) {
            (self.access, self.interruption) = (access, interruption)
            recorded = access == .write ? RecordedChanges() : nil
        }
    }

    init(_ target: PostgresTarget, _ metrics: PostgresMetrics) throws {
        wire = try PostgresWire(target)
        canceller = wire.canceller(metrics)
    }

    /// The connection can take another transaction.
    var isUsable: Bool { !wire.isLost }

    /// Asks the server for a sign of life.
    func answers(within limit: Duration) -> Bool {
        settle()
        return wire.answers(within: limit)
    }

    /// Runs one transaction from its beginning to its end, unless it is interrupted before its COMMIT.
    func transact<Value>(
        _ access: PostgresAccess, _ interruption: PostgresInterruption, _ body: (Transaction) throws -> Value
    ) throws -> Value {
        transaction = State(access, interruption)
        let result = Result<Value, any Error> {
            try interruption.begin(canceller)
            return try body(Transaction(self, .postgres, recording: transaction.recorded))
        }
        // From here on no request to cancel can arrive: it would hit the COMMIT, the ROLLBACK or the next transaction.
        interruption.end()
        do {
            let value = try result.get()
            try interruption.check()
            try finish()
            return value
        } catch {
            abandon()
            throw error
        }
    }

    /// The events of the transaction that has just ended, when it was committed or may have been.
    var committedChanges: ChangeSignal.Changes? {
        transaction.isCommitting && !transaction.isRefused ? transaction.recorded?.changes : nil
    }

    /// What may be done about the transaction that has just failed.
    var recovery: PostgresRecovery {
        if wire.isLost { return transaction.isAnswered || transaction.isCommitting ? .none : .reconnect }
        if transaction.failure?.isConflict == true { return .pause }
        return transaction.failure?.isStalePlan == true ? .parseAnew : .none
    }

    /// Drops every prepared statement; they are parsed anew when they are next used.
    func forgetStatements() {
        settle()
        statements.forgetAll()
        wire.send(control: "DEALLOCATE ALL")
        wire.sendSync()
        _ = wire.receive()
    }
}

extension PostgresConnection {
    /// 256 answers of rows without a result are about 10 kB: few enough to wait in any socket's buffer.
    private static let batchSize = 256

    func run(_ statement: RenderedSQL, eachRow: (inout Row) throws -> Void) throws -> Int {
        let (reply, prepared) = try exchange(statement.text, CollectionOfOne(statement.values))
        try reply.answer?.forEachRow(of: prepared, eachRow)
        return reply.changed
    }

    func run(_ text: String, bindings: [[SQLValue]]) throws -> Int {
        var changed = 0
        for start in stride(from: 0, to: bindings.count, by: Self.batchSize) {
            let end = min(start + Self.batchSize, bindings.count)
            changed += try exchange(text, bindings[start..<end]).reply.changed
        }
        return changed
    }

    /// Sends one statement with each list of values and takes all the answers.
    private func exchange(
        _ text: String, _ lists: some Collection<[SQLValue]>
    ) throws -> (reply: PostgresReply, statement: PostgresStatement) {
        for values in lists { try PostgresParameters.check(values, of: text) }
        try checkOpen(text)
        try transaction.interruption.check()
        let statement = send(text, lists)
        let reply = wire.receive()
        try note(reply, text)
        return (reply, statement)
    }

    private func send(_ text: String, _ lists: some Collection<[SQLValue]>) -> PostgresStatement {
        if owesCommit { send(control: "COMMIT") }
        owesCommit = false
        beginIfNeeded()
        let statement = prepare(text)
        for values in lists {
            parameters.fill(values)
            wire.send(statement, parameters)
        }
        if transaction.access == .read { wire.sendFlush() } else { wire.sendSync() }
        return statement
    }

    /// A read is rolled back at its first error; another statement would see a later moment.
    private func checkOpen(_ text: String) throws {
        guard transaction.access == .read, let failure = transaction.failure else { return }
        throw DatabaseError.statement(text, message: "a statement of this read failed before: \(failure.message)")
    }

    private func beginIfNeeded() {
        guard !transaction.isOpen else { return }
        transaction.isOpen = true
        send(control: transaction.access.begin)
    }

    /// BEGIN and COMMIT are prepared like other statements: parsing them costs the server as much as running them.
    private func send(control text: String) {
        let statement = statements.control(text)
        if !statement.isPrepared { wire.send(parse: statement) }
        wire.send(control: statement)
    }

    private func prepare(_ text: String) -> PostgresStatement {
        let (statement, evicted) = statements.statement(for: text)
        if let evicted, evicted.isPrepared { wire.send(control: "DEALLOCATE \(evicted.name)") }
        if !statement.isPrepared { wire.send(parse: statement) }
        return statement
    }

    private func note(_ reply: PostgresReply, _ text: String) throws {
        transaction.failure = reply.failure
        transaction.isAnswered = transaction.isAnswered || !wire.isLost
        if reply.failure != nil, transaction.access == .read { endFailedRead() }
        try reply.check(text)
    }
}

extension PostgresConnection {
    private func finish() throws {
        switch transaction.access {
        case .read: endRead()
        case .write where transaction.isOpen: try commit()
        case .write: break
        }
    }

    /// A read is over; the COMMIT that tells the server travels with the next transaction's first statement.
    private func endRead() {
        owesCommit = owesCommit || transaction.isOpen
        transaction.isOpen = false
    }

    /// After an error the server skips everything up to a sync.
    private func endFailedRead() {
        transaction.isOpen = false
        guard !wire.isLost else { return }
        wire.sendSync()
        wire.send(control: "ROLLBACK")
        wire.sendSync()
    }

    /// Sends the COMMIT that a read still owes, so that its snapshot is let go of. The answer is taken together with
    /// those of the next transaction.
    func settle() {
        guard owesCommit, !wire.isLost else { return }
        owesCommit = false
        send(control: "COMMIT")
        wire.sendSync()
    }

    private func commit() throws {
        let failure = transaction.failure
        transaction.isCommitting = true
        send(control: "COMMIT")
        wire.sendSync()
        let reply = wire.receive()
        transaction.isOpen = false
        transaction.failure = reply.failure ?? failure
        guard !wire.isLost else {
            throw DatabaseError.unavailable("the connection broke at COMMIT: it may or may not have taken effect")
        }
        transaction.isRefused = reply.failure != nil || reply.isRolledBack
        // A statement time-out may end the COMMIT before it has begun to: the transaction is then still there.
        if transaction.isRefused, wire.isInTransaction { rollBack() }
        try reply.check("COMMIT")
        if reply.isRolledBack { throw failure?.error(in: "COMMIT") ?? .statement("COMMIT", message: "rolled back") }
    }

    private func abandon() {
        guard transaction.isOpen, !wire.isLost else { return }
        guard transaction.access == .write else { return endRead() }
        transaction.isOpen = false
        rollBack()
    }

    private func rollBack() {
        wire.send(control: "ROLLBACK")
        wire.sendSync()
        _ = wire.receive()
    }
}

/// What a transaction may do.
enum PostgresAccess {
    case read, write

    /// A read has one snapshot for all its statements; a write sees what others have committed.
    fileprivate var begin: String {
        switch self {
        case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case .write: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
        }
    }
}

/// What may be done about a transaction that failed.
enum PostgresRecovery {
    /// The error goes to the caller.
    case none
    /// Another transaction was in the way: try again after a short pause.
    case pause
    /// A prepared statement no longer fits the tables: parse all anew and try again.
    case parseAnew
    /// The connection was dead before the server had answered anything: try again on a new one.
    case reconnect
}
