import Synchronization

/// All peers that were called lately, and whether anybody may be called at all.
final class Peers: Sendable {
    private struct State {
        /// Those of users apart, so that they cannot crowd out the operator's.
        var operators: [String: Peer] = [:]
        var users: [String: Peer] = [:]
        var calls = 0
        var isClosed = false
        var closer: CheckedContinuation<Void, Never>?
    }

    private let options: OutboundOptions
    private let state = Mutex(State())

    init(_ options: OutboundOptions) {
        self.options = options
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }
    var openCircuits: Int { all.count { $0.isOpen } }
    var waiting: Int { all.reduce(0) { $0 + $1.waitingCount } }
    private var all: [Peer] { state.withLock { Array($0.operators.values) + Array($0.users.values) } }

    /// The peer of an address.
    /// - Parameter isUsers: whether a user chose the address.
    func peer(of url: OutboundURL, isUsers: Bool = false) throws -> Peer {
        try state.withLock { state in
            let table = isUsers ? \State.users : \State.operators
            if let peer = state[keyPath: table][url.origin] { return peer }
            forgetIdle(in: &state[keyPath: table])
            guard state[keyPath: table].count < options.peers else {
                throw OutboundError.tooManyWaiting(host: url.host)
            }
            let peer = Peer(url.host, options)
            state[keyPath: table][url.origin] = peer
            return peer
        }
    }

    /// Makes room when there is none: first of peers that are well, then of all that nobody calls just now.
    private func forgetIdle(in table: inout [String: Peer]) {
        guard table.count >= options.peers else { return }
        table = table.filter { !$0.value.isIdle || $0.value.isOpen }
        guard table.count >= options.peers else { return }
        table = table.filter { !$0.value.isIdle }
    }

    /// Every call begins with this and ends with `endCall`.
    func beginCall() throws {
        try state.withLock { state in
            guard !state.isClosed else { throw OutboundError.closed }
            state.calls += 1
        }
    }

    func endCall() {
        let closer = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.calls -= 1
            guard state.calls == 0 else { return nil }
            defer { state.closer = nil }
            return state.closer
        }
        closer?.resume()
    }

    /// Refuses new calls.
    /// - Returns: whether it was open before.
    func close() -> Bool {
        state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
    }

    /// Returns when no call is under way, or when the task is cancelled.
    func waitForCalls() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.calls == 0 || Task.isCancelled { return true }
                    state.closer = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let closer = state.withLock { state in
                defer { state.closer = nil }
                return state.closer
            }
            closer?.resume()
        }
    }
}
