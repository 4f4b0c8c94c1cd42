import Kernel
import TestSupport
import Testing

@testable import Persistence

/// What the schema refuses comes out under one and the same name from both databases.
struct ConstraintTests {
    private struct Refusal: Sendable, CustomTestStringConvertible {
        let kind: ConstraintViolation.Kind
        let name: String
        let statement: SQL

        var testDescription: String { name }
    }

    private static let refusals: [Refusal] = [
        Refusal(kind: .unique, name: "items_pkey", statement: "INSERT INTO items (id, name) VALUES (1, 'other')"),
        Refusal(kind: .unique, name: "items_name_key", statement: "INSERT INTO items (id, name) VALUES (9, 'one')"),
        Refusal(
            kind: .unique, name: "items_code_in_any_case",
            statement: "INSERT INTO items (id, name, code) VALUES (9, 'nine', 'ABC')"),
        Refusal(kind: .unique, name: "items_name_key", statement: "UPDATE items SET name = 'one' WHERE id = 2"),
        Refusal(
            kind: .unique, name: "items_colour_size_key",
            statement: "INSERT INTO items (id, name, colour, size) VALUES (9, 'nine', 'red', 5)"),
        Refusal(
            kind: .foreignKey, name: "items_shelf_id_fkey",
            statement: "INSERT INTO items (id, name, shelf_id) VALUES (9, 'nine', 77)"),
        Refusal(
            kind: .foreignKey, name: "items_shelf_id_fkey", statement: "UPDATE items SET shelf_id = 77 WHERE id = 2"),
        Refusal(kind: .foreignKey, name: "items_shelf_id_fkey", statement: "DELETE FROM shelves WHERE id = 1"),
        Refusal(
            kind: .check, name: "items_size_check",
            statement: "INSERT INTO items (id, name, size) VALUES (9, 'nine', 0)"),
        Refusal(kind: .notNull, name: "name", statement: "INSERT INTO items (id, name) VALUES (9, NULL)"),
        Refusal(kind: .notNull, name: "name", statement: "UPDATE items SET name = NULL WHERE id = 1"),
    ]

    @Test(arguments: TestDatabase.all, refusals)
    private func `A violation has the constraint's name`(database kind: TestDatabase, refusal: Refusal) async throws {
        try await kind.withDatabase(migrations: Items.migrations) { database in
            try await database.write { transaction in
                try transaction.addShelf(1)
                try transaction.add(1, name: "one", colour: "red", size: 5, shelf: 1, code: "abc")
                try transaction.add(2, name: "two")
            }
            let expected = ConstraintViolation(refusal.kind, refusal.name)
            await #expect(throws: DatabaseError.violation(expected)) {
                try await database.write { _ = try $0.execute(refusal.statement) }
            }
            let ids = try await database.read { try $0.itemIDs() }
            #expect(ids == [1, 2])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A violation can be translated into an error of the caller's own`(kind: TestDatabase) async throws {
        struct NameTaken: Error {}
        try await kind.withDatabase(migrations: Items.migrations) { database in
            try await database.write { try $0.add(1, name: "one") }
            await #expect(throws: NameTaken.self) {
                try await database.write { transaction in
                    try translating {
                        try transaction.add(2, name: "one")
                    } violation: {
                        $0.name == "items_name_key" ? NameTaken() : nil
                    }
                }
            }
            await #expect(throws: DatabaseError.violation(ConstraintViolation(.unique, "items_pkey"))) {
                try await database.write { transaction in
                    try translating {
                        try transaction.add(1, name: "two")
                    } violation: {
                        $0.name == "items_name_key" ? NameTaken() : nil
                    }
                }
            }
        }
    }

    /// SQLite is asked twice to find the name of a foreign key; what else the transaction did must survive that.
    @Test(arguments: TestDatabase.all)
    func `Foreign keys hold again after one was violated`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: Items.migrations) { database in
            let violation = DatabaseError.violation(ConstraintViolation(.foreignKey, "items_shelf_id_fkey"))
            for _ in 0..<2 {
                await #expect(throws: violation) { try await database.write { try $0.add(1, name: "one", shelf: 77) } }
            }
            let ids = try await database.read { try $0.itemIDs() }
            #expect(ids.isEmpty)
        }
    }
}
