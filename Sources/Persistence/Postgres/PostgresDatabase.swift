import Foundation

/// PostgreSQL through libpq: a pool of connections, each on a thread of its own that runs whole transactions.
///
/// Threads that block beat non-blocking sockets by half here (ADR on libpq): a transaction hops to its thread and back
/// once, and the cooperative pool never waits for the network.
package final class PostgresDatabase: Database {
    private let target: PostgresTarget
    private let options: PostgresOptions
    private let queue: PostgresQueue
    /// Always `.postgres`.
    package let dialect = Dialect.postgres

    /// Prepares the pool; connections are opened when they are needed.
    /// - Parameters:
    ///   - url: `postgres://user:password@host:port/database?sslmode=…`, as libpq reads it (manual §34.1.1.2).
    ///   - options: limits and time-outs.
    /// - Throws: `DatabaseError.unavailable` when the URL cannot be read.
    package init(url: String, options: PostgresOptions = .init()) throws {
        target = try PostgresTarget(url: url, options: options)
        self.options = options
        queue = PostgresQueue(options)
    }

    deinit {
        queue.beginClosing()
    }

    /// Runs `body` in a read-only transaction with one snapshot.
    ///
    /// A cancelled task gets `CancellationError` at once; a transaction that has begun is finished all the same.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        try await run(PostgresTransactionJob(.read, body))
    }

    /// Runs `body` in a READ COMMITTED transaction, again after a serialization failure or a deadlock.
    ///
    /// A cancelled task gets `CancellationError` at once; a transaction that has begun may still take effect.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        try await run(PostgresTransactionJob(.write, body))
    }

    /// Finishes the transactions that run, fails those that wait with `.closed` and closes every connection.
    package func close() async {
        queue.beginClosing()
        await queue.waitForThreads()
    }

    private func run<Value: Sendable>(_ job: PostgresTransactionJob<Value>) async throws -> Value {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if job.wait(continuation) { place(job) }
            }
        } onCancel: {
            job.fail(CancellationError())
        }
    }

    private func place(_ job: any PostgresJob) {
        switch queue.add(job) {
        case .taken: break
        case .needsThread: startThread()
        case .refused(let error): job.fail(error)
        }
    }

    private func startThread() {
        let thread = Thread { [target, options, queue] in
            Self.serve(queue, PostgresSession(target, options))
            queue.threadEnded()
        }
        thread.name = "souk.postgres"
        thread.start()
    }

    /// The life of one thread. The session, and its connection with it, ends before the thread is counted as ended.
    private static func serve(_ queue: PostgresQueue, _ session: PostgresSession) {
        while let job = queue.next(beforeSleep: session.settle) {
            job.run(on: session)
            session.tidy()
        }
    }
}
