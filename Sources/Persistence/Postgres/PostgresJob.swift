import Synchronization

/// A transaction on its way to a connection's thread.
protocol PostgresJob: AnyObject, Sendable {
    /// Nobody waits for it any more.
    var isFinished: Bool { get }
    func run(on session: PostgresSession)
    func fail(_ error: any Error)
}

/// What a task waits for. The first of result, refusal and cancellation is what it gets, exactly one; whatever comes later is
/// dropped.
final class PostgresPromise<Value: Sendable>: Sendable {
    private let state = Mutex(State.new)

    private enum State {
        case new
        case awaited(UnsafeContinuation<Value, any Error>)
        case finished
    }

    var isFinished: Bool {
        state.withLock { if case .finished = $0 { true } else { false } }
    }

    /// - Returns: whether the value is still wanted; a task may be cancelled before it waits.
    func wait(_ continuation: UnsafeContinuation<Value, any Error>) -> Bool {
        let isWanted = state.withLock { state in
            guard case .new = state else { return false }
            state = .awaited(continuation)
            return true
        }
        if !isWanted { continuation.resume(throwing: CancellationError()) }
        return isWanted
    }

    func finish(_ result: sending Result<Value, any Error>) {
        let continuation: UnsafeContinuation<Value, any Error>? = state.withLock { state in
            defer { state = .finished }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        continuation?.resume(with: result)
    }
}

/// A transaction and the task that waits for its value.
final class PostgresTransactionJob<Value: Sendable>: PostgresJob {
    let promise = PostgresPromise<Value>()
    private let access: PostgresAccess
    private let body: @Sendable (Transaction) throws -> Value
    private let interruption = PostgresInterruption()

    init(_ access: PostgresAccess, _ body: @escaping @Sendable (Transaction) throws -> Value) {
        self.access = access
        self.body = body
    }

    var isFinished: Bool { promise.isFinished }

    func run(on session: PostgresSession) {
        guard !isFinished else { return }
        promise.finish(Result { try session.transact(access, interruption, body) })
    }

    func fail(_ error: any Error) {
        promise.finish(.failure(error))
    }

    /// The task was cancelled: it gets its error at once, and the server is asked to stop what it does for it.
    func cancel() {
        fail(CancellationError())
        interruption.request()
    }
}

/// A read of one statement and the task that waits for its answer.
final class PostgresLookUp: Sendable {
    let promise = PostgresPromise<PostgresAnswer>()
    let statement: RenderedSQL
    private let isAgain = Atomic(false)

    init(_ statement: RenderedSQL) {
        self.statement = statement
    }

    /// Nobody waits for it any more.
    var isFinished: Bool { promise.isFinished }

    func fail(_ error: any Error) {
        promise.finish(.failure(error))
    }

    /// Whether it may be asked once more after it failed for no fault of its own.
    func beginAgain() -> Bool {
        !isAgain.exchange(true, ordering: .relaxed)
    }
}
