import Foundation
package import ServiceLifecycle
package import Telemetry

/// PostgreSQL through libpq: a pool of connections, each on a thread of its own that runs whole transactions.
///
/// Threads that block beat non-blocking sockets by half here (ADR on libpq): a transaction hops to its thread and back
/// once, and the cooperative pool never waits for the network.
package final class PostgresDatabase: Database {
    private let queue: PostgresQueue
    private let lanes: PostgresLanes
    private let ear: PostgresListener
    /// Always `.postgres`.
    package let dialect = Dialect.postgres
    /// The commits of this process, and those of other nodes while the `listener` runs.
    package let changes = ChangeSignal()
    /// Hears and tells other nodes, on a connection of its own beside the pool.
    package var listener: (any Service)? { ear }

    /// Prepares the pool; connections are opened when they are needed.
    /// - Parameters:
    ///   - url: `postgres://user:password@host:port/database?sslmode=…`, as libpq reads it (manual §34.1.1.2).
    ///   - options: limits and time-outs.
    ///   - metrics: where the pool counts, as `souk_postgres_…`.
    /// - Throws: `DatabaseError.unavailable` when the URL cannot be read.
    package init(
        url: String, options: PostgresOptions = .init(), metrics registry: MetricRegistry = MetricRegistry()
    ) throws {
        let target = try PostgresTarget(url: url, options: options)
        let metrics = PostgresMetrics(registry)
        let gate = PostgresGate()
        let ear = PostgresListener(target, changes, metrics)
        let place = PostgresPlace(target: target, options: options, gate: gate, metrics: metrics) {
            [changes] committed in
            changes.publish(committed)
            ear.tell(committed)
        }
        let queue = PostgresQueue(options, gate, metrics) { Self.startThread($0, place) }
        (self.queue, self.ear, lanes) = (queue, ear, PostgresLanes(place))
        registry.gauge("souk_postgres_waiting", "Transactions that wait for a connection.") { [weak queue] in
            Double(queue?.waitingCount ?? 0)
        }
    }

    deinit {
        queue.beginClosing()
        lanes.beginClosing()
    }

    /// Runs `body` in a read-only transaction with one snapshot.
    ///
    /// A cancelled task gets `CancellationError` at once, and the statement that runs is cancelled on the server.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        try await run(PostgresTransactionJob(.read, body))
    }

    /// Runs `body` in a READ COMMITTED transaction, again after a serialization failure or a deadlock.
    ///
    /// A cancelled task gets `CancellationError` at once; its transaction is rolled back unless its COMMIT has begun.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        try await run(PostgresTransactionJob(.write, carryingTrace(into: body)))
    }

    /// Finishes the transactions that run, fails those that wait with `.closed` and closes every connection.
    package func close() async {
        queue.beginClosing()
        lanes.beginClosing()
        await queue.waitForThreads()
        await lanes.waitForEnd()
    }

    /// One lane or the other, so that look-ups do not change threads.
    package var executor: (any TaskExecutor)? { lanes.next }

    /// Runs `body` up to its statement, sends that with those of other callers, and runs `body` with the answer.
    package func lookUp<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        let question = PostgresQuestion()
        let early = Result { try body(Transaction(question, .postgres)) }
        guard let statement = question.statement else {
            return question.isMore ? try await read(body) : try early.get()
        }
        guard !question.isMore else { return try await read(body) }
        try PostgresParameters.check(statement.values, of: statement.text)
        let replay = PostgresReplay(statement.text, try await answer(to: PostgresLookUp(statement)))
        let result = Result { try body(Transaction(replay, .postgres)) }
        return replay.isSurprised ? try await read(body) : try result.get()
    }

    private func answer(to lookUp: PostgresLookUp) async throws -> PostgresAnswer {
        try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { continuation in
                if lookUp.promise.wait(continuation) { lanes.current.add(lookUp) }
            }
        } onCancel: {
            lookUp.fail(CancellationError())
        }
    }

    private func run<Value: Sendable>(_ job: PostgresTransactionJob<Value>) async throws -> Value {
        try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { continuation in
                if job.promise.wait(continuation) { queue.add(job) }
            }
        } onCancel: {
            job.cancel()
        }
    }

    private static func startThread(_ queue: PostgresQueue, _ place: PostgresPlace) {
        let thread = Thread {
            serve(queue, PostgresSession(place))
            queue.threadEnded()
        }
        thread.name = "souk.postgres"
        thread.start()
    }

    /// The life of one thread. The session, and its connection with it, ends before the thread is counted as ended.
    private static func serve(_ queue: PostgresQueue, _ session: PostgresSession) {
        let sleeper = PostgresSleeper()
        while let job = queue.next(sleeper, beforeSleep: session.settle) {
            do {
                try session.connect()
                job.run(on: session)
                session.tidy()
            } catch {
                if queue.putBack(job) { return }
                session.countRefusal()
                job.fail(error)
            }
        }
    }
}
