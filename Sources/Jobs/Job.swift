/// Work that is done later by whichever worker is free: its properties are the payload, which is kept as JSON.
///
/// ```swift
/// struct SendMail: Job {
///     static let name = "mail.send"
///     let order: ID<Order>
/// }
/// ```
/// It runs **at least once**: a worker may be killed behind the effect and before the completion. A handler whose
/// effect is in the database completes the job in the same transaction (`transaction.complete(run)`), and the effect
/// happens once. Any other handler is idempotent, or sends the job's id as the idempotency key of its call.
package protocol Job: Codable, Sendable {
    /// A stable word, `mail.send`: it stands in the rows that wait, so it is never renamed while there are any.
    static var name: String { get }
    /// How often it is tried, and how long is waited between.
    static var retries: RetryPolicy { get }
    /// How long one run may take; then its task is cancelled and the run has failed.
    static var timeLimit: Duration { get }
}

extension Job {
    /// Twelve tries within about an hour.
    package static var retries: RetryPolicy { .standard }
    /// Five minutes.
    package static var timeLimit: Duration { .seconds(300) }
}

/// How often a job is tried, and how long is waited between the tries.
///
/// Exponential back-off with full jitter: the wait is a random time up to `base` × 2ⁿ, and up to `cap`, so that jobs
/// which failed together do not come back together.
package struct RetryPolicy: Hashable, Sendable {
    /// How often it is tried in all, 1 to 100.
    package let tries: Int
    /// The longest wait behind the first try.
    package let base: Duration
    /// The longest wait behind any try.
    package let cap: Duration

    /// A policy.
    package init(tries: Int, base: Duration = .seconds(2), cap: Duration = .seconds(3600)) {
        precondition((1...100).contains(tries) && base >= .zero && cap >= base, "1 to 100 tries, 0 ≤ base ≤ cap")
        (self.tries, self.base, self.cap) = (tries, base, cap)
    }

    /// Twelve tries; the waits add up to about three quarters of an hour, to twice that at most.
    package static let standard = RetryPolicy(tries: 12)
    /// One try.
    package static let none = RetryPolicy(tries: 1)

    /// The longest wait behind that try.
    /// - Parameter attempt: from 1.
    package func longestWait(behind attempt: Int) -> Duration {
        var wait = base
        for _ in 1..<max(attempt, 1) where wait < cap { wait *= 2 }
        return min(wait, cap)
    }

    /// A random wait behind that try, in whole milliseconds.
    package func wait(behind attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        let longest = longestWait(behind: attempt) / .milliseconds(1)
        return .milliseconds(Int64.random(in: 0...Int64(longest), using: &generator))
    }
}

/// An error that says by itself whether the job that met it is tried again.
package protocol JobFailure: Error {
    /// What becomes of the job.
    var retry: JobRetry { get }
    /// One sentence that is kept with the job: no secrets, no addresses.
    var reason: String { get }
}

/// What becomes of a job whose run failed.
package enum JobRetry: Hashable, Sendable {
    /// It is tried again by its policy.
    case byPolicy
    /// It is tried again after that time, as a `Retry-After` asks, if its policy leaves a try.
    case after(Duration)
    /// Trying again would not help: it is dead at once.
    case never
}

/// A failure of a job, for handlers that have no error of their own to throw.
package struct FailedJob: JobFailure {
    /// One sentence that is kept with the job.
    package let reason: String
    /// What becomes of the job.
    package let retry: JobRetry

    /// A failure with that sentence.
    package init(_ reason: String, retry: JobRetry = .byPolicy) {
        (self.reason, self.retry) = (reason, retry)
    }
}
