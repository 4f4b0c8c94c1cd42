import Synchronization

/// Whether it is worth while to open a connection just now.
///
/// After a refusal one thread at a time knocks again, after a pause of 50 ms that grows to 2 s; everybody else is told
/// at once what the last attempt heard. So a server that is down is not hammered and its callers do not wait for it.
final class PostgresGate: Sendable {
    private struct Refusal {
        let error: DatabaseError
        var isKnocking = false
        var until: ContinuousClock.Instant
        var backOff: BackOff
    }

    private let refusal = Mutex<Refusal?>(nil)
    private let count = Atomic(0)

    /// How many connections are open, as far as is known: one that has died is noticed when it is next used.
    var connections: Int { count.load(ordering: .relaxed) }

    /// A connection was opened (1) or let go of (-1).
    func note(_ change: Int) {
        count.wrappingAdd(change, ordering: .relaxed)
    }

    /// Whether somebody may knock.
    var isOpen: Bool {
        refusal.withLock { refusal in
            refusal.map { !$0.isKnocking && $0.until <= .now } ?? true
        }
    }

    /// Opens a connection, or throws what the last attempt heard.
    func open<Value>(_ connect: () throws -> Value) throws -> Value {
        try refusal.withLock { refusal in
            guard let known = refusal else { return }
            guard !known.isKnocking, known.until <= .now else { throw known.error }
            refusal?.isKnocking = true
        }
        do {
            let value = try connect()
            refusal.withLock { $0 = nil }
            return value
        } catch {
            note(error)
            throw error
        }
    }

    private func note(_ error: any Error) {
        let error = error as? DatabaseError ?? .unavailable("\(error)")
        refusal.withLock { refusal in
            var backOff = refusal?.backOff ?? BackOff(from: .milliseconds(50), to: .seconds(2))
            let pause = backOff.pause()
            refusal = Refusal(error: error, until: .now + pause, backOff: backOff)
        }
    }
}
