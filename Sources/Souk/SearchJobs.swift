import Jobs
import Kernel
import Persistence
import Search

/// Brings popularity and the middle prices of categories up to date.
struct UpdateSearchFactors: Job {
    static let name = "search.factors"

    static func run(_ factors: FactorUpdates) async throws -> (products: Int, pricesMoved: Bool) {
        let haveMoved = try await factors.refreshPriceLevels()
        return (try await factors.refreshPopularity(), haveMoved)
    }
}

/// Lets every node compare its index with the catalogue. Each has its own, so the job only says that it is time.
struct CheckSearchIndex: Job {
    static let name = "search.check"

    static func run(_ run: JobRun, in database: any Database) async throws {
        let moment = WallClock.system.now
        try await database.write { transaction in
            try transaction.record([CheckRequested()], at: moment)
            try transaction.complete(run)
        }
    }
}

/// Removes searches and events that were kept long enough.
struct PruneSearchLog: Job {
    static let name = "search.prune"

    private static let portion = 5000

    static func run(_ analytics: SearchAnalytics) async throws -> Int {
        try await inPortions(of: portion) { try await analytics.prune(limit: portion) }
    }
}

/// Looks at the saved searches whose owners want to hear of something new.
struct RunSavedSearches: Job {
    static let name = "search.saved"

    static func run(_ watch: SavedSearchWatch) async throws -> (searches: Int, mails: Int) {
        guard let done = try await watch.run() else {
            throw FailedJob("The search index of this process is not built.", retry: .after(.seconds(60)))
        }
        return done
    }
}
