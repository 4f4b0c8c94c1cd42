package import Kernel

/// What the queue refuses.
package enum JobError: DomainError, Equatable {
    /// The payload has more bytes than a row may hold.
    case payloadTooLarge(job: String, bytes: Int)
    /// A unique key is empty, too long or holds NUL.
    case invalidKey(job: String)
    /// There is no such job: it was done, or cancelled, or never there.
    case unknown(String)
    /// A job that runs is not retried.
    case running(ID<QueuedJob>)
    /// The run's claim is not its own any more: its worker was silent for longer than the lease, and another one has
    /// the job, or it was cancelled.
    case claimLost(ID<QueuedJob>)

    /// `job_payload_too_large`, …
    package var code: String {
        switch self {
        case .payloadTooLarge: "job_payload_too_large"
        case .invalidKey: "job_key_invalid"
        case .unknown: "job_not_found"
        case .running: "job_running"
        case .claimLost: "job_claim_lost"
        }
    }

    /// Whose fault it is.
    package var kind: ErrorKind {
        switch self {
        case .payloadTooLarge, .invalidKey: .defect
        case .unknown: .notFound
        case .running, .claimLost: .conflict
        }
    }

    /// What is wrong, and what is allowed.
    package var message: String {
        switch self {
        case .payloadTooLarge(let job, let bytes):
            "A payload of \(job) has \(bytes) bytes; \(JobLimits.payload) are allowed. Keep ids in it, not the things."
        case .invalidKey(let job): "A key of \(job) must have 1 to \(JobLimits.key) bytes, and no NUL."
        case .unknown(let id): "There is no job \(id). Finished and cancelled jobs are not kept."
        case .running(let id): "The job \(id) is running."
        case .claimLost(let id): "The job \(id) belongs to another worker by now, or was cancelled."
        }
    }
}

/// How much a job may carry.
package enum JobLimits {
    /// Bytes of a payload's JSON.
    package static let payload = 65_536
    /// Bytes of a unique key.
    package static let key = 200
    /// Characters of the error that is kept.
    package static let error = 500
    /// The longest wait that an error may ask for.
    package static let longestWait = Duration.seconds(7 * 86_400)
    /// How long dead jobs are kept.
    package static let keepsDead = Duration.seconds(30 * 86_400)
}
