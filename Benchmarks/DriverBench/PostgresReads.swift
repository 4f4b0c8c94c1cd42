import Persistence
import Synchronization

/// Point reads through the libpq driver, as `pgbench -S` makes them.
struct PostgresReads {
    let url: String
    /// `pgbench -i` with scale 1 makes so many rows.
    private static let rows = 100_000

    func perSecond(clients: Int, seconds: Int) async throws -> Double {
        let database = try PostgresDatabase(url: url)
        _ = try await count(database, clients, for: .milliseconds(300))
        let begin = ContinuousClock.now
        let reads = try await count(database, clients, for: .seconds(seconds))
        let elapsed = ContinuousClock.now - begin
        await database.close()
        return Double(reads) / (elapsed / .seconds(1))
    }

    private func count(_ database: PostgresDatabase, _ clients: Int, for duration: Duration) async throws -> Int {
        let end = ContinuousClock.now + duration
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for client in 0..<clients {
                group.addTask(executorPreference: database.executor) {
                    var random = UInt64(client) &+ 88_172_645_463_325_252
                    var reads = 0
                    while ContinuousClock.now < end {
                        random ^= random << 13
                        random ^= random >> 7
                        random ^= random << 17
                        let account = Int(random % UInt64(PostgresReads.rows)) + 1
                        let balance = try await database.lookUp {
                            try $0.value("SELECT abalance FROM pgbench_accounts WHERE aid = \(account)", as: Int.self)
                        }
                        precondition(balance != nil, "pgbench -i has not been run")
                        reads += 1
                    }
                    return reads
                }
            }
            return try await group.reduce(0, +)
        }
    }
}
