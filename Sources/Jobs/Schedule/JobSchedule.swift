package import Kernel
package import Persistence

/// A job that comes again and again.
///
/// It is enqueued once for each due moment, however many nodes there are, in the transaction that moves the schedule
/// on. After down-time it is enqueued once, not once for each moment that was missed. While its last job waits or runs,
/// another one is not enqueued.
package struct JobSchedule: Sendable {
    /// A stable word, unique among the schedules: `jobs.prune`.
    package let name: String
    /// When it is due, in UTC.
    package let expression: CronExpression
    let enqueue: @Sendable (Transaction, Timestamp) throws -> Void

    /// A schedule.
    /// - Parameter job: makes the job, given the moment at which it is enqueued.
    package init<Work: Job>(
        _ name: String, _ expression: CronExpression, _ job: @escaping @Sendable (Timestamp) -> Work
    ) {
        (self.name, self.expression) = (name, expression)
        enqueue = { transaction, moment in
            try transaction.enqueueUnlessThere(job(moment), at: moment, key: "schedule:\(name)")
        }
    }
}

/// A schedule as its row shows it.
package struct RegisteredSchedule: Sendable, RowDecodable {
    /// Its name.
    package let name: String
    /// Its expression, as the node that registered it last has it.
    package let expression: String
    /// When it is due next.
    package let nextAt: Timestamp
    /// When it was due last, and seen.
    package let lastAt: Timestamp?

    /// Reads a row of `job_schedules`.
    package init(row: inout Row) throws {
        name = try row.decode("name")
        expression = try row.decode("expression")
        nextAt = try row.decode("next_at")
        lastAt = try row.decode("last_at")
    }
}

extension Transaction {
    /// Writes a schedule down; one whose expression was changed begins anew.
    func register(_ schedule: JobSchedule, at moment: Timestamp) throws {
        guard let next = schedule.expression.next(after: moment) else { return }
        try execute(
            """
            INSERT INTO job_schedules (name, expression, next_at)
            VALUES (\(schedule.name), \(schedule.expression.description), \(next))
            ON CONFLICT (name) DO UPDATE SET expression = excluded.expression, next_at = excluded.next_at
            WHERE job_schedules.expression <> excluded.expression
            """)
    }

    func schedules(dueAt moment: Timestamp? = nil) throws -> [RegisteredSchedule] {
        let condition: SQL = if let moment { "next_at <= \(moment)" } else { "TRUE" }
        return try all(
            "SELECT name, expression, next_at, last_at FROM job_schedules WHERE \(condition) ORDER BY next_at, name")
    }

    /// Moves a due schedule on and enqueues its job, unless another node has done so.
    /// - Returns: whether this one did.
    func fire(_ schedule: JobSchedule, due: RegisteredSchedule, at moment: Timestamp) throws -> Bool {
        guard schedule.expression.description == due.expression, let next = schedule.expression.next(after: moment)
        else { return false }
        let moved = try execute(
            """
            UPDATE job_schedules SET next_at = \(next), last_at = \(moment)
            WHERE name = \(due.name) AND expression = \(due.expression) AND next_at = \(due.nextAt)
            """)
        guard moved > 0 else { return false }
        try schedule.enqueue(self, moment)
        return true
    }

    func removeSchedules(dueBefore moment: Timestamp) throws {
        try execute("DELETE FROM job_schedules WHERE next_at < \(moment)")
    }
}
