import Dispatch
import Glibc
import Synchronization
import Telemetry

/// The transactions that wait for a connection, first come, first served, and the threads that take them.
///
/// A thread that finds nothing to do sleeps on a semaphore of its own. Whoever adds a transaction wakes one, the last
/// that fell asleep, but only when no other is waking up: the woken thread wakes the next when there is more to do. So
/// a thread that has just finished often takes the new transaction, and a switch between threads is saved; and threads
/// beyond the usual number find time to lie idle and end.
final class PostgresQueue: Sendable {
    private let options: PostgresOptions
    private let gate: PostgresGate
    private let metrics: PostgresMetrics
    private let startThread: @Sendable (PostgresQueue) -> Void
    private let state = Mutex(State())

    private struct State {
        var waiting = PostgresWaiting<any PostgresJob>()
        var threads = 0
        /// Those that sleep; the last fell asleep last.
        var idle: [PostgresSleeper] = []
        /// A thread was woken or started, and has not come for its transaction yet.
        var isWaking = false
        var isClosed = false
        var isTimerSet = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    /// What is to be done when the lock is open again.
    private enum Call {
        case none
        case wake(PostgresSleeper)
        case start
    }

    /// - Parameter startThread: starts a thread that calls `next` until that is `nil`.
    init(
        _ options: PostgresOptions, _ gate: PostgresGate, _ metrics: PostgresMetrics,
        startThread: @escaping @Sendable (PostgresQueue) -> Void
    ) {
        (self.options, self.gate, self.metrics, self.startThread) = (options, gate, metrics, startThread)
    }

    var waitingCount: Int { state.withLock(\.waiting.count) }

    /// Puts a transaction in line, or fails it.
    func add(_ job: any PostgresJob) {
        let deadline = ContinuousClock.now + options.waitTimeout
        let result = state.withLock { state -> Result<(Call, setsTimer: Bool), DatabaseError> in
            guard !state.isClosed else { return .failure(.closed) }
            guard hasRoom(in: &state) else {
                return .failure(.unavailable("\(options.waitingLimit) transactions wait for a connection"))
            }
            state.waiting.append(job, until: deadline)
            defer { state.isTimerSet = true }
            return .success((nextCall(in: &state), !state.isTimerSet))
        }
        switch result {
        case .success(let (call, setsTimer)):
            make(call)
            if setsTimer { setTimer(after: options.waitTimeout) }
        case .failure(let error):
            if error != .closed { metrics.refusedFull.increment() }
            job.fail(error)
        }
    }

    /// The next transaction; `nil` when the thread is to end. `beforeSleep` runs when there is nothing to do just now.
    func next(_ sleeper: PostgresSleeper, beforeSleep: () -> Void) -> (any PostgresJob)? {
        if let job = take(sleeper) { return job }
        // Lets a task that was just answered come back with its next transaction before this thread falls asleep.
        sched_yield()
        if let job = take(sleeper) { return job }
        beforeSleep()
        while sleep(sleeper) {
            if let job = take(sleeper) { return job }
        }
        return nil
    }

    /// The thread has no connection and cannot open one. Others may have: then they get the transaction, and the thread
    /// is to end.
    /// - Returns: whether the transaction is in line again.
    func putBack(_ job: any PostgresJob) -> Bool {
        guard gate.connections > 0 else { return false }
        let (isBack, call) = state.withLock { state -> (Bool, Call) in
            guard !state.isClosed, state.threads > 1 else { return (false, .none) }
            state.waiting.prepend(job, until: .now + options.waitTimeout)
            return (true, nextCall(in: &state))
        }
        make(call)
        return isBack
    }

    /// Refuses new transactions, fails the waiting ones and lets the threads end when they have finished.
    func beginClosing() {
        let (left, idle) = state.withLock { state in
            defer { (state.isClosed, state.idle) = (true, []) }
            return (state.waiting.removeAll(), state.idle)
        }
        for sleeper in idle { sleeper.wake() }
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
        let (closers, call) = state.withLock { state -> ([CheckedContinuation<Void, Never>], Call) in
            state.threads -= 1
            defer { if state.threads == 0 { state.closers = [] } }
            return (state.threads == 0 ? state.closers : [], nextCall(in: &state))
        }
        make(call)
        for closer in closers { closer.resume() }
    }
}

extension PostgresQueue {
    private func hasRoom(in state: inout State) -> Bool {
        if state.waiting.count >= options.waitingLimit { state.waiting.drop(where: \.isFinished) }
        return state.waiting.count < options.waitingLimit
    }

    /// Who is to come for what waits.
    private func nextCall(in state: inout State) -> Call {
        guard state.waiting.count > 0, !state.isWaking, !state.isClosed else { return .none }
        if let sleeper = state.idle.popLast() {
            state.isWaking = true
            noteBusy(state)
            return .wake(sleeper)
        }
        // While the server refuses, those that have a connection do the work.
        guard state.threads < options.connections + options.overflow, state.threads == 0 || gate.isOpen else {
            return .none
        }
        state.threads += 1
        state.isWaking = true
        noteBusy(state)
        return .start
    }

    private func make(_ call: Call) {
        switch call {
        case .none: break
        case .wake(let sleeper): sleeper.wake()
        case .start: startThread(self)
        }
    }

    private func take(_ sleeper: PostgresSleeper) -> (any PostgresJob)? {
        let isCalled = sleeper.answersCall()
        let (entry, call) = state.withLock { state in
            if isCalled { state.isWaking = false }
            let entry = state.waiting.popFirst()
            return (entry, entry == nil ? .none : nextCall(in: &state))
        }
        make(call)
        guard let entry else { return nil }
        metrics.waitSeconds.observe(options.waitTimeout - ContinuousClock.now.duration(to: entry.deadline))
        return entry.job
    }

    private enum Rest {
        case over, none, sleep, sleepShortly
    }

    /// - Returns: whether the thread goes on; else it is to end.
    private func sleep(_ sleeper: PostgresSleeper) -> Bool {
        let rest: Rest = state.withLock { state in
            guard !state.isClosed else { return .over }
            // A transaction may have come since this thread looked, and nobody may have been there to be called.
            guard state.waiting.count == 0 else { return .none }
            state.idle.append(sleeper)
            noteBusy(state)
            return state.threads > options.connections ? .sleepShortly : .sleep
        }
        switch rest {
        case .over: return false
        case .none: return true
        case .sleep:
            sleeper.sleep()
            return true
        case .sleepShortly: return sleeper.sleep(atMost: options.overflowIdleTime) || !leave(sleeper)
        }
    }

    /// The thread has overslept.
    /// - Returns: whether it is to end: not when it was called in this moment, or others have ended before.
    private func leave(_ sleeper: PostgresSleeper) -> Bool {
        let isCalled = state.withLock { state in
            guard let place = state.idle.firstIndex(where: { $0 === sleeper }) else { return true }
            state.idle.remove(at: place)
            return false
        }
        if isCalled { sleeper.sleep() }
        return !isCalled && state.withLock { $0.threads > options.connections }
    }

    private func noteBusy(_ state: State) {
        metrics.busy.value = Double(state.threads - state.idle.count)
    }
}

extension PostgresQueue {
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
            metrics.refusedOverdue.increment()
            job.fail(DatabaseError.unavailable("no connection to PostgreSQL came free in \(options.waitTimeout)"))
        }
    }
}

/// Where one thread of the pool sleeps.
final class PostgresSleeper: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    /// A new thread was started for a transaction, as if it had been called.
    private let isCalled = Atomic(true)

    func wake() {
        isCalled.store(true, ordering: .releasing)
        semaphore.signal()
    }

    func sleep() {
        semaphore.wait()
    }

    /// - Returns: whether it was woken.
    func sleep(atMost limit: Duration) -> Bool {
        semaphore.wait(timeout: .now() + .milliseconds(Int(max(limit.wholeMilliseconds, 1)))) == .success
    }

    /// Whether the thread was called since it was last asked.
    func answersCall() -> Bool {
        isCalled.exchange(false, ordering: .acquiring)
    }
}
