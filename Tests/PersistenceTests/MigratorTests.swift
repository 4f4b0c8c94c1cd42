import Foundation
import Kernel
import TestSupport
import Testing

@testable import Persistence

struct MigratorTests {
    private static let moment = Timestamp(microseconds: 1_767_000_000_000_000)

    /// A step that makes a table of its own.
    private func step(_ version: Int, column: String = "id") -> Migration {
        Migration(version, "create t\(version)") { type in
            ["CREATE TABLE t\(version) (\(column) \(type.integer) PRIMARY KEY)\(type.tableOptions)"]
        } down: { _ in
            ["DROP TABLE t\(version)"]
        }
    }

    private func migrator(_ database: any Database, _ migrations: [Migration]) -> Migrator {
        Migrator(database, migrations: migrations, clock: .fixed(MigratorTests.moment))
    }

    /// Which of the tables are there: a table that is not fails its query.
    private func tables(_ database: any Database, of count: Int) async -> [Int] {
        var there: [Int] = []
        for version in 1...count {
            let table = SQL(parts: [.text("SELECT count(*) FROM t\(version)")])
            if (try? await database.read { try $0.value(table, as: Int.self) }) != nil { there.append(version) }
        }
        return there
    }

    @Test(arguments: TestDatabase.all)
    func `Up makes what is due, in order, once`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: []) { database in
            let first = try await migrator(database, [step(2), step(1)]).up()
            #expect(first == [1, 2])
            let second = try await migrator(database, [step(1), step(2), step(3)]).up()
            #expect(second == [3])
            let third = try await migrator(database, [step(1), step(2), step(3)]).up()
            #expect(third.isEmpty)
            let there = await tables(database, of: 3)
            #expect(there == [1, 2, 3])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Down takes back in the opposite order, as far as it is told`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: []) { database in
            let migrator = migrator(database, [step(1), step(2), step(3)])
            _ = try await migrator.up()
            let undone = try await migrator.down(to: 1)
            #expect(undone == [3, 2])
            var there = await tables(database, of: 3)
            #expect(there == [1])
            let rest = try await migrator.down(to: 0)
            #expect(rest == [1])
            let again = try await migrator.up()
            #expect(again == [1, 2, 3])
            there = await tables(database, of: 3)
            #expect(there == [1, 2, 3])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `There is no way down to a version that is not there`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: []) { database in
            for version in [-1, 2, 99] {
                await #expect(throws: MigrationError.unknownVersion(version)) {
                    try await migrator(database, [step(1)]).down(to: version)
                }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `The status tells what was made when, and what is due`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: []) { database in
            _ = try await migrator(database, [step(1)]).up()
            let status = try await migrator(database, [step(1), step(2)]).status()
            #expect(status.map(\.version) == [1, 2])
            #expect(status.map(\.name) == ["create t1", "create t2"])
            #expect(status.map(\.appliedAt) == [MigratorTests.moment, nil])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A step that was edited since is refused`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: []) { database in
            _ = try await migrator(database, [step(1), step(2)]).up()
            let edited = migrator(database, [step(1, column: "key"), step(2), step(3)])
            let error = MigrationError.edited(version: 1, name: "create t1")
            await #expect(throws: error) { try await edited.up() }
            await #expect(throws: error) { try await edited.down(to: 0) }
            await #expect(throws: error) { try await edited.status() }
            let there = await tables(database, of: 3)
            #expect(there == [1, 2])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A database of a newer version is refused`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: []) { database in
            _ = try await migrator(database, [step(1), step(2), step(3)]).up()
            let older = migrator(database, [step(1)])
            let error = MigrationError.newerDatabase(version: 3, known: 1)
            await #expect(throws: error) { try await older.up() }
            await #expect(throws: error) { try await older.down(to: 0) }
            await #expect(throws: error) { try await older.status() }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A step that fails leaves nothing of itself, and those before it stay`(kind: TestDatabase) async throws {
        let broken = Migration(2, "break half-way") { type in
            ["CREATE TABLE t2 (id \(type.integer) PRIMARY KEY)\(type.tableOptions)", "CREATE TABLE"]
        } down: { _ in
            []
        }
        try await kind.withDatabase(migrations: []) { database in
            await #expect(throws: DatabaseError.self) { try await migrator(database, [step(1), broken]).up() }
            let there = await tables(database, of: 2)
            #expect(there == [1])
            let made = try await migrator(database, [step(1), step(2)]).up()
            #expect(made == [2])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Nodes that start together make each step once`(kind: TestDatabase) async throws {
        try await kind.withPlace { folder, url in
            let steps = (1...6).map { step($0) }
            let path = folder.appending(path: "shared.db").path
            // Each opens the database itself, as processes do: the file is made by whoever comes first.
            let made = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let database = try open(path: path, url: url)
                        let result: Result<[Int], any Error>
                        do { result = .success(try await migrator(database, steps).up()) } catch {
                            result = .failure(error)
                        }
                        await database.close()
                        return try result.get()
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(made.sorted() == [1, 2, 3, 4, 5, 6])
        }
    }

    private func open(path: String, url: String?) throws -> any Database {
        if let url { try PostgresDatabase(url: url) } else { try SQLiteDatabase(path: path) }
    }

    @Test(arguments: TestDatabase.all)
    func `One that goes up and one that goes down do not fight for ever`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: []) { database in
            let migrator = migrator(database, (1...8).map { step($0) })
            for _ in 0..<5 {
                _ = try await migrator.up()
                let outcomes = await withTaskGroup(of: Bool.self) { group in
                    for isUp in [true, false] {
                        group.addTask { await crosses { _ = try await isUp ? migrator.up() : migrator.down(to: 0) } }
                    }
                    return await group.reduce(into: [Bool]()) { $0.append($1) }
                }
                #expect(outcomes.filter(\.self).count <= 1, "at least one of them gets where it wants to")
                let count = try await migrator.status().filter { $0.appliedAt != nil }.count
                let there = await tables(database, of: 8)
                #expect(there == Array(1...8).prefix(count).map(\.self), "the record tells what is there")
            }
        }
    }

    /// Whether that ended because another went the other way.
    private func crosses(_ body: () async throws -> Void) async -> Bool {
        do { try await body() } catch MigrationError.crossed { return true } catch {
            Issue.record(error)
        }
        return false
    }
}
