import Kernel
import TestSupport
import Testing

@testable import Persistence

/// Reads of one statement, which on PostgreSQL travel together with those of other callers.
@Suite(.timeLimit(.minutes(2)))
struct LookUpTests {
    private struct Refused: Error {}

    private func withItems(_ kind: TestDatabase, _ body: @Sendable (any Database) async throws -> Void) async throws {
        try await kind.withDatabase(migrations: Items.migrations) { database in
            try await database.write { transaction in
                for id in 1...50 { try transaction.add(id, name: "item \(id)", size: id) }
            }
            try await body(database)
        }
    }

    private static func name(_ id: Int) -> SQL { "SELECT name FROM items WHERE id = \(id)" }

    @Test(arguments: TestDatabase.all)
    func `Each of many callers gets its own answer`(kind: TestDatabase) async throws {
        try await withItems(kind) { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<64 {
                    group.addTask {
                        for round in 0..<50 {
                            let id = (task * 31 + round * 7) % 60
                            let name = try await database.lookUp { try $0.value(LookUpTests.name(id), as: String.self) }
                            #expect(name == (1...50 ~= id ? "item \(id)" : nil))
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A statement that fails fails its caller alone`(kind: TestDatabase) async throws {
        try await withItems(kind) { database in
            await withTaskGroup(of: Void.self) { group in
                for task in 0..<64 {
                    group.addTask {
                        for round in 0..<20 {
                            guard (task + round) % 5 > 0 else {
                                await #expect(throws: DatabaseError.self) {
                                    try await database.lookUp {
                                        try $0.value("SELECT nothing FROM nowhere", as: Int.self)
                                    }
                                }
                                continue
                            }
                            let size = try? await database.lookUp {
                                try $0.value("SELECT size FROM items WHERE id = \(round + 1)", as: Int.self)
                            }
                            #expect(size == round + 1)
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `One that makes more statements, or none, or throws, does as a read does`(kind: TestDatabase) async throws {
        try await withItems(kind) { database in
            for _ in 0..<3 {
                let two = try await database.lookUp { transaction in
                    try [1, 2].map { try transaction.value(LookUpTests.name($0), as: String.self) }
                }
                let swallowed = try await database.lookUp { transaction in
                    let first = try? transaction.value(LookUpTests.name(3), as: String.self)
                    return [first, try transaction.value(LookUpTests.name(4), as: String.self)]
                }
                let none = try await database.lookUp { _ in 7 }
                #expect(two == ["item 1", "item 2"])
                #expect(swallowed == ["item 3", "item 4"])
                #expect(none == 7)
                await #expect(throws: Refused.self) { try await database.lookUp { _ in throw Refused() } }
                await #expect(throws: Refused.self) {
                    try await database.lookUp { transaction in
                        _ = try transaction.value(LookUpTests.name(1), as: String.self)
                        throw Refused()
                    }
                }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `It refuses to write`(kind: TestDatabase) async throws {
        try await withItems(kind) { database in
            await #expect(throws: DatabaseError.self) {
                _ = try await database.lookUp { try $0.execute("DELETE FROM items") }
            }
            await #expect(throws: DatabaseError.self) {
                _ = try await database.lookUp { try $0.execute(batch: ["DELETE FROM items WHERE id = \(1)"]) }
            }
            let count = try await database.lookUp { try $0.value("SELECT count(*) FROM items", as: Int.self) }
            #expect(count == 50)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `It sees what was committed before it`(kind: TestDatabase) async throws {
        try await withItems(kind) { database in
            for size in 101..<150 {
                _ = try await database.write { try $0.execute("UPDATE items SET size = \(size) WHERE id = 1") }
                let seen = try await database.lookUp {
                    try $0.value("SELECT size FROM items WHERE id = 1", as: Int.self)
                }
                #expect(seen == size)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A cancelled task gets its error, and the others their answers`(kind: TestDatabase) async throws {
        try await withItems(kind) { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<200 {
                    group.addTask {
                        let asked = Task {
                            try await database.lookUp {
                                try $0.value(LookUpTests.name(task % 50 + 1), as: String.self)
                            }
                        }
                        guard task % 3 == 0 else {
                            let name = try await asked.value
                            return #expect(name == "item \(task % 50 + 1)")
                        }
                        asked.cancel()
                        _ = await asked.result
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
