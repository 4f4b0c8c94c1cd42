package import Foundation
import Kernel
package import Persistence

/// The databases that every store test runs on.
package enum TestDatabase: String, Sendable, CaseIterable, CustomStringConvertible {
    /// A file of its own in a temporary folder.
    case sqlite
    /// A schema of its own on the server of `SOUK_TEST_POSTGRES`, which `scripts/test` starts.
    case postgres

    /// SQLite always; PostgreSQL where there is one.
    package static let all: [TestDatabase] = postgresURL == nil ? [.sqlite] : [.sqlite, .postgres]

    private static let postgresURL = ProcessInfo.processInfo.environment["SOUK_TEST_POSTGRES"]

    /// The name in test reports.
    package var description: String { rawValue }

    /// Runs `body` with an empty place for a shop's data: a folder of its own, and for PostgreSQL the address of a
    /// schema of its own. Both are gone afterwards.
    package func withPlace<Value>(_ body: (_ folder: URL, _ databaseURL: String?) async throws -> Value) async throws
        -> Value
    {
        let name = "test_" + ID<TestDatabase>().description.replacing("-", with: "")
        let folder = FileManager.default.temporaryDirectory.appending(path: "souk-\(name)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        guard self == .postgres, let server = TestDatabase.postgresURL else { return try await body(folder, nil) }
        try await TestDatabase.run("CREATE SCHEMA %I", name, on: server)
        let separator = server.contains("?") ? "&" : "?"
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(folder, "\(server)\(separator)options=-csearch_path%3D\(name)"))
        } catch {
            result = .failure(error)
        }
        try await TestDatabase.run("DROP SCHEMA %I CASCADE", name, on: server)
        return try result.get()
    }

    /// Runs `body` on an empty database with these migrations made.
    package func withDatabase<Value>(
        migrations: [Migration], _ body: (any Database) async throws -> Value
    ) async throws -> Value {
        try await withPlace { folder, url in
            let database: any Database =
                if let url { try PostgresDatabase(url: url) } else {
                    try SQLiteDatabase(path: folder.appending(path: "test.db").path, synchronous: .normal)
                }
            do {
                // Steps of one context alone are counted anew: in the shop those of others stand between them.
                let steps = migrations.enumerated().map { Migration($0 + 1, $1.name, up: $1.up, down: $1.down) }
                _ = try await Migrator(database, migrations: steps).up()
                let value = try await body(database)
                await database.close()
                return value
            } catch {
                await database.close()
                throw error
            }
        }
    }

    private static func run(_ template: String, _ name: String, on server: String) async throws {
        let database = try PostgresDatabase(url: server)
        let result: Result<Void, any Error>
        do {
            result = .success(try await database.write { try $0.run(template, for: name) })
        } catch {
            result = .failure(error)
        }
        await database.close()
        try result.get()
    }
}

extension Transaction {
    /// Statements about schemas take no bound values; a function of PostgreSQL's quotes the name.
    fileprivate func run(_ template: String, for name: String) throws {
        try execute(
            """
            CREATE OR REPLACE FUNCTION pg_temp.run_for(template text, name text) RETURNS void LANGUAGE plpgsql
            AS 'BEGIN EXECUTE format(template, name); END'
            """)
        try forEach("SELECT pg_temp.run_for(\(template), \(name))") { _ in }
    }
}
