package import Kernel

/// An event as the outbox keeps it.
package struct RecordedEvent: Sendable {
    /// Its place in the feed.
    package let position: FeedPosition
    /// `product.updated`.
    package let name: String
    /// The id of the thing that it happened to.
    package let subject: String
}

/// A place in the feed of events: everything up to and including it has been seen.
///
/// PostgreSQL hands out sequence numbers before the commit, so a row with a smaller number may appear *after* one with
/// a larger number was read. The feed is therefore ordered by the writing transaction first, and only shows events of
/// transactions older than every one still running (`pg_snapshot_xmin`): nothing can appear behind a position any more.
/// SQLite has one writer, so its sequence is the order of commits and `epoch` stays 0.
package struct FeedPosition: Hashable, Comparable, Sendable {
    /// PostgreSQL's 64-bit transaction id; 0 on SQLite.
    package let epoch: Int64
    /// The sequence number of the event.
    package let sequence: Int64

    /// A place in the feed.
    package init(epoch: Int64, sequence: Int64) {
        self.epoch = epoch
        self.sequence = sequence
    }

    /// Before the first event.
    package static let start = FeedPosition(epoch: 0, sequence: 0)

    /// Earlier in the feed comes first.
    package static func < (left: FeedPosition, right: FeedPosition) -> Bool {
        (left.epoch, left.sequence) < (right.epoch, right.sequence)
    }
}

/// The tables of the outbox.
package enum OutboxMigrations {
    /// Version 1: the events, and the identity of this database.
    package static let all = [
        Migration(1, "create events and shop identity") { type in
            [
                """
                CREATE TABLE events (
                    sequence    \(type.identity),
                    epoch       \(type.integer) NOT NULL,
                    name        \(type.text) NOT NULL,
                    subject     \(type.text) NOT NULL,
                    recorded_at \(type.timestamp) NOT NULL
                )\(type.tableOptions)
                """,
                "CREATE INDEX events_feed ON events (epoch, sequence)",
                """
                CREATE TABLE shop (
                    one \(type.integer) PRIMARY KEY CHECK (one = 1),
                    id  \(type.uuid) NOT NULL
                )\(type.tableOptions)
                """,
            ]
        } down: { _ in
            ["DROP TABLE shop", "DROP TABLE events"]
        }
    ]

    /// Version 4: how far the feed was pruned.
    package static let pruning = [
        Migration(4, "remember how far the feed was pruned") { type in
            [
                """
                CREATE TABLE feed_horizon (
                    one      \(type.integer) PRIMARY KEY CHECK (one = 1),
                    epoch    \(type.integer) NOT NULL,
                    sequence \(type.integer) NOT NULL
                )\(type.tableOptions)
                """,
                "INSERT INTO feed_horizon (one, epoch, sequence) VALUES (1, 0, 0)",
            ]
        } down: { _ in
            ["DROP TABLE feed_horizon"]
        }
    ]
}

/// Events behind a follower's position were removed before it had seen them: it must begin anew from the facts.
package struct FeedPruned: Error, Equatable, Sendable {
    /// Up to here events are gone.
    package let horizon: FeedPosition
}

extension Transaction {
    /// Writes events that become visible when, and only when, this transaction commits. `Database.changes` tells of
    /// them then.
    package func record(_ events: [some Event], at moment: Timestamp) throws {
        for event in events { recorded?.add(ChangedThing(name: type(of: event).name, subject: event.subject)) }
        try insert(
            "INSERT INTO events (epoch, name, subject, recorded_at)",
            rows: events.map { event in
                """
                (\(sqlite: "0", postgres: "pg_current_xact_id()::text::bigint"), \(type(of: event).name), \(event.subject),
                    \(moment))
                """
            })
    }

    /// The next events behind `position`, oldest first, at most `limit`.
    /// - Throws: `FeedPruned` when some of them were removed.
    package func events(after position: FeedPosition, limit: Int) throws -> [RecordedEvent] {
        let horizon = try feedHorizon()
        guard position >= horizon else { throw FeedPruned(horizon: horizon) }
        return try all(
            """
            SELECT epoch, sequence, name, subject FROM events
            WHERE (epoch, sequence) > (\(position.epoch), \(position.sequence)) \(visibleEvents)
            ORDER BY epoch, sequence LIMIT \(limit)
            """)
    }

    /// The events behind `position` of every transaction that was committed, also those that the feed does not show yet
    /// because an older transaction is still running: for who cares more for soon than for order, and asks again.
    package func committedEvents(after position: FeedPosition, limit: Int) throws -> [RecordedEvent] {
        try all(
            """
            SELECT epoch, sequence, name, subject FROM events
            WHERE (epoch, sequence) > (\(position.epoch), \(position.sequence)) ORDER BY epoch, sequence LIMIT \(limit)
            """)
    }

    /// Removes events from before `moment`, oldest first, at most `limit` of them, and never the newest: it is the
    /// place from which new followers begin. Returns at the first one that is not old, so a portion costs what it removes.
    /// - Returns: how many were removed; fewer than `limit` when no more are old.
    package func pruneEvents(before moment: Timestamp, limit: Int) throws -> Int {
        // Locks the row, so that nodes which prune at the same time take turns.
        try execute("UPDATE feed_horizon SET one = 1 WHERE one = 1")
        let newest = try lastPosition()
        let oldest = try all(
            """
            SELECT epoch, sequence, recorded_at FROM events
            WHERE (epoch, sequence) < (\(newest.epoch), \(newest.sequence))
            ORDER BY epoch, sequence LIMIT \(limit)
            """, as: DatedPosition.self)
        guard let last = oldest.prefix(while: { $0.recordedAt < moment }).last?.position else { return 0 }
        try execute("UPDATE feed_horizon SET epoch = \(last.epoch), sequence = \(last.sequence) WHERE one = 1")
        return try execute("DELETE FROM events WHERE (epoch, sequence) <= (\(last.epoch), \(last.sequence))")
    }

    /// Up to here events are gone; `.start` when none are.
    package func feedHorizon() throws -> FeedPosition {
        try first("SELECT epoch, sequence FROM feed_horizon WHERE one = 1") ?? .start
    }

    /// Takes the horizon back to the last event when it lies beyond: pruning leaves the newest event, so that the events
    /// are those of another server then, or were cleared, and no position could ever be good enough.
    package func mendFeedHorizon() throws {
        let last = try lastPosition()
        try execute(
            """
            UPDATE feed_horizon SET epoch = \(last.epoch), sequence = \(last.sequence)
            WHERE one = 1 AND (epoch, sequence) > (\(last.epoch), \(last.sequence))
            """)
    }

    /// The place of the last event that the feed shows now.
    package func lastPosition() throws -> FeedPosition {
        try first(
            "SELECT epoch, sequence FROM events WHERE TRUE \(visibleEvents) ORDER BY epoch DESC, sequence DESC LIMIT 1")
            ?? .start
    }

    private var visibleEvents: SQL {
        "\(sqlite: "", postgres: "AND epoch < pg_snapshot_xmin(pg_current_snapshot())::text::bigint")"
    }

    /// The identity of this database, made when it is first asked for: what an index snapshot is checked against, so
    /// that one of another shop, or of a database that was made anew, is not taken for ours.
    package func shopIdentity() throws -> String {
        try execute("INSERT INTO shop (one, id) VALUES (1, \(ID<Void>())) ON CONFLICT (one) DO NOTHING")
        return try value("SELECT id FROM shop WHERE one = 1", as: ID<Void>.self)?.description ?? ""
    }
}

extension RecordedEvent: RowDecodable {
    /// Reads a row of `events`.
    package init(row: inout Row) throws {
        position = try FeedPosition(row: &row)
        name = try row.decode("name")
        subject = try row.decode("subject")
    }
}

extension FeedPosition: RowDecodable {
    /// Reads the columns `epoch` and `sequence`.
    package init(row: inout Row) throws {
        epoch = try row.decode("epoch")
        sequence = try row.decode("sequence")
    }
}

/// Where an event stands and when it was recorded.
private struct DatedPosition: RowDecodable {
    let position: FeedPosition
    let recordedAt: Timestamp

    init(row: inout Row) throws {
        position = try FeedPosition(row: &row)
        recordedAt = try row.decode("recorded_at")
    }
}
