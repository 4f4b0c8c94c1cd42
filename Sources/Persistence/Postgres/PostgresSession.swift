import Foundation

/// What one thread of the pool keeps: a connection, opened when it is needed, and the rules for trying again.
final class PostgresSession {
    private let target: PostgresTarget
    private let options: PostgresOptions
    private var connection: PostgresConnection?
    private var openedAt = ContinuousClock.now
    /// The connection has served a transaction, so that it may have died since, unnoticed.
    private var isUsed = false

    init(_ target: PostgresTarget, _ options: PostgresOptions) {
        self.target = target
        self.options = options
    }

    /// Runs one transaction. It is run again after a conflict (3 times at most), and once each when the connection
    /// turns out to be dead or a prepared statement to be out of date; never when it may have taken effect.
    func transact<Value>(_ access: PostgresAccess, _ body: (Transaction) throws -> Value) throws -> Value {
        var tries = Tries()
        while true {
            let connection = try connected()
            let wasUsed = isUsed
            isUsed = true
            do {
                return try connection.transact(access, body)
            } catch {
                guard tries.allow(connection.recovery, wasUsed: wasUsed) else { throw error }
                if connection.recovery == .parseAnew { connection.forgetStatements() }
            }
        }
    }

    /// Ends the last read before the thread sleeps, so that its snapshot is let go of.
    func settle() {
        connection?.settle()
    }

    /// Closes a connection that is broken or old.
    func tidy() {
        guard let connection else { return }
        if !connection.isUsable || openedAt.duration(to: .now) > options.recycleAge { self.connection = nil }
    }

    private func connected() throws -> PostgresConnection {
        tidy()
        if let connection { return connection }
        let opened = try PostgresConnection(target)
        (connection, openedAt, isUsed) = (opened, .now, false)
        return opened
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
