/// Which events a transaction could see: more exact than a `FeedPosition`, which holds back what others may still be
/// writing. Two reads of which the later sees no event beyond the mark of the earlier see the same facts.
package struct FeedMark: Hashable, Sendable {
    /// PostgreSQL's snapshot (`pg_current_snapshot`); on SQLite, whose events come in the order of commits, the sequence
    /// number of the last one.
    fileprivate let text: String
}

extension Transaction {
    /// What this transaction sees.
    package func feedMark() throws -> FeedMark {
        let text = try value(
            "SELECT \(sqlite: "CAST(COALESCE(max(sequence), 0) AS TEXT) FROM events", postgres: "pg_current_snapshot()::text")",
            as: String.self)
        return FeedMark(text: text ?? "")
    }

    /// Whether this transaction sees an event that the one of that mark did not, whenever it was recorded. Events that
    /// were pruned meanwhile do not count.
    package func hasEvents(since mark: FeedMark) throws -> Bool {
        try value(dialect == .sqlite ? mark.laterOnSQLite : mark.laterOnPostgres, as: Bool.self) ?? true
    }
}

extension FeedMark {
    fileprivate var laterOnSQLite: SQL {
        "SELECT EXISTS (SELECT 1 FROM events WHERE sequence > CAST(\(text) AS INTEGER))"
    }

    /// Older than the mark's xmin is what it saw in any case; the index on `epoch` skips it.
    fileprivate var laterOnPostgres: SQL {
        """
        SELECT EXISTS (SELECT 1 FROM events
            WHERE epoch >= pg_snapshot_xmin(\(text)::pg_snapshot)::text::bigint
                AND NOT pg_visible_in_snapshot(epoch::text::xid8, \(text)::pg_snapshot))
        """
    }
}
