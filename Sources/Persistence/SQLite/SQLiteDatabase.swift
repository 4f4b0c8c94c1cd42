import Foundation
import GRDB
import Kernel
package import ServiceLifecycle
import Synchronization

/// How SQLite trades safety at a power cut against the speed of writes.
package enum SQLiteSynchronous: String, Sendable, CaseIterable {
    /// Every commit is on the disk before it is acknowledged.
    case full
    /// Commits survive a crash of the process; the last ones may be lost when the machine loses power.
    case normal
}

/// The embedded database: one file in WAL mode, one writer, a pool of readers, each on a thread of its own (GRDB).
package final class SQLiteDatabase: Database {
    let pool: DatabasePool
    private let isClosed = Mutex(false)
    /// Always `.sqlite`.
    package let dialect = Dialect.sqlite
    /// The commits of this process; those of others are found by asking the feed.
    package let changes = ChangeSignal()
    /// None.
    package var listener: (any Service)? { nil }

    /// Opens the file, which is made when it is not there.
    /// - Parameters:
    ///   - path: the database file; its folder must exist.
    ///   - readers: how many reads may run at the same time, 1 to 64.
    ///   - busyTimeout: how long a write waits for the writer of another process.
    /// - Throws: `DatabaseError.unavailable` when it cannot be opened, `.corrupt` when it is no database.
    package init(
        path: String, readers: Int = 5, busyTimeout: Duration = .seconds(10), synchronous: SQLiteSynchronous = .full
    ) throws {
        var configuration = Configuration()
        configuration.maximumReaderCount = min(max(readers, 1), 64)
        configuration.busyMode = .timeout(Double(busyTimeout.components.seconds))
        configuration.foreignKeysEnabled = true
        configuration.label = "souk.sqlite"
        configuration.prepareDatabase { database in
            // 16 MiB of pages for each connection; SQLite's own 2 MiB thrashes on an import.
            try database.execute(sql: "PRAGMA cache_size = -16384")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            // SQLite's own knows ASCII only; PostgreSQL's knows every letter.
            database.add(
                function: DatabaseFunction("lower", argumentCount: 1, pure: true) { values in
                    String.fromDatabaseValue(values[0])?.lowercased()
                })
        }
        do {
            pool = try SQLiteDatabase.patiently(for: busyTimeout) {
                try DatabasePool(path: path, configuration: configuration)
            }
            // Not in `prepareDatabase`: GRDB sets NORMAL behind it, as it turns WAL on.
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = \(synchronous.rawValue)")
            }
        } catch {
            throw SQLiteDatabase.openingError(error, path: path)
        }
    }

    /// Runs `body` in a snapshot on one of the readers' threads.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        try await translatingErrors {
            try await pool.read { try body(Transaction(SQLiteConnection($0), .sqlite)) }
        }
    }

    /// The same as `read`: there is no way to the database that could be saved.
    package func lookUp<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        try await read(body)
    }

    /// Runs `body` in an immediate transaction on the writer's thread.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        let body = carryingTrace(into: body)
        return try await translatingErrors {
            try await pool.write { [changes] database in
                let recorded = RecordedChanges()
                let value = try body(Transaction(SQLiteConnection(database), .sqlite, recording: recorded))
                if let committed = recorded.changes {
                    database.afterNextTransaction { _ in changes.publish(committed) }
                }
                return value
            }
        }
    }

    /// Waits for what is running and closes the file.
    package func close() async {
        isClosed.withLock { $0 = true }
        try? pool.close()
    }

    private func translatingErrors<Value>(_ body: () async throws -> Value) async throws -> Value {
        guard !isClosed.withLock({ $0 }) else { throw DatabaseError.closed }
        do {
            return try await body()
        } catch let error as GRDB.DatabaseError {
            throw DatabaseError(error)
        }
    }

    /// Processes that open a new file together all turn WAL on, for which SQLite does not wait by itself.
    private static func patiently<Value>(for limit: Duration, _ open: () throws -> Value) throws -> Value {
        let end = ContinuousClock.now + limit
        while true {
            do { return try open() } catch let error as GRDB.DatabaseError
                where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < end
            {
                Thread.sleep(forTimeInterval: .random(in: 0.005...0.02))
            }
        }
    }

    private static func openingError(_ error: any Error, path: String) -> DatabaseError {
        guard let error = error as? GRDB.DatabaseError else { return .unavailable("\(path): \(error)") }
        switch DatabaseError(error) {
        case .corrupt:
            return .corrupt("\(path) is no SQLite database, or is damaged (\(error.message ?? "unreadable"))")
        case .diskFull: return .diskFull
        default: return .unavailable("cannot open \(path): \(error.message ?? "error \(error.resultCode)")")
        }
    }
}
