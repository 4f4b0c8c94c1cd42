import Dispatch
import Foundation
import Glibc
import Synchronization
import Telemetry

/// Threads that only hash: a password takes one of them for a quarter of a second, which no thread of Swift's tasks and
/// no event loop can spare. They run at a lower priority, so that a storm of logins takes what the rest leaves over.
///
/// Started when there is something to do, at most `count`; they end when the last owner is gone.
final class HashingThreads: Sendable {
    private let queue: HashQueue

    /// - Parameters:
    ///   - count: how many hash at once.
    ///   - limit: how many keys may wait.
    init(count: Int, limit: Int, metrics: MetricRegistry?) {
        queue = HashQueue(threads: count, limit: limit, metrics: metrics)
    }

    deinit {
        queue.close()
    }

    /// The hash of that key; `nil` when the setting is none. A task that is cancelled leaves the queue.
    /// - Throws: `IdentityError.busy` when too many wait, `CancellationError`.
    func hash(_ key: [UInt8], setting: String) async throws -> String? {
        let job = HashJob(key: key, setting: setting)
        return try await withTaskCancellationHandler {
            try Task.checkCancellation()
            try queue.add(job)
            return try await job.value
        } onCancel: {
            queue.remove(job)
            job.give(.failure(CancellationError()))
        }
    }

    var waitingCount: Int { queue.waitingCount }
}

/// The keys that wait for a thread, first come, first served.
private final class HashQueue: Sendable {
    private struct State {
        var waiting: [HashJob] = []
        var threads = 0
        /// Threads that sleep and that nobody has woken yet.
        var idle = 0
        var isClosed = false
    }

    private enum Call {
        case none, wake, start
    }

    private let threads: Int
    private let limit: Int
    private let state = Mutex(State())
    private let sleepers = DispatchSemaphore(value: 0)
    private let metrics: HashMetrics?

    init(threads: Int, limit: Int, metrics: MetricRegistry?) {
        (self.threads, self.limit) = (threads, limit)
        self.metrics = metrics.map { HashMetrics($0) }
        metrics?.gauge("souk_password_queue_length", "Passwords that wait for a thread to be hashed.") { [weak self] in
            Double(self?.waitingCount ?? 0)
        }
    }

    var waitingCount: Int { state.withLock(\.waiting.count) }

    func add(_ job: HashJob) throws {
        let call = state.withLock { state -> Call? in
            guard state.waiting.count < limit else { return nil }
            state.waiting.append(job)
            return nextCall(in: &state)
        }
        switch call {
        case nil:
            metrics?.refused.increment()
            throw IdentityError.busy
        case .none?: break
        case .wake?: sleepers.signal()
        case .start?: startThread()
        }
    }

    func remove(_ job: HashJob) {
        state.withLock { $0.waiting.removeAll { $0 === job } }
    }

    /// Lets the threads end when they have finished.
    func close() {
        let idle = state.withLock { state in
            defer { (state.isClosed, state.idle) = (true, 0) }
            return state.idle
        }
        for _ in 0..<idle { sleepers.signal() }
    }

    /// Whoever calls a sleeper takes it off the count, so that no call is lost and none is made twice.
    private func nextCall(in state: inout State) -> Call {
        if state.idle > 0 {
            state.idle -= 1
            return .wake
        }
        guard state.threads < threads else { return .none }
        state.threads += 1
        return .start
    }

    private func startThread() {
        let thread = Thread { [self] in
            // Since Linux counts niceness for each thread, this is about this one only. Ten steps leave it a tenth of
            // what a thread of a request gets when both want to run, so logins slow down and never stop.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
            // A name given before the start does not reach the system.
            Thread.current.name = "password"
            let bcrypt = Bcrypt()
            while let job = next() { job.give(.success(bcrypt.hash(job.key, setting: job.setting))) }
        }
        thread.stackSize = 256 * 1024
        thread.start()
    }

    /// Waits for something to do; `nil` when the thread is to end.
    private func next() -> HashJob? {
        while true {
            let (job, isClosed) = state.withLock { state -> (HashJob?, Bool) in
                guard state.waiting.isEmpty else { return (state.waiting.removeFirst(), false) }
                if !state.isClosed { state.idle += 1 }
                return (nil, state.isClosed)
            }
            if let job {
                metrics?.hashes.increment()
                metrics?.waitSeconds.observe(job.start.duration(to: .now))
                return job
            }
            if isClosed { return nil }
            sleepers.wait()
        }
    }
}

/// A key to be hashed, and the task that waits for its hash. The first answer counts.
private final class HashJob: Sendable {
    private enum State {
        case pending
        case awaited(CheckedContinuation<String?, any Error>)
        case given(Result<String?, any Error>)
    }

    let key: [UInt8]
    let setting: String
    let start = ContinuousClock.now
    private let state = Mutex(State.pending)

    init(key: [UInt8], setting: String) {
        (self.key, self.setting) = (key, setting)
    }

    func give(_ result: Result<String?, any Error>) {
        let waiter = state.withLock { state -> CheckedContinuation<String?, any Error>? in
            switch state {
            case .pending: state = .given(result)
            case .awaited(let waiter):
                state = .given(result)
                return waiter
            case .given: break
            }
            return nil
        }
        waiter?.resume(with: result)
    }

    var value: String? {
        get async throws {
            try await withCheckedThrowingContinuation { waiter in
                let known = state.withLock { state -> Result<String?, any Error>? in
                    if case .given(let result) = state { return result }
                    state = .awaited(waiter)
                    return nil
                }
                if let known { waiter.resume(with: known) }
            }
        }
    }
}

/// What is counted about hashing.
private struct HashMetrics: Sendable {
    let hashes: Counter
    let refused: Counter
    let waitSeconds: Histogram

    init(_ registry: MetricRegistry) {
        hashes = registry.counter("souk_password_hashes_total", "Passwords that were hashed.")[]
        refused = registry.counter("souk_password_refused_total", "Passwords refused since too many waited.")[]
        waitSeconds =
            registry.histogram(
                "souk_password_wait_seconds", "How long passwords waited for a thread.",
                buckets: [0.001, 0.01, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30])[]
    }
}
