import Foundation
import Telemetry

/// What all threads of a pool share.
struct PostgresPlace: Sendable {
    let target: PostgresTarget
    let options: PostgresOptions
    let gate: PostgresGate
    let metrics: PostgresMetrics
    /// Called with the events of a transaction that has committed, or may have.
    let announce: @Sendable (ChangeSignal.Changes) -> Void
}

/// What one thread of the pool keeps: a connection, opened when it is needed, and the rules for trying again.
final class PostgresSession {
    private let place: PostgresPlace
    private var connection: PostgresConnection? {
        didSet { note(from: oldValue == nil ? 0 : 1, to: connection == nil ? 0 : 1) }
    }
    private var openedAt = ContinuousClock.now
    private var lastUsedAt = ContinuousClock.now
    /// The connection has served a transaction, so that it may have died since, unnoticed.
    private var isUsed = false

    init(_ place: PostgresPlace) {
        self.place = place
    }

    deinit {
        note(from: connection == nil ? 0 : 1, to: 0)
    }

    /// Runs one transaction. It is run again after a conflict (3 times at most), and once each when the connection
    /// turns out to be dead or a prepared statement to be out of date; never when it may have taken effect.
    func transact<Value>(
        _ access: PostgresAccess, _ interruption: PostgresInterruption, _ body: (Transaction) throws -> Value
    ) throws -> Value {
        let begin = ContinuousClock.now
        defer {
            lastUsedAt = .now
            place.metrics.seconds(access).observe(begin.duration(to: lastUsedAt))
        }
        var tries = Tries()
        while true {
            let connection = try connected()
            let wasUsed = isUsed
            isUsed = true
            defer { if let changes = connection.committedChanges { place.announce(changes) } }
            do {
                return try connection.transact(access, interruption, body)
            } catch {
                let recovery = interruption.isWanted ? .none : connection.recovery
                guard tries.allow(recovery, wasUsed: wasUsed) else { throw error }
                place.metrics.retried(recovery)
                if recovery == .parseAnew { connection.forgetStatements() }
            }
        }
    }

    /// Sees to it that there is a connection, and that one that lay idle for long still answers.
    func connect() throws {
        if let connection, lastUsedAt.duration(to: .now) > place.options.checkAfter {
            lastUsedAt = .now
            if !connection.answers(within: place.options.connectTimeout) { lose() }
        }
        _ = try connected()
    }

    /// Ends the last read before the thread sleeps, so that its snapshot is let go of.
    func settle() {
        connection?.settle()
    }

    /// Closes a connection that is broken or old.
    func tidy() {
        guard let connection else { return }
        if !connection.isUsable {
            lose()
        } else if openedAt.duration(to: lastUsedAt) > place.options.recycleAge {
            self.connection = nil
        }
    }

    func countRefusal() {
        place.metrics.refusedDown.increment()
    }

    private func connected() throws -> PostgresConnection {
        tidy()
        if let connection { return connection }
        let opened = try place.gate.open { try place.connect { try PostgresConnection(place.target, place.metrics) } }
        (connection, openedAt, isUsed) = (opened, .now, false)
        return opened
    }

    private func lose() {
        place.metrics.lost.increment()
        connection = nil
    }

    private func note(from old: Int, to new: Int) {
        guard old != new else { return }
        place.gate.note(new - old)
        place.metrics.open.add(Double(new - old))
    }
}

extension PostgresPlace {
    /// Opens a connection and counts that.
    func connect<Opened>(_ open: () throws -> Opened) throws -> Opened {
        do {
            let connection = try open()
            metrics.connected.increment()
            return connection
        } catch {
            metrics.connectFailed.increment()
            throw error
        }
    }
}

extension PostgresMetrics {
    fileprivate func seconds(_ access: PostgresAccess) -> Histogram {
        access == .read ? readSeconds : writeSeconds
    }

    fileprivate func retried(_ recovery: PostgresRecovery) {
        switch recovery {
        case .none: break
        case .pause: retriedConflict.increment()
        case .parseAnew: retriedPlan.increment()
        case .reconnect: retriedLost.increment()
        }
    }
}

/// How often one transaction was tried again, for each reason.
private struct Tries {
    private var pauses = 0
    private var isParsedAnew = false
    private var isReconnected = false

    mutating func allow(_ recovery: PostgresRecovery, wasUsed: Bool) -> Bool {
        switch recovery {
        case .none: return false
        case .pause: return pause()
        case .parseAnew: return once(\.isParsedAnew)
        // A new connection that dies at the first statement died of it.
        case .reconnect: return wasUsed && once(\.isReconnected)
        }
    }

    /// 1 to 4, 2 to 8, 4 to 16 ms: long against a transaction, short against a person; jitter parts the rivals.
    private mutating func pause() -> Bool {
        guard pauses < 3 else { return false }
        Thread.sleep(forTimeInterval: .random(in: 0.001...0.004) * Double(1 << pauses))
        pauses += 1
        return true
    }

    private mutating func once(_ flag: WritableKeyPath<Tries, Bool>) -> Bool {
        defer { self[keyPath: flag] = true }
        return !self[keyPath: flag]
    }
}
