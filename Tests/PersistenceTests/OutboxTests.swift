import Kernel
import TestSupport
import Testing

@testable import Persistence

@Suite(.timeLimit(.minutes(2)))
struct OutboxTests {
    private struct Happened: Event {
        static let name = "thing.happened"
        let subject: String
    }

    private static let moment = Timestamp(microseconds: 1_767_000_000_000_000)
    private static let later = Timestamp(microseconds: 1_867_000_000_000_000)

    /// The outbox's steps; 2 is the catalogue's.
    private static let migrations =
        OutboxMigrations.all + [Migration(2, "stand in", up: { _ in [] }, down: { _ in [] })] + OutboxMigrations.pruning

    private func record(_ subjects: [String], in transaction: Transaction) throws {
        try transaction.record(subjects.map { Happened(subject: $0) }, at: OutboxTests.moment)
    }

    /// PostgreSQL shows an event as soon as no older transaction runs in the whole server, and other tests have theirs:
    /// asks until the feed has that many. The suite's time limit is the end of its patience.
    private func feed(_ database: any Database, of count: Int) async throws -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        try await wait {
            events = try await database.read { try $0.events(after: .start, limit: 1000) }
            return events.count >= count
        }
        return events
    }

    @Test(arguments: TestDatabase.all)
    func `Events come in the order of their transactions, each once, page by page`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: OutboxTests.migrations) { database in
            for batch in 0..<5 {
                try await database.write { try record((0..<4).map { "\(batch)-\($0)" }, in: $0) }
            }
            let all = try await feed(database, of: 20)
            #expect(all.map(\.subject) == (0..<5).flatMap { batch in (0..<4).map { "\(batch)-\($0)" } })
            #expect(Set(all.map(\.name)) == ["thing.happened"])
            #expect(all.map(\.position) == all.map(\.position).sorted())
            var paged: [RecordedEvent] = []
            while true {
                let place = paged.last?.position ?? .start
                let page = try await database.read { try $0.events(after: place, limit: 3) }
                if page.isEmpty { break }
                #expect(page.count <= 3)
                paged += page
            }
            #expect(paged.map(\.position) == all.map(\.position))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `The last position is that of the last event shown`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: OutboxTests.migrations) { database in
            let before = try await database.read { try $0.lastPosition() }
            #expect(before == .start)
            try await database.write { try record(["a", "b"], in: $0) }
            let events = try await feed(database, of: 2)
            let (after, behind) = try await database.read {
                (try $0.lastPosition(), try $0.events(after: $0.lastPosition(), limit: 10))
            }
            #expect(after == events.last?.position)
            #expect(after > .start)
            #expect(behind.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `An event of a transaction that was rolled back never happened`(kind: TestDatabase) async throws {
        struct Refused: Error {}
        try await kind.withDatabase(migrations: OutboxTests.migrations) { database in
            await #expect(throws: Refused.self) {
                try await database.write { transaction in
                    try record(["lost"], in: transaction)
                    throw Refused()
                }
            }
            try await database.write { try record(["kept"], in: $0) }
            let events = try await feed(database, of: 1)
            #expect(events.map(\.subject) == ["kept"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Followers of writers that race miss nothing and see nothing twice`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: OutboxTests.migrations) { database in
            async let followed = follow(database, until: 60)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<60 {
                    group.addTask { try await database.write { try record(["\(writer)"], in: $0) } }
                }
                try await group.waitForAll()
            }
            let subjects = try await followed
            #expect(subjects.count == 60)
            #expect(Set(subjects) == Set((0..<60).map(String.init)))
        }
    }

    private func follow(_ database: any Database, until count: Int) async throws -> [String] {
        var place = FeedPosition.start
        var subjects: [String] = []
        try await wait {
            let page = try await database.read { [place] in try $0.events(after: place, limit: 7) }
            subjects += page.map(\.subject)
            place = page.last?.position ?? place
            return subjects.count >= count
        }
        return subjects
    }

    /// The trap of sequence numbers: A records first and commits last. A follower that has seen B must not have gone
    /// past A.
    @Test(.enabled(if: TestDatabase.all.contains(.postgres)))
    func `The feed does not run past a transaction that is still open`() async throws {
        try await TestDatabase.postgres.withDatabase(migrations: OutboxTests.migrations) { database in
            let (hasRecorded, mayCommit) = (Gate(), Gate())
            async let slow: Void = database.write { transaction in
                try record(["slow"], in: transaction)
                hasRecorded.open()
                mayCommit.passBlocking()
            }
            await hasRecorded.pass()
            try await database.write { try record(["fast"], in: $0) }
            let (early, last, written) = try await database.read { transaction in
                let written = try transaction.values("SELECT subject FROM events", as: String.self)
                return (try transaction.events(after: .start, limit: 10), try transaction.lastPosition(), written)
            }
            mayCommit.open()
            try await slow
            #expect(written == ["fast"], "it is committed, and only held back")
            #expect(early.isEmpty)
            #expect(last == .start)
            let events = try await feed(database, of: 2)
            #expect(events.map(\.subject) == ["slow", "fast"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A mark tells whether anything was recorded since`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: OutboxMigrations.all) { database in
            let empty = try await database.read { try $0.feedMark() }
            let stillEmpty = try await database.read { try !$0.hasEvents(since: empty) }
            #expect(stillEmpty)
            try await database.write { try record(["a"], in: $0) }
            let (hasMore, mark) = try await database.read { (try $0.hasEvents(since: empty), try $0.feedMark()) }
            #expect(hasMore)
            let hasNoMore = try await database.read { try !$0.hasEvents(since: mark) }
            #expect(hasNoMore)
        }
    }

    /// A records first and commits last: whoever marked its place between the two has not seen A.
    @Test(.enabled(if: TestDatabase.all.contains(.postgres)))
    func `A mark notices an event that was recorded before it and committed after it`() async throws {
        try await TestDatabase.postgres.withDatabase(migrations: OutboxMigrations.all) { database in
            let (hasRecorded, mayCommit) = (Gate(), Gate())
            async let slow: Void = database.write { transaction in
                try record(["slow"], in: transaction)
                hasRecorded.open()
                mayCommit.passBlocking()
            }
            await hasRecorded.pass()
            try await database.write { try record(["fast"], in: $0) }
            let mark = try await database.read { try $0.feedMark() }
            let before = try await database.read { try $0.hasEvents(since: mark) }
            mayCommit.open()
            try await slow
            let after = try await database.read { try $0.hasEvents(since: mark) }
            #expect(!before)
            #expect(after)
        }
    }

    @Test(
        arguments: [
            ("12", "12", true), ("13", "12", true), ("9", "12", false), ("20:20:", "20:20:", true),
            ("20:25:", "20:20:", true), ("20:20:", "20:25:", false), ("18:25:18", "18:20:18", true),
            ("18:25:18", "20:20:", false), ("22:25:22", "20:20:", true), ("18:20:18,19", "19:20:19", false),
            ("19:20:19", "18:20:18,19", true), ("20:20:", "12", false), ("12", "", false),
        ])
    func `A mark sees all of another when everything that the other saw had committed`(
        mine: String, others: String, sees: Bool
    ) {
        #expect(FeedMark(text: mine).sees(allOf: FeedMark(text: others)) == sees)
    }

    /// Behind an import the table is long, and a plan for any mark at all would read it.
    @Test(.enabled(if: TestDatabase.all.contains(.postgres)))
    func `Looking for events behind a mark goes by the index, whatever the mark`() async throws {
        try await TestDatabase.postgres.withDatabase(migrations: OutboxMigrations.all) { database in
            try await database.write { transaction in
                try record((0..<2000).map { "\($0)" }, in: transaction)
                try transaction.execute("ANALYZE events")
                try transaction.execute("SET LOCAL plan_cache_mode = force_generic_plan")
                let scans: SQL = "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relid = 'events'::regclass"
                let before = try transaction.value(scans, as: Int.self)
                // What it finds depends on what else the server's clients are doing.
                _ = try transaction.hasEvents(since: transaction.feedMark())
                #expect(try transaction.value(scans, as: Int.self) == before)
            }
        }
    }

    @Test func `Positions compare by transaction first, then by sequence`() {
        let positions = [
            FeedPosition.start, .init(epoch: 0, sequence: 9), .init(epoch: 1, sequence: 2),
            .init(epoch: 1, sequence: 3), .init(epoch: 2, sequence: 1),
        ]
        #expect(positions.shuffled().sorted() == positions)
    }

    @Test(arguments: TestDatabase.all)
    func `A database keeps its identity, and no other has it`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: OutboxTests.migrations) { first in
            let identities = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<5 { group.addTask { try await first.write { try $0.shopIdentity() } } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(identities.count == 1)
            #expect(identities.allSatisfy { ID<Void>($0) != nil })
            try await kind.withDatabase(migrations: OutboxTests.migrations) { second in
                let other = try await second.write { try $0.shopIdentity() }
                #expect(!identities.contains(other))
            }
        }
    }

    // MARK: Pruning

    private func recordDaily(_ days: Int, _ database: any Database) async throws {
        for day in 0..<days {
            let moment = OutboxTests.moment.advanced(by: .seconds(86_400 * day))
            try await database.write { try $0.record([Happened(subject: "\(day)")], at: moment) }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Old events are removed oldest first, a portion at a time`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: OutboxTests.migrations) { database in
            try await recordDaily(10, database)
            let all = try await feed(database, of: 10)
            let moment = OutboxTests.moment.advanced(by: .seconds(86_400 * 5))
            let first = try await database.write { try $0.pruneEvents(before: moment, limit: 3) }
            let horizon = try await database.read { try $0.feedHorizon() }
            let second = try await database.write { try $0.pruneEvents(before: moment, limit: 3) }
            let third = try await database.write { try $0.pruneEvents(before: moment, limit: 3) }
            #expect([first, second, third] == [3, 2, 0])
            #expect(horizon == all[2].position)
            let left = try await database.read { try $0.events(after: all[4].position, limit: 100) }
            #expect(left.map(\.subject) == ["5", "6", "7", "8", "9"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `The newest event stays, so that the end of the feed stays where it is`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: OutboxTests.migrations) { database in
            try await recordDaily(3, database)
            let all = try await feed(database, of: 3)
            let removed = try await database.write { try $0.pruneEvents(before: OutboxTests.later, limit: 100) }
            let (last, again) = (
                try await database.read { try $0.lastPosition() },
                try await database.write { try $0.pruneEvents(before: OutboxTests.later, limit: 100) }
            )
            #expect(removed == 2)
            #expect(again == 0)
            #expect(last == all[2].position)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A follower whose next events are gone is told so, and no other`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: OutboxTests.migrations) { database in
            try await recordDaily(6, database)
            let all = try await feed(database, of: 6)
            _ = try await database.write { try $0.pruneEvents(before: OutboxTests.later, limit: 3) }
            let horizon = all[2].position
            for place in [FeedPosition.start, all[0].position, all[1].position] {
                await #expect(throws: FeedPruned(horizon: horizon)) {
                    try await database.read { try $0.events(after: place, limit: 10) }
                }
            }
            for index in 2..<6 {
                let rest = try await database.read { try $0.events(after: all[index].position, limit: 10) }
                #expect(rest.map(\.position) == all[(index + 1)...].map(\.position))
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Nodes that prune at the same time remove each event once`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: OutboxTests.migrations) { database in
            try await recordDaily(30, database)
            _ = try await feed(database, of: 30)
            let removed = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await database.write { try $0.pruneEvents(before: OutboxTests.later, limit: 7) }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(removed == 29)
        }
    }

    /// An event that is still held back must not end up before the horizon, where nobody would see it.
    @Test(.enabled(if: TestDatabase.all.contains(.postgres)))
    func `An event of a transaction that is still open is not pruned away`() async throws {
        try await TestDatabase.postgres.withDatabase(migrations: OutboxTests.migrations) { database in
            let (hasRecorded, mayCommit) = (Gate(), Gate())
            async let slow: Void = database.write { transaction in
                try record(["slow"], in: transaction)
                hasRecorded.open()
                mayCommit.passBlocking()
            }
            await hasRecorded.pass()
            for subject in ["a", "b", "c"] { try await database.write { try record([subject], in: $0) } }
            let removed = try await database.write { try $0.pruneEvents(before: OutboxTests.later, limit: 10) }
            mayCommit.open()
            try await slow
            #expect(removed == 0)
            let events = try await feed(database, of: 4)
            #expect(events.map(\.subject) == ["slow", "a", "b", "c"])
        }
    }
}
