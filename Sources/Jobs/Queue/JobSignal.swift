import Persistence
import Synchronization

/// Wakes the workers of this process behind a commit that leaves a job due, so that it does not wait for their next look
/// at the table; workers of other nodes hear of it where the database tells them. Nothing depends on it: they look twice
/// a second anyway.
final class JobSignal: Sendable {
    private let listeners = Mutex<[Int: AsyncStream<Void>.Continuation]>([:])
    private let count = Atomic(0)

    init() {}

    /// Whether there may be a job that is due now.
    static func isMeant(by changes: ChangeSignal.Changes) -> Bool {
        switch changes {
        case .everything: true
        case .events(let things): things.contains { $0.name == due }
        }
    }

    /// What a transaction announces with the name of the job, `job.due`.
    static let due = "job.due"

    /// Lets every worker of this process look at the table.
    func wake() {
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
