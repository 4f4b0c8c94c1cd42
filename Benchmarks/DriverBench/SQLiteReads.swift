import Foundation
import GRDB
import Persistence

/// Point reads of one task, through the port and through bare GRDB: the same statement on the same kind of pool.
struct SQLiteReads {
    private static let rows = 10_000

    /// The medians of alternating rounds of 2,000 reads each.
    func microseconds(seconds: Int) async throws -> (ours: Double, bare: Double) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "souk-bench-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "bench.db").path
        let database = try SQLiteDatabase(path: path)
        try await fill(database)
        var configuration = Configuration()
        configuration.maximumReaderCount = 5
        let pool = try DatabasePool(path: path, configuration: configuration)
        var (ours, bare): ([Double], [Double]) = ([], [])
        let end = ContinuousClock.now + .seconds(seconds)
        repeat {
            ours.append(try await SQLiteReads.time { try await SQLiteReads.read($0, from: database) })
            bare.append(try await SQLiteReads.time { try await SQLiteReads.read($0, bare: pool) })
        } while ContinuousClock.now < end
        await database.close()
        return (SQLiteReads.median(ours), SQLiteReads.median(bare))
    }

    private func fill(_ database: SQLiteDatabase) async throws {
        try await database.write { transaction in
            try transaction.execute("CREATE TABLE accounts (aid INTEGER PRIMARY KEY, abalance INTEGER NOT NULL) STRICT")
            try transaction.execute(
                batch: (1...SQLiteReads.rows).map { "INSERT INTO accounts (aid, abalance) VALUES (\($0), 0)" })
        }
    }

    private static func time(_ read: (Int) async throws -> Int?) async throws -> Double {
        let reads = 2000
        let begin = ContinuousClock.now
        for number in 0..<reads {
            let value = try await read(number * 7919 % rows + 1)
            precondition(value == 0)
        }
        return (ContinuousClock.now - begin) / .microseconds(reads)
    }

    private static func read(_ account: Int, from database: SQLiteDatabase) async throws -> Int? {
        try await database.read { try $0.value("SELECT abalance FROM accounts WHERE aid = \(account)", as: Int.self) }
    }

    private static func read(_ account: Int, bare pool: DatabasePool) async throws -> Int? {
        try await pool.read { database in
            let statement = try database.cachedStatement(sql: "SELECT abalance FROM accounts WHERE aid = ?")
            return try Int.fetchOne(statement, arguments: [account])
        }
    }

    private static func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }
}
