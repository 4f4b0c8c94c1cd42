import Kernel
import TestSupport
import Testing

@testable import Persistence

struct TransactionTests {
    private struct Refused: Error {}

    @Test(arguments: TestDatabase.all)
    func `A write that throws leaves nothing behind`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: Items.migrations) { database in
            await #expect(throws: Refused.self) {
                try await database.write { transaction in
                    try transaction.addShelf(1)
                    try transaction.add(1, name: "one", shelf: 1)
                    throw Refused()
                }
            }
            let ids = try await database.read { try $0.itemIDs() }
            #expect(ids.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A statement that fails takes the whole transaction with it`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: Items.migrations) { database in
            await #expect(throws: DatabaseError.violation(ConstraintViolation(.unique, "items_name_key"))) {
                try await database.write { transaction in
                    try transaction.add(1, name: "one")
                    try transaction.add(2, name: "two")
                    try transaction.add(3, name: "one")
                }
            }
            let ids = try await database.read { try $0.itemIDs() }
            #expect(ids.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A write sees its own changes, and they stay`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: Items.migrations) { database in
            let inside = try await database.write { transaction in
                try transaction.add(1, name: "one")
                return try transaction.itemIDs()
            }
            let outside = try await database.read { try $0.itemIDs() }
            #expect(inside == [1])
            #expect(outside == [1])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A read cannot write`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: Items.migrations) { database in
            await #expect(throws: DatabaseError.self) { try await database.read { try $0.add(1, name: "one") } }
            let ids = try await database.read { try $0.itemIDs() }
            #expect(ids.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `All statements of a read see one moment`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: Items.migrations) { database in
            let (hasRead, hasWritten) = (Gate(), Gate())
            async let seen = database.read { transaction in
                let before = try transaction.itemIDs()
                hasRead.open()
                hasWritten.passBlocking()
                return [before, try transaction.itemIDs()]
            }
            await hasRead.pass()
            try await database.write { try $0.add(1, name: "one") }
            hasWritten.open()
            let moments = try await seen
            #expect(moments == [[], []])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A statement may run while the rows of another are read, even of the same text`(kind: TestDatabase)
        async throws
    {
        try await kind.withDatabase(migrations: Items.migrations) { database in
            let pairs = try await database.write { transaction in
                for id in 1...4 { try transaction.add(id, name: "item \(id)") }
                var pairs: [[Int]] = []
                try transaction.forEach("SELECT id FROM items ORDER BY id") { outer in
                    let first = try outer.decode("id", as: Int.self)
                    try transaction.forEach("SELECT id FROM items ORDER BY id") { inner in
                        pairs.append([first, try inner.decode("id")])
                        guard pairs.count <= 16 else { throw Refused() }
                    }
                    try transaction.execute("UPDATE items SET size = \(first + 1) WHERE id = \(first)")
                }
                return pairs
            }
            #expect(pairs == (1...4).flatMap { first in (1...4).map { [first, $0] } })
        }
    }

    @Test(arguments: TestDatabase.all)
    func `An error out of a row's closure comes through, and the connection goes on`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: Items.migrations) { database in
            let ids = try await database.write { transaction in
                for id in 1...3 { try transaction.add(id, name: "item \(id)") }
                #expect(throws: Refused.self) {
                    try transaction.forEach("SELECT id FROM items") { _ in throw Refused() }
                }
                return try transaction.itemIDs()
            }
            #expect(ids == [1, 2, 3])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A statement says how many rows it changed itself`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: TransactionTests.cascading) { database in
            let counts = try await database.write { transaction in
                var counts = [try transaction.execute("INSERT INTO parents (id) VALUES (1), (2), (3)")]
                counts.append(
                    try transaction.execute("INSERT INTO children (id, parent_id) VALUES (1, 1), (2, 1), (3, 2)"))
                counts.append(try transaction.execute("UPDATE parents SET id = id WHERE id > \(1)"))
                counts.append(try transaction.execute("UPDATE parents SET id = id WHERE id > \(9)"))
                counts.append(try transaction.execute("SELECT id FROM parents WHERE id = \(9)"))
                counts.append(try transaction.execute("DELETE FROM parents WHERE id = \(1)"))
                return counts
            }
            #expect(counts == [3, 3, 2, 0, 0, 1])
        }
    }

    private static let cascading = [
        Migration(1, "create parents and children") { type in
            [
                "CREATE TABLE parents (id \(type.integer) PRIMARY KEY)\(type.tableOptions)",
                """
                CREATE TABLE children (
                    id \(type.integer) PRIMARY KEY,
                    parent_id \(type.integer) NOT NULL REFERENCES parents (id) ON DELETE CASCADE
                )\(type.tableOptions)
                """,
            ]
        } down: { _ in
            ["DROP TABLE children", "DROP TABLE parents"]
        }
    ]

    @Test(arguments: TestDatabase.all)
    func `A batch writes every row and counts them`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: Items.migrations) { database in
            let (count, none, ids) = try await database.write { transaction in
                let batch: [SQL] = (1...1000).map { "INSERT INTO items (id, name) VALUES (\($0), \("item \($0)"))" }
                return (
                    try transaction.execute(batch: batch), try transaction.execute(batch: []), try transaction.itemIDs()
                )
            }
            #expect(count == 1000)
            #expect(none == 0)
            #expect(ids == Array(1...1000))
        }
    }

    /// On PostgreSQL many rows are one statement, and the rest are one each.
    @Test(arguments: TestDatabase.all, [0, 1, 49, 50, 51, 130])
    func `Rows are inserted however many there are`(kind: TestDatabase, count: Int) async throws {
        try await kind.withDatabase(migrations: Items.migrations) { database in
            let rows = Array(1..<count + 1).map { "(\($0), upper(\("item \($0)")))" as SQL }
            let (inserted, names) = try await database.write { transaction in
                (
                    try transaction.insert("INSERT INTO items (id, name)", rows: rows),
                    try transaction.values("SELECT name FROM items ORDER BY id", as: String.self)
                )
            }
            #expect(inserted == count)
            #expect(names == Array(1..<count + 1).map { "ITEM \($0)" })
            guard count > 0 else { return }
            await #expect(throws: DatabaseError.violation(ConstraintViolation(.unique, "items_pkey"))) {
                try await database.write { try $0.insert("INSERT INTO items (id, name)", rows: rows) }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A violation inside a batch is named, and the batch leaves nothing behind`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: Items.migrations) { database in
            await #expect(throws: DatabaseError.violation(ConstraintViolation(.unique, "items_pkey"))) {
                try await database.write { transaction in
                    try transaction.execute(
                        batch: [1, 2, 3, 2, 4].enumerated().map {
                            "INSERT INTO items (id, name) VALUES (\($1), \("item \($0)"))"
                        })
                }
            }
            let ids = try await database.read { try $0.itemIDs() }
            #expect(ids.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Writers that race add up without loss`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: Items.migrations) { database in
            try await database.write { try $0.add(1, name: "counter", size: 1) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await database.write { _ = try $0.execute("UPDATE items SET size = size + 1 WHERE id = 1") }
                    }
                }
                try await group.waitForAll()
            }
            let size = try await database.read { try $0.value("SELECT size FROM items WHERE id = 1", as: Int.self) }
            #expect(size == 101)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A wrong statement is our defect and says which it was`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: []) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.read { _ = try $0.itemIDs() }
            }
            guard case .statement(let text, let message) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(text.contains("FROM items"))
            #expect(message.contains("items"))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A closed database says so`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: Items.migrations) { database in
            await database.close()
            await #expect(throws: DatabaseError.closed) { try await database.read { _ = try $0.itemIDs() } }
            await #expect(throws: DatabaseError.closed) { try await database.write { try $0.addShelf(1) } }
            await database.close()
        }
    }
}
