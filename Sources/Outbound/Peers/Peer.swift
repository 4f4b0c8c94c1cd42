import Synchronization

/// What is known of one peer (scheme, host and port): who calls it, who waits, and how it has been lately.
final class Peer: Sendable {
    private struct Waiter {
        let id: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var breaker: CircuitBreaker
        var budget = RetryBudget()
        var calling = 0
        var waiting: [Waiter] = []
        var lastID = 0
    }

    private let host: String
    private let options: OutboundOptions
    private let state: Mutex<State>

    init(_ host: String, _ options: OutboundOptions) {
        (self.host, self.options) = (host, options)
        state = Mutex(State(breaker: CircuitBreaker(options.breaker)))
    }

    /// Whether nobody calls it or waits to.
    var isIdle: Bool { state.withLock { $0.calling == 0 && $0.waiting.isEmpty } }
    var isOpen: Bool { state.withLock { $0.breaker.isOpen } }
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Waits for a free connection, first come, first served. Whoever entered must leave.
    func enter() async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = state.withLock { place(Waiter(id: id, continuation: continuation), in: &$0) }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    func leave() {
        let next = state.withLock { state -> Waiter? in
            if let next = state.waiting.first {
                state.waiting.removeFirst()
                return next
            }
            state.calling -= 1
            return nil
        }
        next?.continuation.resume()
    }

    /// The cancellation is looked for under the lock: its handler comes either before, or finds the waiter.
    private func place(_ waiter: Waiter, in state: inout State) -> Result<Void, any Error>? {
        if Task.isCancelled { return .failure(CancellationError()) }
        if state.calling < options.connectionsPerPeer {
            state.calling += 1
            return .success(())
        }
        guard state.waiting.count < options.waitingPerPeer else {
            return .failure(OutboundError.tooManyWaiting(host: host))
        }
        state.waiting.append(waiter)
        return nil
    }
}

extension Peer {
    func countCall() {
        state.withLock { $0.budget.countCall() }
    }

    func spendRetry() -> Bool {
        state.withLock { $0.budget.spend() }
    }

    func admit(at now: Duration) throws -> CircuitBreaker.Admission {
        guard let admission = state.withLock({ $0.breaker.admit(at: now) }) else {
            throw OutboundError.circuitOpen(host: host)
        }
        return admission
    }

    /// - Returns: whether the circuit is open now and was not before.
    func record(_ outcome: CircuitBreaker.Outcome, of admission: CircuitBreaker.Admission, at now: Duration) -> Bool {
        state.withLock { state in
            let wasOpen = state.breaker.isOpen
            state.breaker.record(outcome, of: admission, at: now)
            return state.breaker.isOpen && !wasOpen
        }
    }
}
