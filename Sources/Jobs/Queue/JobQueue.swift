package import Kernel
package import Persistence

/// The jobs of the shop: what enqueues them outside of a transaction of one's own, and what the operator does to them.
package struct JobQueue: Sendable {
    let database: any Database
    let clock: WallClock
    /// Wakes the workers of this process.
    let signal = JobSignal()

    /// The queue in that database. Make one when the shop is put together: it hears of commits as long as that lives.
    package init(_ database: any Database, clock: WallClock = .system) {
        (self.database, self.clock) = (database, clock)
        database.changes.subscribe { [signal] changes in
            if JobSignal.isMeant(by: changes) { signal.wake() }
        }
    }

    /// Enqueues one job in a transaction of its own.
    /// - Throws: as `Transaction.enqueue`.
    @discardableResult
    package func enqueue(_ job: some Job, notBefore: Timestamp? = nil, key: String? = nil) async throws
        -> ID<QueuedJob>
    {
        let moment = clock.now
        return try await database.write { try $0.enqueue(job, at: moment, notBefore: notBefore, key: key) }
    }

    /// Enqueues many jobs in one transaction.
    package func enqueue(_ jobs: [some Job]) async throws {
        let moment = clock.now
        try await database.write { try $0.enqueue(jobs, at: moment) }
    }

    /// Jobs, those first that are due first.
    /// - Parameter limit: at most 10,000.
    package func list(_ states: Set<JobState> = Set(JobState.allCases), named name: String? = nil, limit: Int = 100)
        async throws -> [QueuedJob]
    {
        try await database.read { try $0.jobs(states, named: name, limit: min(max(limit, 1), 10_000)) }
    }

    /// One job.
    /// - Throws: `JobError.unknown`.
    package func find(_ id: ID<QueuedJob>) async throws -> QueuedJob {
        guard let job = try await database.read({ try $0.job(id) }) else { throw JobError.unknown(id.description) }
        return job
    }

    /// Makes a job due now, be it dead or waiting, with all its tries before it.
    /// - Throws: `JobError.unknown`, `.running`.
    package func retry(_ id: ID<QueuedJob>) async throws {
        let moment = clock.now
        try await database.write { transaction in
            let isDue = try transaction.retry(id, at: moment)
            guard !isDue else { return }
            throw try transaction.job(id) == nil ? JobError.unknown(id.description) : .running(id)
        }
    }

    /// Makes every dead job due now, a thousand in a transaction.
    /// - Returns: how many there were.
    package func retryAllDead(named name: String? = nil) async throws -> Int {
        let moment = clock.now
        return try await inBatches { try $0.retryDead(named: name, limit: $1, at: moment) }
    }

    /// Removes a job, whatever its state. A worker that runs it cannot complete it any more, and is told so when it
    /// next extends its claim.
    /// - Returns: what it was.
    /// - Throws: `JobError.unknown`.
    @discardableResult
    package func cancel(_ id: ID<QueuedJob>) async throws -> QueuedJob {
        try await database.write { transaction in
            guard let job = try transaction.job(id), try transaction.cancel(id) else {
                throw JobError.unknown(id.description)
            }
            return job
        }
    }

    /// How the queue stands.
    package func figures() async throws -> JobFigures {
        let moment = clock.now
        return try await database.read { try $0.figures(at: moment) }
    }

    /// Removes the jobs that have been dead for 30 days, and schedules that nobody has run for as long.
    /// - Returns: how many jobs there were.
    package func prune() async throws -> Int {
        let border = clock.now.advanced(by: .zero - JobLimits.keepsDead)
        try await database.write { try $0.removeSchedules(dueBefore: border) }
        return try await inBatches { try $0.removeDead(before: border, limit: $1) }
    }

    /// Every schedule that a worker has registered.
    package func schedules() async throws -> [RegisteredSchedule] {
        try await database.read { try $0.schedules() }
    }

    private static let batch = 1000

    private func inBatches(_ body: @escaping @Sendable (Transaction, Int) throws -> Int) async throws -> Int {
        var total = 0
        while true {
            let count = try await database.write { try body($0, JobQueue.batch) }
            total += count
            guard count == JobQueue.batch else { return total }
        }
    }
}
