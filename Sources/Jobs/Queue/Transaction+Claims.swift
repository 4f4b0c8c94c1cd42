import Kernel
package import Persistence

/// The life of a claim. `due_at` says of a waiting row when it may run, of a claimed one when its claim lapses. So
/// whatever is due can be claimed, and one index finds it.
extension Transaction {
    /// Whether anything could be claimed: what a worker asks before it disturbs the database's writer. Without its order
    /// PostgreSQL would look for any row in the table, past a million that are not due yet.
    func isAnyDue(of names: [String], at moment: Timestamp) throws -> Bool {
        try value("SELECT 1 FROM jobs WHERE \(due(names, moment)) ORDER BY due_at LIMIT 1", as: Int.self) != nil
    }

    /// Claims what has been due the longest. On PostgreSQL rows that another worker is about to claim are skipped, not
    /// waited for; SQLite has one writer.
    ///
    /// The array is worked out before the update is planned around it. Joined to the table instead, a prepared
    /// statement, which does not know its limit, reads the whole table: 380 ms among a million rows, not 0.2.
    func claim(_ names: [String], limit: Int, at moment: Timestamp, until lapse: Timestamp) throws -> [ClaimedJob] {
        try all(claiming(names, limit: limit, at: moment, until: lapse))
    }

    func claiming(_ names: [String], limit: Int, at moment: Timestamp, until lapse: Timestamp) -> SQL {
        """
        UPDATE jobs SET state = 'running', claim = \(ID<JobTicket>(at: moment)), due_at = \(lapse),
            tries = tries + 1, changed_at = \(moment)
        WHERE id \(sqlite: "IN", postgres: "= ANY (ARRAY") (
            SELECT id FROM jobs WHERE \(due(names, moment))
            ORDER BY due_at LIMIT \(limit) \(sqlite: "", postgres: "FOR UPDATE SKIP LOCKED")
        ) \(sqlite: "", postgres: ")")
        RETURNING id, claim, name, payload, tries, enqueued_at, trace
        """
    }

    /// A fixed number of names keeps the statement the same, and PostgreSQL's planner on the index `jobs_due`.
    private func due(_ names: [String], _ moment: Timestamp) -> SQL {
        let list = names.dropFirst().reduce("\(names.first)" as SQL) { "\($0), \($1)" }
        return "state <> 'dead' AND due_at <= \(moment) AND name IN (\(list))"
    }

    /// Puts off the lapse of claims.
    /// - Returns: those that are still held.
    func extend(_ tickets: [JobTicket], until lapse: Timestamp) throws -> [JobTicket] {
        try all(
            """
            UPDATE jobs SET due_at = \(lapse)
            WHERE id IN \(list: tickets.map(\.id)) AND claim IN \(list: tickets.map(\.claim))
            RETURNING id, claim
            """)
    }

    /// Ends the job of that run for good, together with whatever else this transaction does: both are, or neither.
    ///
    /// A handler that calls it is done with the queue; its worker does not complete the job again.
    /// - Throws: `JobError.claimLost` when the job is another worker's by now or was cancelled. Let it through, so that
    ///   the transaction is rolled back.
    package func complete(_ run: JobRun) throws {
        guard try complete(run.ticket) else { throw JobError.claimLost(run.id) }
        run.completion.set()
    }

    /// Removes a job that is done; one that was wanted again meanwhile waits again.
    /// - Returns: whether the claim was held.
    func complete(_ ticket: JobTicket) throws -> Bool {
        let removed = try execute("DELETE FROM jobs WHERE \(held(ticket)) AND again_at IS NULL")
        guard removed == 0 else { return true }
        let renewed = try execute(
            """
            UPDATE jobs SET state = 'waiting', claim = NULL, tries = 0, due_at = again_at, again_at = NULL,
                error = NULL, changed_at = again_at
            WHERE \(held(ticket)) AND again_at IS NOT NULL
            """)
        return renewed > 0
    }

    /// Lets a job that failed wait for its next try.
    /// - Returns: whether the claim was held.
    func putOff(_ ticket: JobTicket, until due: Timestamp, error: String, at moment: Timestamp) throws -> Bool {
        try execute(
            """
            UPDATE jobs SET state = 'waiting', claim = NULL, due_at = \(due), again_at = NULL, error = \(error),
                changed_at = \(moment)
            WHERE \(held(ticket))
            """) > 0
    }

    /// Ends a job that failed for good. One that was wanted again meanwhile begins anew, with all its tries.
    /// - Returns: whether the claim was held.
    func bury(_ ticket: JobTicket, error: String, at moment: Timestamp) throws -> Bool {
        try execute(
            """
            UPDATE jobs SET
                state = CASE WHEN again_at IS NULL THEN 'dead' ELSE 'waiting' END,
                unique_key = CASE WHEN again_at IS NULL THEN NULL ELSE unique_key END,
                tries = CASE WHEN again_at IS NULL THEN tries ELSE 0 END,
                due_at = COALESCE(again_at, \(moment)), again_at = NULL, claim = NULL, error = \(error),
                changed_at = \(moment)
            WHERE \(held(ticket))
            """) > 0
    }

    /// Gives claims back, as if they had never been: others may have the jobs at once, and the try does not count.
    func release(_ tickets: [JobTicket], at moment: Timestamp) throws {
        try execute(
            """
            UPDATE jobs SET state = 'waiting', claim = NULL, tries = tries - 1, due_at = \(moment), again_at = NULL,
                changed_at = \(moment)
            WHERE id IN \(list: tickets.map(\.id)) AND claim IN \(list: tickets.map(\.claim))
            """)
    }

    private func held(_ ticket: JobTicket) -> SQL {
        "id = \(ticket.id) AND claim = \(ticket.claim)"
    }
}
