import Kernel
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Persistence

/// Two nodes on one schema of a real server.
@Suite(.enabled(if: PostgresFixture.isThere), .timeLimit(.minutes(2)))
struct PostgresListenerTests {
    private struct Happened: Event {
        static let name = "thing.happened"
        let subject: String
    }

    /// A node: its database, with the listener running, and what it hears.
    private struct Node: Sendable {
        let database: PostgresDatabase
        let heard: AsyncStream<ChangeSignal.Changes>
        /// Its name on the server, where other tests have theirs.
        let name = ID<Void>().description

        init(_ url: String) throws {
            var options = PostgresOptions()
            options.applicationName = name
            database = try PostgresDatabase(url: url, options: options)
            let (stream, continuation) = AsyncStream<ChangeSignal.Changes>.makeStream()
            database.changes.subscribe { continuation.yield($0) }
            heard = stream
        }

        func record(_ subjects: [String]) async throws {
            try await database.write { transaction in
                try transaction.record(
                    subjects.map { Happened(subject: $0) }, at: Timestamp(microseconds: 1_767_000_000_000_000))
            }
        }
    }

    /// Runs `body` with two nodes whose listeners run and have said so.
    private func withNodes(_ body: @escaping @Sendable (Node, Node) async throws -> Void) async throws {
        try await TestDatabase.postgres.withPlace { _, url in
            let url = try #require(url)
            let (here, there) = (try Node(url), try Node(url))
            _ = try await Migrator(here.database, migrations: OutboxMigrations.all).up()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for node in [here, there] {
                    let listener = try #require(node.database.listener)
                    group.addTask { try await listener.run() }
                }
                for node in [here, there] {
                    var heard = node.heard.makeAsyncIterator()
                    let first = await heard.next()
                    #expect(first == .everything, "a listener that begins knows nothing of what was before")
                }
                let result: Result<Void, any Error>
                do { result = .success(try await body(here, there)) } catch { result = .failure(error) }
                group.cancelAll()
                try result.get()
            }
            await here.database.close()
            await there.database.close()
        }
    }

    private func things(_ subjects: [String]) -> Set<ChangedThing> {
        Set(subjects.map { ChangedThing(name: "thing.happened", subject: $0) })
    }

    @Test func `A commit of one node is heard by the other, and only once by itself`() async throws {
        try await withNodes { here, there in
            try await here.record(["a"])
            var (own, others) = (here.heard.makeAsyncIterator(), there.heard.makeAsyncIterator())
            let (first, second) = (await own.next(), await others.next())
            #expect(first == .events([ChangedThing(name: "thing.happened", subject: "a")]))
            #expect(second == first)
            // The next thing that the writer hears is of the other node: its own message was not taken for news.
            try await there.record(["b"])
            let third = await own.next()
            #expect(third == .events([ChangedThing(name: "thing.happened", subject: "b")]))
        }
    }

    @Test func `Every commit of many writers is heard, in few messages`() async throws {
        try await withNodes { here, there in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 { group.addTask { try await here.record(["\(number)"]) } }
                try await group.waitForAll()
            }
            var heard: Set<ChangedThing> = []
            var messages = 0
            for await changes in there.heard {
                guard case .events(let things) = changes else { return #expect(Bool(false), "\(changes)") }
                heard.formUnion(things)
                messages += 1
                if heard.count == 200 { break }
            }
            #expect(heard == things((0..<200).map(String.init)))
            #expect(messages <= 200)
        }
    }

    @Test func `A listener whose connection is killed comes back and says that anything may have changed`() async throws
    {
        try await withNodes { here, there in
            let killed = try await here.database.read { transaction in
                try transaction.values(
                    """
                    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
                    WHERE application_name = \(there.name) AND query LIKE 'LISTEN%'
                    """, as: Bool.self)
            }
            #expect(killed == [true])
            var heard = there.heard.makeAsyncIterator()
            let first = await heard.next()
            #expect(first == .everything)
            try await here.record(["a"])
            let second = await heard.next()
            #expect(second == .events([ChangedThing(name: "thing.happened", subject: "a")]))
        }
    }

    @Test func `A listener that is stopped lets go of its connection`() async throws {
        try await withNodes { here, there in
            let listener = try Node(PostgresFixture.url ?? "")
            let service = try #require(listener.database.listener)
            let running = Task { try await service.run() }
            var heard = listener.heard.makeAsyncIterator()
            _ = await heard.next()
            running.cancel()
            try await running.value
            // The server takes a moment to notice; the suite's time limit is the end of our patience.
            try await wait { try await here.database.read({ try $0.backends(of: listener.name) }) <= 0 }
            await listener.database.close()
        }
    }
}
