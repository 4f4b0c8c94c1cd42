import Kernel
import Persistence

/// What the operator asks of the queue.
extension Transaction {
    private var columns: SQL {
        "id, name, payload, unique_key, state, due_at, tries, error, enqueued_at, changed_at"
    }

    func jobs(_ states: Set<JobState>, named name: String?, limit: Int) throws -> [QueuedJob] {
        var conditions: [SQL] = []
        if states != Set(JobState.allCases) { conditions.append("state IN \(list: states.map(\.rawValue).sorted())") }
        if let name { conditions.append("name = \(name)") }
        return try all(
            "SELECT \(columns) FROM jobs WHERE \(SQL.all(conditions)) ORDER BY due_at, id LIMIT \(limit)")
    }

    func job(_ id: ID<QueuedJob>) throws -> QueuedJob? {
        try first("SELECT \(columns) FROM jobs WHERE id = \(id)")
    }

    /// Makes a job due now, with all its tries.
    /// - Returns: whether it was there and did not run.
    func retry(_ id: ID<QueuedJob>, at moment: Timestamp) throws -> Bool {
        let count = try execute("UPDATE jobs SET \(revived(at: moment)) WHERE id = \(id) AND state <> 'running'")
        if count > 0 { announceDue("*") }
        return count > 0
    }

    /// - Returns: how many there were.
    func retryDead(named name: String?, limit: Int, at moment: Timestamp) throws -> Int {
        let condition: SQL = if let name { "AND name = \(name)" } else { .empty }
        let count = try execute(
            """
            UPDATE jobs SET \(revived(at: moment)) WHERE id IN (
                SELECT id FROM jobs WHERE state = 'dead' AND changed_at <= \(moment) \(condition)
                ORDER BY changed_at LIMIT \(limit)
            )
            """)
        if count > 0 { announceDue(name ?? "*") }
        return count
    }

    private func revived(at moment: Timestamp) -> SQL {
        "state = 'waiting', due_at = \(moment), tries = 0, changed_at = \(moment)"
    }

    /// - Returns: whether it was there.
    func cancel(_ id: ID<QueuedJob>) throws -> Bool {
        try execute("DELETE FROM jobs WHERE id = \(id)") > 0
    }

    /// - Returns: how many there were.
    func removeDead(before moment: Timestamp, limit: Int) throws -> Int {
        try execute(
            """
            DELETE FROM jobs WHERE id IN (
                SELECT id FROM jobs WHERE state = 'dead' AND changed_at < \(moment) ORDER BY changed_at LIMIT \(limit)
            )
            """)
    }

    func figures(at moment: Timestamp) throws -> JobFigures {
        let oldest = try value(
            "SELECT due_at FROM jobs WHERE state <> 'dead' ORDER BY due_at LIMIT 1", as: Timestamp.self)
        return JobFigures(
            waiting: try count("state <> 'dead' AND state = 'waiting'"),
            dead: try count("state = 'dead'"),
            oldest: .microseconds(max(0, moment.microseconds - (oldest ?? moment).microseconds)))
    }

    private func count(_ condition: SQL) throws -> Int {
        try value(
            "SELECT count(*) FROM (SELECT 1 FROM jobs WHERE \(condition) LIMIT \(JobFigures.limit)) AS counted",
            as: Int.self) ?? 0
    }
}
