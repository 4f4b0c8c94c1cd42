import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Persistence

@Suite(.timeLimit(.minutes(2)))
struct ChangeSignalTests {
    private struct Happened: Event {
        static let name = "thing.happened"
        let subject: String
    }

    private struct Refused: Error {}

    private static let moment = Timestamp(microseconds: 1_767_000_000_000_000)

    private func record(_ subjects: [String], in transaction: Transaction) throws {
        try transaction.record(subjects.map { Happened(subject: $0) }, at: ChangeSignalTests.moment)
    }

    private func things(_ subjects: [String]) -> ChangeSignal.Changes {
        .events(subjects.map { ChangedThing(name: "thing.happened", subject: $0) })
    }

    /// What subscribers were told.
    private final class Heard: Sendable {
        private let all = Mutex<[ChangeSignal.Changes]>([])
        var changes: [ChangeSignal.Changes] { all.withLock(\.self) }

        init(_ signal: ChangeSignal) {
            signal.subscribe { [self] changes in all.withLock { $0.append(changes) } }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A commit is told before the call returns, with everything that it recorded`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: OutboxMigrations.all) { database in
            let heard = Heard(database.changes)
            try await database.write { transaction in
                try record(["a", "b"], in: transaction)
                try record(["c"], in: transaction)
            }
            #expect(heard.changes == [things(["a", "b", "c"])])
            try await database.write { try record(["d"], in: $0) }
            #expect(heard.changes == [things(["a", "b", "c"]), things(["d"])])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `What is told is committed: another connection sees it`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: OutboxMigrations.all) { database in
            let told = AsyncStream<Void>.makeStream()
            database.changes.subscribe { _ in told.continuation.yield() }
            async let counted = {
                for await _ in told.stream { break }
                return try await database.read { try $0.value("SELECT count(*) FROM events", as: Int.self) }
            }()
            try await database.write { try record(["a", "b"], in: $0) }
            let count = try await counted
            #expect(count == 2)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A transaction that is rolled back, and one without events, tell nothing`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: OutboxMigrations.all) { database in
            let heard = Heard(database.changes)
            await #expect(throws: Refused.self) {
                try await database.write { transaction in
                    try record(["lost"], in: transaction)
                    throw Refused()
                }
            }
            _ = try await database.write { try $0.shopIdentity() }
            _ = try await database.read { try $0.lastPosition() }
            #expect(heard.changes.isEmpty)
            try await database.write { try record(["kept"], in: $0) }
            #expect(heard.changes == [things(["kept"])])
        }
    }

    @Test(.enabled(if: TestDatabase.all.contains(.postgres)))
    func `A transaction that PostgreSQL has run twice is told once`() async throws {
        try await TestDatabase.postgres.withDatabase(migrations: OutboxMigrations.all) { database in
            let heard = Heard(database.changes)
            let runs = Mutex(0)
            try await database.write { transaction in
                try record(["a"], in: transaction)
                guard
                    runs.withLock({ runs in
                        defer { runs += 1 }; return runs
                    }) == 0
                else { return }
                try transaction.execute(
                    """
                    DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$
                    """)
            }
            #expect(runs.withLock(\.self) == 2)
            #expect(heard.changes == [things(["a"])])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Too many things are told as everything`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: OutboxMigrations.all) { database in
            let heard = Heard(database.changes)
            try await database.write { try record((0...10_000).map(String.init), in: $0) }
            #expect(heard.changes == [.everything])
        }
    }

    @Test func `A waiter returns at once for a change between two waits, and once for many`() async {
        let signal = ChangeSignal()
        let waiter = signal.waiter()
        signal.publish(.everything)
        signal.publish(.everything)
        let first = await waiter.wait(atMost: .seconds(60))
        let second = await waiter.wait(atMost: .milliseconds(1))
        #expect(first && !second)
    }

    @Test func `A waiter is woken while it waits`() async {
        let signal = ChangeSignal()
        let waiter = signal.waiter()
        for _ in 0..<200 {
            async let woken = waiter.wait(atMost: .seconds(60))
            await Task.yield()
            signal.publish(.everything)
            let isWoken = await woken
            #expect(isWoken)
        }
    }

    @Test func `A cancelled waiter returns, and hears what comes later`() async {
        let signal = ChangeSignal()
        let waiter = signal.waiter()
        let waiting = Task { await waiter.wait(atMost: .seconds(600)) }
        waiting.cancel()
        let isWoken = await waiting.value
        #expect(!isWoken)
        signal.publish(.everything)
        let next = await waiter.wait(atMost: .seconds(60))
        #expect(next)
    }
}
