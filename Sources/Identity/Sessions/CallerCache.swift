import Kernel
import Persistence
import Synchronization

/// What this process remembers of sessions and keys: for four seconds, so that a revocation by another node is seen
/// within five, and until the database tells of a change, which is at once for this process and nearly so for others.
final class CallerCache: Sendable {
    let sessions = ShortMemory<ID<Session>, SessionState>()
    let keys = ShortMemory<[UInt8], APIKeyState>()
    let absentSessions = AbsenceMemory<ID<Session>>()
    let absentKeys = AbsenceMemory<[UInt8]>()

    private static let events: Set<String> = [SessionsEnded.name, UserChanged.name, UserErased.name]

    /// A cache that listens.
    init(changes: ChangeSignal) {
        let (sessions, keys) = (sessions, keys)
        changes.subscribe { changes in
            guard case .events(let things) = changes else {
                sessions.forgetAll()
                return keys.forgetAll()
            }
            for thing in things where CallerCache.events.contains(thing.name) {
                guard let user = ID<User>(thing.subject) else { continue }
                sessions.forget(of: user)
                keys.forget(of: user)
            }
        }
    }
}

/// Remembers for a second what there is not: a browser whose session has ended shows its cookie with every page and
/// picture, and a machine its revoked key. What is not there does not come to be under the same id or hash, so nothing has
/// to be forgotten; what a stranger makes up can only push others out.
final class AbsenceMemory<Key: Hashable & Sendable>: Sendable {
    private static var lifetime: Duration { .seconds(1) }
    /// More than this is forgotten as a whole: under 1 MB.
    static var capacity: Int { 10_000 }
    private let moments = Mutex<[Key: Timestamp]>([:])

    /// Whether it was not there a moment ago. When the clock was set back, nothing is remembered.
    func holds(_ key: Key, at now: Timestamp) -> Bool {
        moments.withLock { moments in
            guard let moment = moments[key] else { return false }
            return moment <= now && now < moment.advanced(by: Self.lifetime)
        }
    }

    func note(_ key: Key, at now: Timestamp) {
        moments.withLock { moments in
            if moments.count >= Self.capacity { moments = [:] }
            moments[key] = now
        }
    }

    var count: Int { moments.withLock { $0.count } }
}

/// Remembers for a few seconds what belongs to users.
final class ShortMemory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// A second short of the promise: what is read from the database was true at that moment.
    static var lifetime: Duration { .seconds(4) }
    /// More than this is forgotten as a whole: 20 MB.
    private static var capacity: Int { 100_000 }

    private struct Entry {
        let value: Value
        let user: ID<User>
        let begin: Timestamp
        let end: Timestamp
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var keys: [ID<User>: Set<Key>] = [:]
        var forgettings = 0

        mutating func forget(_ user: ID<User>) {
            for key in keys.removeValue(forKey: user) ?? [] { entries[key] = nil }
            forgettings += 1
        }
    }

    private let state = Mutex(State())

    /// What is remembered, if anything is and it is fresh. When the clock was set back, nothing is.
    func value(of key: Key, at now: Timestamp) -> Value? {
        state.withLock { state in
            guard let entry = state.entries[key], entry.begin <= now, now < entry.end else { return nil }
            return entry.value
        }
    }

    /// How often something was forgotten: asked before a value is read from the database, and told when it is kept.
    var forgettings: Int { state.withLock { $0.forgettings } }

    /// Remembers a value, unless something was forgotten since it was read: it may be of before a revocation.
    func keep(_ value: Value, of key: Key, user: ID<User>, at now: Timestamp, since forgettings: Int) {
        state.withLock { state in
            guard state.forgettings == forgettings else { return }
            if state.entries.count >= Self.capacity { (state.entries, state.keys) = ([:], [:]) }
            state.entries[key] = Entry(value: value, user: user, begin: now, end: now.advanced(by: Self.lifetime))
            state.keys[user, default: []].insert(key)
        }
    }

    func forget(of user: ID<User>) {
        state.withLock { $0.forget(user) }
    }

    func forgetAll() {
        state.withLock { state in
            (state.entries, state.keys) = ([:], [:])
            state.forgettings += 1
        }
    }
}
