import CPostgres
import Dispatch
import Synchronization
import Telemetry

/// How a transaction that runs is broken off from another thread: that one, and never the next on its connection.
///
/// A request for cancellation names a backend, not a statement, and travels on a connection of its own. So the
/// connection's thread takes no other transaction while a request for this one is on its way (`end`). When libpq's call
/// returns, the server has signalled the backend, and a backend that is idle by then ignores the signal (manual §55.2.8).
///
/// A request that arrives before the statement does is ignored as well, so it is repeated until the transaction ends.
final class PostgresInterruption: Sendable {
    private struct State {
        var isWanted = false
        /// There from `begin` to `end`.
        var canceller: PostgresCanceller?
        /// There when somebody sends requests; told at the end.
        var end: DispatchSemaphore?
        /// There while a request is on its way.
        var arrival: DispatchSemaphore?
    }

    private let state = Mutex(State())
    /// Requests block for as long as it takes to reach the server, so they run on threads of their own, one for each
    /// connection at most.
    static let messengers = DispatchQueue(label: "souk.postgres.cancel", attributes: .concurrent)

    /// - Throws: `CancellationError` when nobody wants the transaction any more.
    func check() throws {
        if isWanted { throw CancellationError() }
    }

    /// Whether the transaction shall be broken off.
    var isWanted: Bool { state.withLock(\.isWanted) }

    /// The connection's thread is about to send the first statement.
    func begin(_ canceller: PostgresCanceller) throws {
        try state.withLock { state in
            if state.isWanted { throw CancellationError() }
            state.canceller = canceller
        }
    }

    /// The transaction is over. Returns when no request for it is on its way any more.
    func end() {
        let (end, arrival) = state.withLock { state in
            state.canceller = nil
            return (state.end, state.arrival)
        }
        end?.signal()
        arrival?.wait()
    }

    /// Breaks the transaction off: the statement that runs is cancelled on the server, the next ones are not sent.
    func request() {
        let end: DispatchSemaphore? = state.withLock { state in
            state.isWanted = true
            guard state.canceller != nil, state.end == nil else { return nil }
            state.end = DispatchSemaphore(value: 0)
            return state.end
        }
        guard let end else { return }
        Self.messengers.async { [self] in
            // 10 ms are long against the way of a statement to the server.
            var backOff = BackOff(from: .milliseconds(10), to: .seconds(1))
            while send() {
                let pause = DispatchTimeInterval.microseconds(Int(backOff.pause() / .microseconds(1)))
                if end.wait(timeout: .now() + pause) == .success { return }
            }
        }
    }

    /// - Returns: whether the transaction was still running.
    private func send() -> Bool {
        let canceller = state.withLock { state in
            state.arrival = state.canceller == nil ? nil : DispatchSemaphore(value: 0)
            return state.canceller
        }
        guard let canceller else { return false }
        canceller.cancel()
        state.withLock { $0.arrival.take() }?.signal()
        return true
    }
}

/// What libpq needs to ask the server to cancel what a backend does.
///
/// `@unchecked Sendable`: the handle is never changed, and libpq allows `PQcancel` on it from any thread (§34.7).
final class PostgresCanceller: @unchecked Sendable {
    private let handle: OpaquePointer?
    private let metrics: PostgresMetrics

    init(_ connection: OpaquePointer, _ metrics: PostgresMetrics) {
        handle = PQgetCancel(connection)
        self.metrics = metrics
    }

    deinit {
        PQfreeCancel(handle)
    }

    /// Returns when the server has passed the request on, or cannot be reached.
    func cancel() {
        guard let handle else { return }
        metrics.cancels.increment()
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { reason in
            _ = PQcancel(handle, reason.baseAddress, Int32(reason.count))
        }
    }
}
