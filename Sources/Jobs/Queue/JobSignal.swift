import Synchronization

/// Wakes the workers of this process, so that a job which is due now does not wait for their next look at the table.
/// Nothing depends on it: they look twice a second anyway.
package final class JobSignal: Sendable {
    private let listeners = Mutex<[Int: AsyncStream<Void>.Continuation]>([:])
    private let count = Atomic(0)

    init() {}

    /// Lets every worker of this process look at the table. Call it behind the commit.
    package func wake() {
        for listener in listeners.withLock({ Array($0.values) }) { listener.yield() }
    }

    /// Adds a worker, until its stream ends.
    func add(_ continuation: AsyncStream<Void>.Continuation) {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        listeners.withLock { $0[number] = continuation }
        continuation.onTermination = { [weak self] _ in
            _ = self?.listeners.withLock { $0.removeValue(forKey: number) }
        }
    }
}
