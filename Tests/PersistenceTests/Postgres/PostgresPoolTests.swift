import Kernel
import Synchronization
import Testing

@testable import Persistence

@Suite(.enabled(if: PostgresFixture.isThere))
struct PostgresPoolTests {
    private func options(_ connections: Int) -> PostgresOptions {
        var options = PostgresOptions()
        (options.connections, options.overflow) = (connections, 0)
        return options
    }

    @Test func `Sixty-four tasks share four connections`() async throws {
        try await PostgresFixture.withDatabase(options(4)) { database in
            try await database.write { try $0.createItems() }
            let backends = try await withThrowingTaskGroup(of: Set<Int>.self) { group in
                for task in 0..<64 {
                    group.addTask {
                        var seen: Set<Int> = []
                        for round in 0..<20 {
                            try await database.write { try $0.addItem(task * 100 + round, "\(task)-\(round)") }
                            seen.insert(try await database.read { try $0.backend() })
                        }
                        return seen
                    }
                }
                var all: Set<Int> = []
                for try await seen in group { all.formUnion(seen) }
                return all
            }
            #expect(backends.count <= 4)
            #expect(try await database.read { try $0.itemCount() } == 1280)
        }
    }

    @Test func `A cancelled task does not wait for its turn, and its transaction is skipped`() async throws {
        try await PostgresFixture.withDatabase(options(1)) { database in
            let (isBusy, mayEnd) = (Gate(), Gate())
            async let busy: Void = database.write { transaction in
                try transaction.createItems()
                isBusy.open()
                mayEnd.passBlocking()
            }
            await isBusy.pass()
            let waiting = Task { try await database.write { try $0.addItem(1, "one") } }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            mayEnd.open()
            try await busy
            #expect(try await database.read { try $0.itemCount() } == 0)
        }
    }

    @Test func `A task that is cancelled while its transaction runs returns at once`() async throws {
        try await PostgresFixture.withDatabase(options(1)) { database in
            let (isBusy, mayEnd) = (Gate(), Gate())
            let running = Task {
                try await database.read { transaction in
                    isBusy.open()
                    mayEnd.passBlocking()
                    return try transaction.integer("SELECT 1")
                }
            }
            await isBusy.pass()
            running.cancel()
            await #expect(throws: CancellationError.self) { try await running.value }
            mayEnd.open()
            let next = try await database.read { try $0.integer("SELECT 2") }
            #expect(next == 2)
        }
    }

    @Test func `Who waits too long for a connection is told so`() async throws {
        var options = options(1)
        options.waitTimeout = .milliseconds(20)
        try await PostgresFixture.withDatabase(options) { database in
            let (isBusy, mayEnd) = (Gate(), Gate())
            async let busy: Void = database.read { _ in
                isBusy.open()
                mayEnd.passBlocking()
            }
            await isBusy.pass()
            let message = "no connection to PostgreSQL came free in 0.02 seconds"
            await #expect(throws: DatabaseError.unavailable(message)) {
                try await database.read { try $0.execute("SELECT 1") }
            }
            mayEnd.open()
            try await busy
        }
    }

    @Test func `The queue has an end, and cancelled tasks do not fill it`() async throws {
        var options = options(1)
        options.waitingLimit = 1
        try await PostgresFixture.withDatabase(options) { database in
            let (isBusy, mayEnd) = (Gate(), Gate())
            async let busy: Void = database.read { _ in
                isBusy.open()
                mayEnd.passBlocking()
            }
            await isBusy.pass()
            let cancelled = Task { try await database.read { try $0.execute("SELECT 1") } }
            cancelled.cancel()
            _ = await cancelled.result
            // Of two more, one finds room and the other none, whichever comes first.
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<2 {
                    group.addTask { (try? await database.read { try $0.execute("SELECT 1") }) != nil }
                }
                let first = await group.next()
                mayEnd.open()
                return [first, await group.next()]
            }
            #expect(outcomes == [false, true])
            try await busy
        }
    }

    @Test func `A connection that was killed while idle is replaced unnoticed`() async throws {
        try await PostgresFixture.withDatabase(options(1)) { database in
            try await database.write { try $0.createItems() }
            let first = try await database.read { try $0.backend() }
            try await PostgresFixture.terminate(first)
            try await database.write { try $0.addItem(1, "one") }
            let second = try await database.read { try $0.backend() }
            try await PostgresFixture.terminate(second)
            let third = try await database.read { try $0.backend() }
            #expect(first != second && second != third && first != third)
            #expect(try await database.read { try $0.itemCount() } == 1)
        }
    }

    @Test func `A connection that is killed in a transaction fails it, and the next one works`() async throws {
        try await PostgresFixture.withDatabase(options(1)) { database in
            try await database.write { try $0.createItems() }
            let backend = Mutex(0)
            let (isBusy, mayEnd) = (Gate(), Gate())
            let running = Task {
                try await database.write { transaction in
                    try transaction.addItem(1, "one")
                    let own = try transaction.backend()
                    backend.withLock { $0 = own }
                    isBusy.open()
                    mayEnd.passBlocking()
                    try transaction.addItem(2, "two")
                }
            }
            await isBusy.pass()
            try await PostgresFixture.terminate(backend.withLock { $0 })
            mayEnd.open()
            let error = await #expect(throws: DatabaseError.self) { try await running.value }
            guard case .unavailable = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(try await database.read { try $0.itemCount() } == 0)
        }
    }

    @Test func `Closing finishes what runs, fails what waits and refuses what comes`() async throws {
        try await PostgresFixture.withDatabase(options(1)) { database in
            let (isBusy, mayEnd) = (Gate(), Gate())
            async let running: Int? = database.read { transaction in
                isBusy.open()
                mayEnd.passBlocking()
                return try transaction.integer("SELECT 1")
            }
            await isBusy.pass()
            let waiting = Task { try await database.read { try $0.integer("SELECT 2") } }
            async let closed: Void = database.close()
            await #expect(throws: DatabaseError.closed) { try await waiting.value }
            await #expect(throws: DatabaseError.closed) { try await database.read { _ in } }
            mayEnd.open()
            let value = try await running
            #expect(value == 1)
            await closed
            await database.close()
        }
    }

    @Test func `Closing what was never used returns`() async throws {
        let database = try PostgresDatabase(url: "postgres://nobody@127.0.0.1:1/nothing")
        await database.close()
        await #expect(throws: DatabaseError.closed) { try await database.read { _ in } }
    }

    @Test func `A server that is not there is named without the password`() async throws {
        let database = try PostgresDatabase(url: "postgres://nobody:secret@127.0.0.1:1/nothing")
        let error = await #expect(throws: DatabaseError.self) { try await database.read { try $0.execute("SELECT 1") } }
        guard case .unavailable(let message) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(message.contains("127.0.0.1") && message.contains("port 1") && message.contains("nothing"))
        #expect(!message.contains("secret"))
        await database.close()
    }

    @Test(arguments: ["", "mysql://x", "postgres://[host/database", "postgres://u:%zz@host/database"])
    func `An address that cannot be read is refused without being shown`(url: String) throws {
        let error = #expect(throws: DatabaseError.self) { try PostgresDatabase(url: url) }
        guard case .unavailable(let message) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(url.isEmpty || !message.contains(url))
    }

    @Test func `Every connection speaks UTC under the shop's name`() async throws {
        try await PostgresFixture.withDatabase { database in
            let settings = try await database.read { transaction in
                try ["TimeZone", "application_name", "statement_timeout", "transaction_isolation"].map {
                    try transaction.string(SQL(parts: [.text("SHOW \($0)")]))
                }
            }
            #expect(settings == ["UTC", "souk", "30s", "repeatable read"])
            let writing = try await database.write { try $0.string("SHOW transaction_isolation") }
            #expect(writing == "read committed")
        }
    }
}
