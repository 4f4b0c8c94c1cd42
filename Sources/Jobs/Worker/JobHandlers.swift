/// Which job is done by what: one line for each job of the shop.
package struct JobHandlers: Sendable {
    private(set) var byName: [String: JobHandler] = [:]

    /// A table without lines.
    package init() {}

    /// Says what does a job. It runs beside others and is cancelled when it takes too long, when its claim is lost and
    /// when the process stops; what it throws decides whether it is tried again (`JobFailure`).
    /// - Precondition: the job has no other handler.
    package mutating func on<Work: Job>(
        _ type: Work.Type, _ handle: @escaping @Sendable (Work, JobRun) async throws -> Void
    ) {
        precondition(byName[Work.name] == nil, "\(Work.name) has two handlers")
        byName[Work.name] = JobHandler(retries: Work.retries, timeLimit: Work.timeLimit) { payload, run in
            try await handle(JobPayload.job(Work.self, from: payload), run)
        }
    }

    /// The jobs that it has, by name.
    package var names: [String] { byName.keys.sorted() }
}

/// What does the jobs of one name.
struct JobHandler: Sendable {
    let retries: RetryPolicy
    let timeLimit: Duration
    let handle: @Sendable (_ payload: String, JobRun) async throws -> Void
}
