package import Kernel
package import Persistence

/// A job as its row shows it.
package struct QueuedJob: Sendable {
    /// Its identity.
    package let id: ID<QueuedJob>
    /// `mail.send`
    package let name: String
    /// The JSON of its properties.
    package let payload: String
    /// What keeps it from being enqueued twice.
    package let key: String?
    /// Where it stands.
    package let state: JobState
    /// Waiting: when it may run. Running: when its claim lapses. Dead: when it died.
    package let dueAt: Timestamp
    /// How often it was begun.
    package let tries: Int
    /// Why the last try failed.
    package let error: String?
    /// When it was enqueued.
    package let enqueuedAt: Timestamp
    /// When its state last changed.
    package let changedAt: Timestamp
}

/// Where a job stands. One that was done has no row any more.
package enum JobState: String, Sendable, CaseIterable, SQLConvertible {
    /// For its time, its first try or its next one.
    case waiting
    /// A worker has claimed it.
    case running
    /// Its tries are used up, or none would help. It is kept for 30 days.
    case dead
}

extension QueuedJob: RowDecodable {
    /// Reads a row of `jobs`.
    package init(row: inout Row) throws {
        id = try row.decode("id")
        name = try row.decode("name")
        payload = try row.decode("payload")
        key = try row.decode("unique_key")
        state = try row.decode("state")
        dueAt = try row.decode("due_at")
        tries = try row.decode("tries")
        error = try row.decode("error")
        enqueuedAt = try row.decode("enqueued_at")
        changedAt = try row.decode("changed_at")
    }
}

/// How the queue stands.
package struct JobFigures: Sendable, Equatable {
    /// Jobs that wait, counted to `limit`.
    package let waiting: Int
    /// Dead jobs, counted to `limit`.
    package let dead: Int
    /// For how long the job that has been due the longest has been due.
    package let oldest: Duration

    /// Further than this nobody counts: a hundred thousand rows of an index take 10 ms.
    package static let limit = 100_000
}
