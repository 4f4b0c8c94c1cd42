import Kernel
import Testing

@testable import Persistence

@Suite(.enabled(if: PostgresFixture.isThere))
struct PostgresTransactionTests {
    private struct Refused: Error {}

    @Test func `A throwing write leaves nothing behind`() async throws {
        try await PostgresFixture.withDatabase { database in
            try await database.write { try $0.createItems() }
            await #expect(throws: Refused.self) {
                try await database.write { transaction in
                    try transaction.addItem(1, "one")
                    throw Refused()
                }
            }
            #expect(try await database.read { try $0.itemCount() } == 0)
        }
    }

    @Test func `A read refuses to write`() async throws {
        try await PostgresFixture.withDatabase { database in
            try await database.write { try $0.createItems() }
            await #expect(throws: DatabaseError.self) { try await database.read { try $0.addItem(1, "one") } }
            await #expect(throws: DatabaseError.self) {
                try await database.read { transaction in
                    _ = try transaction.itemCount()
                    try transaction.addItem(1, "one")
                }
            }
            #expect(try await database.read { try $0.itemCount() } == 0)
        }
    }

    @Test func `All statements of a read see one moment`() async throws {
        try await PostgresFixture.withDatabase { database in
            try await database.write { try $0.createItems() }
            let (hasRead, hasWritten) = (Gate(), Gate())
            async let counts = database.read { transaction in
                let before = try transaction.itemCount()
                hasRead.open()
                hasWritten.passBlocking()
                return [before, try transaction.itemCount(), try transaction.itemCount()]
            }
            await hasRead.pass()
            try await database.write { try $0.addItem(1, "one") }
            hasWritten.open()
            let seen = try await counts
            #expect(seen == [0, 0, 0])
            #expect(try await database.read { try $0.itemCount() } == 1)
        }
    }

    @Test func `A read that has failed once gives no later moment`() async throws {
        try await PostgresFixture.withDatabase { database in
            await #expect(throws: DatabaseError.self) {
                try await database.read { transaction in
                    _ = try? transaction.integer("SELECT 1 / 0")
                    return try transaction.integer("SELECT 1")
                }
            }
            let next = try await database.read { try $0.integer("SELECT 1") }
            #expect(next == 1)
        }
    }

    @Test func `A write that swallows an error is not taken for committed`() async throws {
        try await PostgresFixture.withDatabase { database in
            try await database.write { try $0.createItems() }
            await #expect(throws: DatabaseError.violation(ConstraintViolation(.check, "items_name_check"))) {
                try await database.write { transaction in
                    try transaction.addItem(1, "one")
                    try? transaction.addItem(2, "")
                }
            }
            #expect(try await database.read { try $0.itemCount() } == 0)
        }
    }

    @Test func `A savepoint saves a write from an error`() async throws {
        try await PostgresFixture.withDatabase { database in
            try await database.write { try $0.createItems() }
            try await database.write { transaction in
                try transaction.addItem(1, "one")
                try transaction.execute("SAVEPOINT here")
                try? transaction.addItem(2, "")
                try transaction.execute("ROLLBACK TO SAVEPOINT here")
            }
            #expect(try await database.read { try $0.itemCount() } == 1)
        }
    }

    @Test func `Violations come out by the name of their constraint`() async throws {
        try await PostgresFixture.withDatabase { database in
            try await database.write { transaction in
                try transaction.createItems()
                try transaction.addItem(1, "one")
            }
            try await expectViolation(.unique, "items_pkey", database) { try $0.addItem(1, "two") }
            try await expectViolation(.unique, "items_name_key", database) { try $0.addItem(2, "one") }
            try await expectViolation(.foreignKey, "items_parent_fkey", database) {
                try $0.addItem(2, "two", parent: 7)
            }
            try await expectViolation(.check, "items_name_check", database) { try $0.addItem(2, "") }
            try await expectViolation(.notNull, "name", database) { try $0.addItem(2, nil) }
        }
    }

    private func expectViolation(
        _ kind: ConstraintViolation.Kind, _ name: String, _ database: PostgresDatabase,
        _ body: @escaping @Sendable (Transaction) throws -> Void
    ) async throws {
        await #expect(throws: DatabaseError.violation(ConstraintViolation(kind, name))) {
            try await database.write(body)
        }
    }

    @Test func `A batch of five thousand rows goes in whole`() async throws {
        try await PostgresFixture.withDatabase { database in
            let changed = try await database.write { transaction in
                try transaction.createItems()
                return try transaction.execute(
                    batch: (1...5000).map { "INSERT INTO items (id, name) VALUES (\($0), \("item \($0)"))" })
            }
            #expect(changed == 5000)
            #expect(try await database.read { try $0.itemCount() } == 5000)
        }
    }

    @Test func `A batch of large values and large answers does not dead-lock`() async throws {
        let large = String(repeating: "x", count: 100_000)
        try await PostgresFixture.withDatabase { database in
            try await database.write { try $0.createItems() }
            let changed = try await database.write { transaction in
                try transaction.execute(
                    batch: (1...300).map {
                        "INSERT INTO items (id, name) VALUES (\($0), md5(\("\($0)" + large))) RETURNING repeat(name, 3000)"
                    })
            }
            #expect(changed == 300)
        }
    }

    @Test func `An error in the middle of a batch takes all of it back and leaves the connection clean`() async throws {
        try await PostgresFixture.withDatabase { database in
            try await database.write { try $0.createItems() }
            await #expect(throws: DatabaseError.violation(ConstraintViolation(.unique, "items_name_key"))) {
                try await database.write { transaction in
                    try transaction.execute(
                        batch: (1...1000).map { "INSERT INTO items (id, name) VALUES (\($0), \("item \($0 % 700)"))" })
                }
            }
            #expect(try await database.read { try $0.itemCount() } == 0)
            try await database.write { try $0.addItem(1, "one") }
            #expect(try await database.read { try $0.itemCount() } == 1)
        }
    }

    @Test func `Statements nest in the rows of another`() async throws {
        try await PostgresFixture.withDatabase { database in
            let doubled = try await database.read { transaction in
                var doubled: [Int] = []
                try transaction.forEach("SELECT v FROM generate_series(1, 3) AS v") { row in
                    let number: Int = try row.decode("v")
                    doubled.append(try transaction.integer("SELECT \(number)::int * 2"))
                }
                return doubled
            }
            #expect(doubled == [2, 4, 6])
        }
    }

    @Test func `A changed row count does not count what a query shows`() async throws {
        try await PostgresFixture.withDatabase { database in
            try await database.write { transaction in
                try transaction.createItems()
                #expect(try transaction.execute("INSERT INTO items (id, name) VALUES (1, 'a'), (2, 'b')") == 2)
                #expect(try transaction.execute("UPDATE items SET name = name || 'x' WHERE id = \(1)") == 1)
                #expect(try transaction.execute("SELECT id FROM items") == 0)
                #expect(try transaction.execute("DELETE FROM items WHERE id > \(100)") == 0)
            }
        }
    }

    @Test func `A prepared statement outlives a change of the table's shape`() async throws {
        try await PostgresFixture.withDatabase { database in
            try await database.write { transaction in
                try transaction.execute("CREATE TABLE shapes (a int)")
                try transaction.execute("INSERT INTO shapes VALUES (1)")
            }
            let select: SQL = "SELECT * FROM shapes"
            #expect(try await database.read { try $0.integer(select) } == 1)
            _ = try await database.write { try $0.execute("ALTER TABLE shapes ALTER COLUMN a TYPE text") }
            #expect(try await database.read { try $0.string(select) } == "1")
            _ = try await database.write { try $0.execute("ALTER TABLE shapes ALTER COLUMN a TYPE int USING a::int") }
            #expect(try await database.write { try $0.integer(select) } == 1)
        }
    }

    @Test func `More statements than are kept prepared still work`() async throws {
        var options = PostgresOptions()
        (options.connections, options.overflow) = (1, 0)
        try await PostgresFixture.withDatabase(options) { database in
            for _ in 0..<2 {
                let sum = try await database.read { transaction in
                    try (0..<600).map { number in
                        try transaction.value(SQL(parts: [.text("SELECT \(number)")]), as: Int.self) ?? 0
                    }.reduce(0, +)
                }
                #expect(sum == 179_700)
            }
            let kept = try await database.read {
                try $0.integer("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 's%'")
            }
            #expect(kept == PostgresStatements.limit)
        }
    }

    @Test func `A deadlock is resolved by running one of the two again`() async throws {
        try await PostgresFixture.withDatabase { database in
            try await database.write { transaction in
                try transaction.createItems()
                try transaction.addItem(1, "one")
                try transaction.addItem(2, "two")
            }
            async let forth: Void = touch(1, 2, database)
            async let back: Void = touch(2, 1, database)
            _ = try await (forth, back)
            let names = try await database.read { try $0.values("SELECT name FROM items ORDER BY id", as: String.self) }
            #expect(names == ["one" + String(repeating: "x", count: 40), "two" + String(repeating: "x", count: 40)])
        }
    }

    private func touch(_ first: Int, _ second: Int, _ database: PostgresDatabase) async throws {
        for _ in 0..<20 {
            try await database.write { transaction in
                for id in [first, second] {
                    try transaction.execute("UPDATE items SET name = name || 'x' WHERE id = \(id)")
                }
            }
        }
    }

    @Test func `A statement that runs too long is timed out`() async throws {
        var options = PostgresOptions()
        options.statementTimeout = .seconds(1)
        try await PostgresFixture.withDatabase(options) { database in
            await #expect(throws: DatabaseError.timedOut) {
                try await database.read { try $0.execute("SELECT pg_sleep(60)") }
            }
            let next = try await database.read { try $0.integer("SELECT 1") }
            #expect(next == 1)
        }
    }

    @Test func `A wrong statement is named`() async throws {
        try await PostgresFixture.withDatabase { database in
            let error = DatabaseError.statement("SELEC 1", message: "syntax error at or near \"SELEC\"")
            await #expect(throws: error) { try await database.write { try $0.execute("SELEC 1") } }
            await #expect(throws: error) { try await database.read { try $0.execute("SELEC 1") } }
        }
    }
}
