package import Kernel
package import Persistence

/// Brings what search knows about products up to date: jobs call it, every node hears of it by the feed.
package struct FactorUpdates: Sendable {
    private let database: any Database
    private let source: ProductSource
    private let clock: WallClock

    /// How far back what shoppers did counts.
    private static let window = Duration.seconds(30 * 86_400)
    /// Products whose new popularity is written in one transaction.
    private static let portion = 500

    /// Updates in that database.
    package init(_ database: any Database, source: ProductSource, clock: WallClock = .system) {
        (self.database, self.source, self.clock) = (database, source, clock)
    }

    /// Asks the catalogue for the middle prices and keeps them when they moved.
    /// - Returns: whether they did.
    package func refreshPriceLevels() async throws -> Bool {
        let levels = try await source.middlePrices()
        let now = clock.now
        return try await database.write { transaction in
            guard try transaction.priceLevels() != levels else { return false }
            try transaction.replacePriceLevels(levels)
            try transaction.record([PriceLevelsChanged()], at: now)
            return true
        }
    }

    /// Sums up what shoppers did in the last 30 days, and tells of the products for which that makes a difference.
    /// - Returns: how many products those are.
    package func refreshPopularity() async throws -> Int {
        let now = clock.now
        let (fresh, known) = try await database.read { transaction in
            (
                try transaction.scores(since: now.advanced(by: .zero - FactorUpdates.window)),
                try transaction.scores()
            )
        }
        let changed = Set(fresh.keys).union(known.keys).filter {
            FactorUpdates.matters(from: known[$0] ?? 0, to: fresh[$0] ?? 0)
        }.sorted()
        for start in stride(from: 0, to: changed.count, by: FactorUpdates.portion) {
            let ids = changed[start..<min(start + FactorUpdates.portion, changed.count)]
            try await database.write { transaction in
                try transaction.setScores(ids.map { ($0, fresh[$0] ?? 0) })
                try transaction.record(ids.map { PopularityChanged(subject: $0.description) }, at: now)
            }
        }
        return changed.count
    }

    /// The ranking takes the logarithm: below a tenth nothing would move, and indexing it anew would be for nothing.
    private static func matters(from old: Int64, to new: Int64) -> Bool {
        old != new && (old == 0 || new == 0 || abs(new - old) * 10 > max(old, new))
    }
}

extension Transaction {
    /// What shoppers did since then, a click counted once, a cart three times, a purchase ten times.
    fileprivate func scores(since moment: Timestamp) throws -> [ID<IndexedProduct>: Int64] {
        try scores(
            in: """
                SELECT product_id, CAST(SUM(weight * CASE type WHEN 'click' THEN 1 WHEN 'add_to_cart' THEN 3 ELSE 10 END)
                    AS \(sqlite: "INTEGER", postgres: "bigint")) AS score
                FROM shopper_events
                WHERE happened_at >= \(moment) AND product_id IS NOT NULL AND type IN ('click', 'add_to_cart', 'purchase')
                GROUP BY product_id
                """)
    }

    fileprivate func scores() throws -> [ID<IndexedProduct>: Int64] {
        try scores(in: "SELECT product_id, score FROM search_popularity")
    }

    private func scores(in statement: SQL) throws -> [ID<IndexedProduct>: Int64] {
        var scores: [ID<IndexedProduct>: Int64] = [:]
        try forEach(statement) { row in
            scores[try row.decode("product_id")] = try row.decode("score", as: Int64.self)
        }
        return scores
    }

    /// Writes scores; one of nothing is no row.
    fileprivate func setScores(_ scores: [(id: ID<IndexedProduct>, score: Int64)]) throws {
        let gone = scores.filter { $0.score <= 0 }.map(\.id)
        if !gone.isEmpty { try execute("DELETE FROM search_popularity WHERE product_id IN \(list: gone)") }
        try execute(
            batch: scores.filter { $0.score > 0 }.map { id, score in
                """
                INSERT INTO search_popularity (product_id, score) VALUES (\(id), \(score))
                ON CONFLICT (product_id) DO UPDATE SET score = excluded.score
                """
            })
    }
}
