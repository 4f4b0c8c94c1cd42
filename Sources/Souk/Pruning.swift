import Jobs
import Kernel
import Persistence

/// Removes events that every node has long seen.
struct PruneEvents: Job {
    static let name = "events.prune"

    /// A node that was away for longer builds its index anew.
    private static let retention = Duration.seconds(7 * 86_400)
    /// A transaction each, so that writers wait for milliseconds at most.
    private static let portion = 5000

    static func run(in database: any Database) async throws -> Int {
        let moment = WallClock.system.now.advanced(by: .zero - retention)
        return try await inPortions(of: portion) {
            try await database.write { try $0.pruneEvents(before: moment, limit: portion) }
        }
    }
}

/// Removes the answers of requests that nobody sends again.
struct PruneIdempotencyKeys: Job {
    static let name = "idempotency_keys.prune"

    private static let portion = 5000

    static func run(in database: any Database) async throws -> Int {
        let keys = IdempotencyKeys(database)
        return try await inPortions(of: portion) { try await keys.prune(limit: portion) }
    }
}

/// Removes portion after portion until one is not full.
/// - Returns: how much was removed in all.
func inPortions(of size: Int, _ remove: () async throws -> Int) async throws -> Int {
    var total = 0
    while true {
        let count = try await remove()
        total += count
        guard count == size else { return total }
        try Task.checkCancellation()
    }
}
