import Foundation
import Kernel
import TestSupport
import Testing

@testable import Persistence

struct SQLiteDatabaseTests {
    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        try await TestDatabase.sqlite.withPlace { folder, _ in try await body(folder) }
    }

    /// A database of many pages, closed, with everything in its one file.
    private func filledFile(in folder: URL) async throws -> URL {
        let file = folder.appending(path: "shop.db")
        let database = try SQLiteDatabase(path: file.path)
        _ = try await Migrator(database, migrations: Items.migrations).up()
        try await database.write { transaction in
            _ = try transaction.execute(
                batch: (1...2000).map {
                    "INSERT INTO items (id, name) VALUES (\($0), \("item \($0) " + String(repeating: "x", count: 100)))"
                })
        }
        await database.close()
        return file
    }

    @Test func `What is written is there when the file is opened again`() async throws {
        try await withFolder { folder in
            let file = try await filledFile(in: folder)
            let database = try SQLiteDatabase(path: file.path)
            let ids = try await database.read { try $0.itemIDs() }
            #expect(ids == Array(1...2000))
            await database.close()
        }
    }

    @Test func `A folder that is not there is unavailable, and the path is named`() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "absent/shop.db").path
            let error = #expect(throws: DatabaseError.self) { try SQLiteDatabase(path: path) }
            guard case .unavailable(let message) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(message.contains(path))
        }
    }

    @Test func `A folder in the place of the file is unavailable`() async throws {
        try await withFolder { folder in
            let error = #expect(throws: DatabaseError.self) { try SQLiteDatabase(path: folder.path) }
            guard case .unavailable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test(arguments: ["This is no database. ", "{\"products\": []}", "SQLite format 4\0"])
    func `A file that is no database is corrupt, and stays as it is`(text: String) async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "notes.txt")
            let content = Data(String(repeating: text, count: 500).utf8)
            try content.write(to: file)
            let error = #expect(throws: DatabaseError.self) { try SQLiteDatabase(path: file.path) }
            guard case .corrupt(let message) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(message.contains(file.path))
            let after = try Data(contentsOf: file)
            #expect(after == content)
        }
    }

    @Test func `A database with damaged pages is corrupt at the first read that meets them`() async throws {
        try await withFolder { folder in
            let file = try await filledFile(in: folder)
            var content = try Data(contentsOf: file)
            content.replaceSubrange(4096..<content.count, with: Data(repeating: 0xA5, count: content.count - 4096))
            try content.write(to: file)
            let error = await #expect(throws: DatabaseError.self) {
                let database = try SQLiteDatabase(path: file.path)
                _ = try await database.read { try $0.values("SELECT name FROM items", as: String.self) }
            }
            guard case .corrupt = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func `A write gives up when another process writes for longer than it waits`() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "shop.db").path
            let (holder, other) = (try SQLiteDatabase(path: path), try SQLiteDatabase(path: path, busyTimeout: .zero))
            try await holder.write { _ = try $0.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT") }
            let (isHeld, mayGo) = (Gate(), Gate())
            async let held: Void = holder.write { transaction in
                try transaction.execute("INSERT INTO notes (id) VALUES (1)")
                isHeld.open()
                mayGo.passBlocking()
            }
            await isHeld.pass()
            let error = await #expect(throws: DatabaseError.self) {
                try await other.write { _ = try $0.execute("INSERT INTO notes (id) VALUES (2)") }
            }
            let seen = try await other.read { try $0.values("SELECT id FROM notes", as: Int.self) }
            mayGo.open()
            try await held
            #expect(seen.isEmpty, "a reader does not wait for a writer, nor see what is not committed")
            guard case .busy = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            try await other.write { _ = try $0.execute("INSERT INTO notes (id) VALUES (2)") }
            let both = try await holder.read { try $0.values("SELECT id FROM notes ORDER BY id", as: Int.self) }
            #expect(both == [1, 2])
            await holder.close()
            await other.close()
        }
    }

    @Test(arguments: SQLiteSynchronous.allCases)
    func `The connection has the settings that safety depends on`(synchronous: SQLiteSynchronous) async throws {
        try await withFolder { folder in
            let database = try SQLiteDatabase(path: folder.appending(path: "shop.db").path, synchronous: synchronous)
            let (journal, keys, level) = try await database.write { transaction in
                (
                    try transaction.value("PRAGMA journal_mode", as: String.self),
                    try transaction.value("PRAGMA foreign_keys", as: Int.self),
                    try transaction.value("PRAGMA synchronous", as: Int.self)
                )
            }
            #expect(journal == "wal")
            #expect(keys == 1)
            #expect(level == (synchronous == .full ? 2 : 1))
            await database.close()
        }
    }
}
