import Synchronization

/// A transaction on its way to a connection's thread.
protocol PostgresJob: AnyObject, Sendable {
    /// Nobody waits for it any more.
    var isFinished: Bool { get }
    func run(on session: PostgresSession)
    func fail(_ error: any Error)
}

/// A transaction and the task that waits for its value. The first of result, refusal and cancellation is what the task
/// gets; whatever comes later is dropped.
final class PostgresTransactionJob<Value: Sendable>: PostgresJob {
    private let access: PostgresAccess
    private let body: @Sendable (Transaction) throws -> Value
    private let state = Mutex(State.new)

    private enum State {
        case new
        case awaited(CheckedContinuation<Value, any Error>)
        case finished
    }

    init(_ access: PostgresAccess, _ body: @escaping @Sendable (Transaction) throws -> Value) {
        self.access = access
        self.body = body
    }

    var isFinished: Bool {
        state.withLock { if case .finished = $0 { true } else { false } }
    }

    /// - Returns: whether the job is still wanted; a task may be cancelled before it waits.
    func wait(_ continuation: CheckedContinuation<Value, any Error>) -> Bool {
        let isWanted = state.withLock { state in
            guard case .new = state else { return false }
            state = .awaited(continuation)
            return true
        }
        if !isWanted { continuation.resume(throwing: CancellationError()) }
        return isWanted
    }

    func run(on session: PostgresSession) {
        guard !isFinished else { return }
        finish(Result { try session.transact(access, body) })
    }

    func fail(_ error: any Error) {
        finish(.failure(error))
    }

    private func finish(_ result: sending Result<Value, any Error>) {
        let continuation: CheckedContinuation<Value, any Error>? = state.withLock { state in
            defer { state = .finished }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        continuation?.resume(with: result)
    }
}
