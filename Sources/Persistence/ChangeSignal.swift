import Synchronization

/// What an event was recorded about: the event's name and the thing's id.
package struct ChangedThing: Hashable, Sendable {
    /// `product.updated`.
    package let name: String
    /// The id of the thing that it happened to.
    package let subject: String

    /// Something that changed.
    package init(name: String, subject: String) {
        (self.name, self.subject) = (name, subject)
    }
}

/// What changed, as far as this process knows: its own commits at once, those of other nodes when the database says so.
///
/// It only wakes, and is no record: the table `events` is. A process that imports beside a server on SQLite is not
/// heard at all, nor are other nodes while the connection of the `PostgresListener` is broken. So whoever must not miss
/// a change follows the feed and asks from time to time, and takes the signal as "ask now". Whoever holds copies (a
/// cache) drops what is named, and everything when told so.
package final class ChangeSignal: Sendable {
    /// What changed.
    package enum Changes: Equatable, Sendable {
        /// These things; each may be told more than once.
        case events([ChangedThing])
        /// Anything: too much to name, or the other nodes were not heard for a while.
        case everything
    }

    private let subscribers = Mutex<[@Sendable (Changes) -> Void]>([])

    /// A signal that nobody has subscribed to.
    package init() {}

    /// Calls `body` after each commit with events, before the writer's call returns, and when other nodes are heard.
    ///
    /// It runs on the writer's thread, one of the database's own, and holds up that connection: set a flag, drop an
    /// entry, and return. It lasts as long as the signal, so subscribe when the shop is put together, not per request.
    package func subscribe(_ body: @escaping @Sendable (Changes) -> Void) {
        subscribers.withLock { $0.append(body) }
    }

    /// Someone who waits for changes, from now on.
    package func waiter() -> ChangeWaiter {
        let waiter = ChangeWaiter()
        subscribe { [weak waiter] _ in waiter?.wake() }
        return waiter
    }

    /// Tells every subscriber.
    func publish(_ changes: Changes) {
        for subscriber in subscribers.withLock({ $0 }) { subscriber(changes) }
    }
}

/// A task that waits for changes. A change between two of its waits ends the second one at once, so none is missed.
package final class ChangeWaiter: Sendable {
    private struct State {
        var hasChanged = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Returns when something changed since the last wait, when `limit` has passed, or when the task is cancelled.
    /// Used by one task at a time.
    /// - Returns: whether something changed.
    package func wait(atMost limit: Duration) async -> Bool {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await Task.sleep(for: limit) }
            group.addTask { await self.change() }
            await group.next()
            group.cancelAll()
        }
        return state.withLock { state in
            defer { state.hasChanged = false }
            return state.hasChanged
        }
    }

    func wake() {
        let waiting = state.withLock { state in
            state.hasChanged = true
            return state.waiting.take()
        }
        waiting?.resume()
    }

    private func change() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    // The flag of cancellation is set before the handler runs, so one of the two sees the other.
                    guard !state.hasChanged, !Task.isCancelled else { return true }
                    state.waiting = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.take() }?.resume()
        }
    }
}

/// The events that one run of a write transaction has recorded. Used by its thread alone.
final class RecordedChanges {
    /// What one transaction may name; more is `everything`. An import records 500 at once.
    private static let limit = 10_000
    private var things: [ChangedThing] = []
    private var isTooMuch = false

    /// `nil` when there was none.
    var changes: ChangeSignal.Changes? {
        if isTooMuch { return .everything }
        return things.isEmpty ? nil : .events(things)
    }

    func add(_ thing: ChangedThing) {
        guard things.last != thing else { return }
        guard things.count < Self.limit else { return isTooMuch = true }
        things.append(thing)
    }
}
