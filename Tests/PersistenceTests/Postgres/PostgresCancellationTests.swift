import Foundation
import Kernel
import Synchronization
import Telemetry
import Testing

@testable import Persistence

@Suite(.enabled(if: PostgresFixture.isThere), .timeLimit(.minutes(2)))
struct PostgresCancellationTests {
    private func options(_ connections: Int, overflow: Int = 0) -> PostgresOptions {
        var options = PostgresOptions()
        (options.connections, options.overflow) = (connections, overflow)
        options.applicationName = ID<Void>().description
        return options
    }

    @Test(arguments: [true, false])
    func `The statement of a cancelled task ends on the server, and the connection goes on`(isRead: Bool) async throws {
        try await PostgresFixture.withDatabase(options(1)) { database in
            let first = try await database.read { try $0.backend() }
            for _ in 0..<20 {
                let isBusy = Gate()
                let body: @Sendable (Transaction) throws -> Int = { transaction in
                    _ = try transaction.backend()
                    isBusy.open()
                    // Longer than the suite may take: only a cancellation on the server gives the connection back.
                    try transaction.forEach("SELECT 1 FROM pg_sleep(600)") { _ in }
                    return 0
                }
                let running = Task { try await isRead ? database.read(body) : database.write(body) }
                await isBusy.pass()
                running.cancel()
                await #expect(throws: CancellationError.self) { try await running.value }
                let next = try await database.read { try $0.backend() }
                #expect(next == first, "the connection was neither lost nor replaced")
            }
        }
    }

    @Test func `A cancelled write takes no effect, though its statements had succeeded`() async throws {
        try await PostgresFixture.withDatabase(options(1)) { database in
            try await database.write { try $0.createItems() }
            let (isBusy, mayEnd) = (Gate(), Gate())
            let running = Task {
                try await database.write { transaction in
                    try transaction.addItem(1, "one")
                    isBusy.open()
                    mayEnd.passBlocking()
                }
            }
            await isBusy.pass()
            running.cancel()
            await #expect(throws: CancellationError.self) { try await running.value }
            mayEnd.open()
            let count = try await database.read { try $0.itemCount() }
            #expect(count == 0)
        }
    }

    /// What a task of the storm does.
    private enum Deed: CaseIterable {
        case write, read, slowWrite, slowRead, wrongStatement, thrownError, terminate
    }

    private struct Refused: Error {}

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `After a storm of cancellations, killed connections and errors all is in order`(seed: UInt64) async throws {
        let options = options(4, overflow: 2)
        try await PostgresFixture.withDatabase(options) { database in
            // Without a primary key, so that a write which took effect twice would show.
            _ = try await database.write { try $0.execute("CREATE TABLE storm (id bigint NOT NULL)") }
            let ledger = Ledger()
            var random = SeededGenerator(seed: seed)
            await withTaskGroup(of: Void.self) { group in
                for id in 0..<400 {
                    let deed = Deed.allCases.randomElement(using: &random) ?? .write
                    let yields = Int.random(in: 0..<60, using: &random)
                    let isCancelled = Int.random(in: 0..<3, using: &random) == 0
                    group.addTask {
                        let task = Task {
                            try await perform(deed, id, database)
                            if deed == .write || deed == .slowWrite { ledger.acknowledge(id) }
                        }
                        for _ in 0..<yields { await Task.yield() }
                        if isCancelled { task.cancel() }
                        _ = await task.result
                    }
                }
            }
            try await expectOrder(database, ledger.ids, options)
        }
    }

    private func perform(_ deed: Deed, _ id: Int, _ database: PostgresDatabase) async throws {
        switch deed {
        case .write: _ = try await database.write { try $0.execute("INSERT INTO storm (id) VALUES (\(id))") }
        case .read: _ = try await database.read { try $0.integer("SELECT count(*) FROM storm") }
        case .slowWrite:
            try await database.write { transaction in
                try transaction.execute("INSERT INTO storm (id) VALUES (\(id))")
                try transaction.forEach("SELECT 1 FROM pg_sleep(0.01)") { _ in }
            }
        case .slowRead: try await database.read { try $0.forEach("SELECT 1 FROM pg_sleep(0.02)") { _ in } }
        case .wrongStatement: _ = try await database.read { try $0.integer("SELECT 1 / 0") }
        case .thrownError:
            try await database.write { transaction in
                try transaction.execute("INSERT INTO storm (id) VALUES (-1)")
                throw Refused()
            }
        case .terminate:
            let own = try await database.read { try $0.backend() }
            try await PostgresFixture.terminate(own)
        }
    }

    private func expectOrder(
        _ database: PostgresDatabase, _ acknowledged: Set<Int>, _ options: PostgresOptions
    ) async throws {
        // All connections at once, twice as often as there are: none is poisoned.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    let one = try await database.read { transaction in
                        try transaction.forEach("SELECT 1 FROM pg_sleep(0.01)") { _ in }
                        return try transaction.integer("SELECT 1")
                    }
                    #expect(one == 1)
                }
            }
            try await group.waitForAll()
        }
        let (rows, backends) = try await database.read { transaction in
            (
                try transaction.values("SELECT id FROM storm", as: Int.self),
                try transaction.backends(of: options.applicationName)
            )
        }
        #expect(rows.count == Set(rows).count, "nothing took effect twice")
        #expect(acknowledged.isSubset(of: rows), "what was acknowledged is there")
        #expect(!rows.contains(-1), "what was rolled back is not")
        #expect(backends <= options.connections + options.overflow)
    }
}
