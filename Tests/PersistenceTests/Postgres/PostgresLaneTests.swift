import Kernel
import Synchronization
import Testing

@testable import Persistence

/// Look-ups on the lanes of PostgreSQL: from tasks on a lane and elsewhere, and when something goes wrong.
@Suite(.enabled(if: PostgresFixture.isThere), .timeLimit(.minutes(2)))
struct PostgresLaneTests {
    private func number(_ database: PostgresDatabase, _ number: Int) async throws -> Int? {
        try await database.lookUp { try $0.value("SELECT \(number)::bigint", as: Int.self) }
    }

    private func backend(_ database: PostgresDatabase) async throws -> Int {
        try await database.lookUp { try $0.backend() }
    }

    @Test func `Tasks on a lane and elsewhere each get their own answers`() async throws {
        try await PostgresFixture.withDatabase { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<64 {
                    group.addTask(executorPreference: task % 2 == 0 ? database.executor : nil) {
                        for round in 0..<100 {
                            let answer = try await number(database, task * 1000 + round)
                            #expect(answer == task * 1000 + round)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `A task on a lane stays there, and asks on the connections of its lane`() async throws {
        try await PostgresFixture.withDatabase { database in
            guard let executor = database.executor as? PostgresLane else { return #expect(Bool(false)) }
            try await withTaskExecutorPreference(executor) {
                #expect(executor.isCurrent)
                let first = try await backend(database)
                for _ in 0..<10 {
                    #expect(try await backend(database) == first)
                    #expect(executor.isCurrent)
                }
            }
            #expect(!executor.isCurrent)
        }
    }

    @Test func `A connection that was killed while idle is replaced unnoticed`() async throws {
        try await PostgresFixture.withDatabase { database in
            try await withTaskExecutorPreference(database.executor) {
                let first = try await backend(database)
                try await PostgresFixture.terminate(first)
                let second = try await backend(database)
                #expect(second != first)
                try await PostgresFixture.terminate(second)
                #expect(try await number(database, 3) == 3)
            }
        }
    }

    @Test func `What was under way on a connection that is killed is asked again`() async throws {
        try await PostgresFixture.withDatabase { database in
            try await withTaskExecutorPreference(database.executor) {
                let first = try await backend(database)
                async let slow = database.lookUp { transaction in
                    try transaction.value("SELECT pg_backend_pid() FROM pg_sleep(0.3)", as: Int.self)
                }
                try await waitUntil(database, isRunning: "pg_sleep(0.3)")
                try await PostgresFixture.terminate(first)
                let second = try await slow
                #expect(second != nil && second != first)
            }
        }
    }

    @Test func `A table that changes under a statement is read as it is now`() async throws {
        try await PostgresFixture.withDatabase { database in
            try await database.write { transaction in
                try transaction.execute("CREATE TABLE things (name text)")
                try transaction.execute("INSERT INTO things VALUES ('one')")
            }
            try await withTaskExecutorPreference(database.executor) {
                for column in 2..<6 {
                    let name = try await database.lookUp { try $0.value("SELECT * FROM things", as: String.self) }
                    #expect(name == "one")
                    _ = try await database.write { transaction in
                        try transaction.execute(
                            SQL(parts: [.text("ALTER TABLE things ADD COLUMN extra\(column) bigint")]))
                    }
                }
            }
        }
    }

    @Test func `A slow look-up that nobody waits for any more is stopped on the server`() async throws {
        try await PostgresFixture.withDatabase { database in
            let slow = Task { try await database.lookUp { try $0.forEach("SELECT 7 FROM pg_sleep(601)") { _ in } } }
            try await waitUntil(database, isRunning: "pg_sleep(601)")
            slow.cancel()
            await #expect(throws: CancellationError.self) { try await slow.value }
            try await waitUntil(database, isRunning: "pg_sleep(601)", not: true)
            #expect(try await number(database, 5) == 5)
        }
    }

    @Test func `Closing answers what is under way and refuses what comes, also from a task on a lane`() async throws {
        try await PostgresFixture.withDatabase { database in
            try await withTaskExecutorPreference(database.executor) {
                async let slow = database.lookUp { try $0.value("SELECT 8 FROM pg_sleep(0.2)", as: Int.self) }
                try await waitUntil(database, isRunning: "pg_sleep(0.2)")
                await database.close()
                let value = try await slow
                #expect(value == 8)
                await #expect(throws: DatabaseError.closed) { try await number(database, 1) }
            }
        }
    }

    @Test func `A server that is not there is told to those who wait`() async throws {
        let database = try PostgresDatabase(url: "postgres://nobody:secret@127.0.0.1:1/nothing")
        for _ in 0..<3 {
            let error = await #expect(throws: DatabaseError.self) { try await number(database, 1) }
            guard case .unavailable(let message) = error else {
                return #expect(Bool(false), "\(String(describing: error))")
            }
            #expect(message.contains("127.0.0.1") && !message.contains("secret"))
        }
        await database.close()
    }

    @Test func `The queue has an end`() async throws {
        var options = PostgresOptions()
        (options.connections, options.overflow, options.waitingLimit) = (1, 0, 1)
        try await PostgresFixture.withDatabase(options) { database in
            let slow = Task { try await database.lookUp { try $0.forEach("SELECT 7 FROM pg_sleep(602)") { _ in } } }
            try await waitUntil(database, isRunning: "pg_sleep(602)")
            let waiting = Task { try await number(database, 1) }
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<2 { group.addTask { (try? await number(database, 2)) != nil } }
                let first = await group.next()
                slow.cancel()
                return [first, await group.next()]
            }
            // Of three, one finds room at most.
            #expect(outcomes.first == false)
            _ = await waiting.result
        }
    }

    /// Waits until the server runs a statement with that text, or does not any more.
    private func waitUntil(_ database: PostgresDatabase, isRunning text: String, not: Bool = false) async throws {
        let pattern = "%\(text)%"
        while true {
            let count =
                try await database.read { transaction in
                    try transaction.value(
                        """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE query LIKE \(pattern) AND state = 'active' AND pid <> pg_backend_pid()
                        """, as: Int.self)
                } ?? 0
            if (count > 0) != not { return }
        }
    }
}
