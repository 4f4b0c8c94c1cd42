import GRDB

extension SQLiteDatabase {
    /// Copies the database as it is at this moment into a file of its own, while this process and others go on reading
    /// and writing (sqlite.org/backup.html). What was committed before the call is in it. The copy is in one file,
    /// without a log beside it, and is checked.
    ///
    /// All pages are copied in one step, inside one snapshot: taken in several, the copy would begin anew whenever
    /// another process writes.
    /// - Throws: `DatabaseError`; `.corrupt` when what was copied is damaged.
    package func copy(to path: String) async throws {
        do {
            try await pool.read { source in
                let copy = try DatabaseQueue(path: path)
                try copy.writeWithoutTransaction { target in
                    try source.backup(to: target)
                    try target.execute(sql: "PRAGMA journal_mode = DELETE")
                }
                let report = try copy.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
                try copy.close()
                guard report == "ok" else { throw DatabaseError.corrupt(report ?? "no answer to quick_check") }
            }
        } catch let error as GRDB.DatabaseError {
            throw DatabaseError(error)
        }
    }
}
