package import Kernel
package import Logging
import Persistence
import Synchronization

/// One run of a job, as its handler sees it.
package struct JobRun: Sendable {
    /// The job's identity: the same at every try, and so the idempotency key of a call to others.
    package let id: ID<QueuedJob>
    /// Which try it is, from 1.
    package let attempt: Int
    /// When the job was enqueued.
    package let enqueuedAt: Timestamp
    /// A logger that names the job.
    package let logger: Logger

    let ticket: JobTicket
    let completion = JobCompletion()

    init(_ job: ClaimedJob, logger: Logger) {
        (id, ticket, attempt, enqueuedAt) = (job.ticket.id, job.ticket, job.tries, job.enqueuedAt)
        var logger = logger
        logger[metadataKey: "job"] = "\(job.name)"
        logger[metadataKey: "job_id"] = "\(job.ticket.id)"
        self.logger = logger
    }
}

/// A job and the claim on it. Every statement that ends a run names both, so that a worker whose claim has lapsed
/// cannot end the run of another.
struct JobTicket: Hashable, Sendable, RowDecodable {
    let id: ID<QueuedJob>
    let claim: ID<JobTicket>

    init(id: ID<QueuedJob>, claim: ID<JobTicket>) {
        (self.id, self.claim) = (id, claim)
    }

    init(row: inout Row) throws {
        id = try row.decode("id")
        claim = try row.decode("claim")
    }
}

/// A job that a worker has just claimed.
struct ClaimedJob: Sendable, RowDecodable {
    let ticket: JobTicket
    let name: String
    let payload: String
    /// How often it was begun, this time included.
    let tries: Int
    let enqueuedAt: Timestamp
    /// The `traceparent` of what enqueued it.
    let trace: String?

    init(row: inout Row) throws {
        ticket = try JobTicket(row: &row)
        name = try row.decode("name")
        payload = try row.decode("payload")
        tries = try row.decode("tries")
        enqueuedAt = try row.decode("enqueued_at")
        trace = try row.decode("trace")
    }
}

/// Whether a handler has completed its job by itself. Set inside the transaction, so it may be set and the transaction
/// rolled back; then the row is still there, and its claim lapses.
final class JobCompletion: Sendable {
    private let isSetFlag = Atomic(false)

    var isSet: Bool { isSetFlag.load(ordering: .acquiring) }

    func set() {
        isSetFlag.store(true, ordering: .releasing)
    }
}
