import Dispatch
import Synchronization

/// The transactions that wait for a connection, first come, first served, and the threads that take them.
///
/// Each thread that finds nothing to do counts itself as idle and sleeps on the semaphore; whoever adds a transaction
/// wakes one idle thread. So a busy pool takes one short lock per transaction and makes no system call for it.
final class PostgresQueue: Sendable {
    private let options: PostgresOptions
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)

    private struct State {
        var waiting = PostgresWaiting()
        var threads = 0
        var idle = 0
        var isClosed = false
        var isTimerSet = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    /// What the caller of `add` has to do.
    enum Placement {
        /// A thread is there to take it.
        case taken
        /// One more thread is due; it is counted already.
        case needsThread
        case refused(DatabaseError)
    }

    init(_ options: PostgresOptions) {
        self.options = options
    }

    func add(_ job: any PostgresJob) -> Placement {
        let (placement, wakes, setsTimer) = state.withLock { state in place(job, in: &state) }
        if wakes { wake.signal() }
        if setsTimer { setTimer(after: options.waitTimeout) }
        return placement
    }

    /// The next transaction; `nil` when the thread is to end. `beforeSleep` runs when there is nothing to do just now.
    func next(beforeSleep: () -> Void) -> (any PostgresJob)? {
        while true {
            let (job, isOver) = state.withLock { state -> ((any PostgresJob)?, Bool) in
                if let job = state.waiting.popFirst() { return (job, false) }
                if !state.isClosed { state.idle += 1 }
                return (nil, state.isClosed)
            }
            if let job { return job }
            if isOver { return nil }
            beforeSleep()
            wake.wait()
        }
    }

    /// Refuses new transactions, fails the waiting ones and lets the threads end when they have finished.
    func beginClosing() {
        let (left, idle) = state.withLock { state in
            defer { (state.isClosed, state.idle) = (true, 0) }
            return (state.waiting.removeAll(), state.idle)
        }
        for _ in 0..<idle { wake.signal() }
        for job in left { job.fail(DatabaseError.closed) }
    }

    /// Returns when the last thread has ended.
    func waitForThreads() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.threads > 0 { state.closers.append(continuation) }
                return state.threads == 0
            }
            if isOver { continuation.resume() }
        }
    }

    func threadEnded() {
        let closers = state.withLock { state in
            state.threads -= 1
            defer { if state.threads == 0 { state.closers = [] } }
            return state.threads == 0 ? state.closers : []
        }
        for closer in closers { closer.resume() }
    }
}

extension PostgresQueue {
    private func place(_ job: any PostgresJob, in state: inout State) -> (Placement, wakes: Bool, setsTimer: Bool) {
        guard !state.isClosed else { return (.refused(.closed), false, false) }
        if state.waiting.count >= options.waitingLimit { state.waiting.dropFinished() }
        guard state.waiting.count < options.waitingLimit else {
            return (.refused(.unavailable("\(options.waitingLimit) transactions wait for a connection")), false, false)
        }
        state.waiting.append(job, until: .now + options.waitTimeout)
        if state.idle > 0 {
            state.idle -= 1
            return (.taken, true, false)
        }
        if state.threads < options.connections {
            state.threads += 1
            return (.needsThread, false, false)
        }
        defer { state.isTimerSet = true }
        return (.taken, false, !state.isTimerSet)
    }

    /// One timer at most is under way, for the transaction that waits longest.
    private func setTimer(after duration: Duration) {
        let delay = DispatchTimeInterval.milliseconds(Int(max(duration.wholeMilliseconds, 1)))
        DispatchQueue.global().asyncAfter(deadline: .now() + delay) { [weak self] in self?.failOverdue() }
    }

    private func failOverdue() {
        let (overdue, deadline) = state.withLock { state in
            let overdue = state.waiting.removeOverdue(at: .now)
            state.isTimerSet = state.waiting.firstDeadline != nil
            return (overdue, state.waiting.firstDeadline)
        }
        if let deadline { setTimer(after: ContinuousClock.now.duration(to: deadline)) }
        for job in overdue {
            job.fail(DatabaseError.unavailable("no connection to PostgreSQL came free in \(options.waitTimeout)"))
        }
    }
}
