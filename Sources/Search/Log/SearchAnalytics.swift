package import Kernel
package import Persistence

/// What shoppers look for, what they find, and what they follow.
package struct SearchAnalytics: Sendable {
    private let database: any Database
    private let clock: WallClock

    /// The longest period that one report covers.
    package static let maximumDays = 92
    /// Searches are kept for so long; what shoppers did is kept three times as long.
    package static let retention = Duration.seconds(30 * 86_400)

    /// Reports on that database.
    package init(_ database: any Database, clock: WallClock = .system) {
        (self.database, self.clock) = (database, clock)
    }

    /// A period of time.
    package struct Period: Sendable, Hashable {
        /// Its first moment.
        package let from: Timestamp
        /// The first moment behind it.
        package let to: Timestamp

        /// From then to then.
        package init(from: Timestamp, to: Timestamp) {
            (self.from, self.to) = (from, to)
        }
    }

    /// The period between those moments; the last seven days where they are left open.
    /// - Throws: `SearchError.periodOutOfRange`.
    package func period(from: Timestamp?, to: Timestamp?) throws(SearchError) -> Period {
        let end = to ?? clock.now
        let start = from ?? end.advanced(by: .seconds(-7 * 86_400))
        let longest = Duration.seconds(SearchAnalytics.maximumDays * 86_400)
        guard start < end, end <= start.advanced(by: longest) else {
            throw .periodOutOfRange(days: SearchAnalytics.maximumDays)
        }
        return Period(from: start, to: end)
    }

    /// What happened in that period, with at most `limit` queries of each sort.
    package func report(on period: Period, limit: Int) async throws -> SearchReport {
        try await database.read { transaction in
            SearchReport(
                period: period, totals: try transaction.searchTotals(period),
                top: try transaction.topQueries(period, limit: limit),
                withoutResult: try transaction.queriesWithoutResult(period, limit: limit))
        }
    }

    /// What was searched for in that period, oldest first, behind row `id`, at most `limit`. The last seconds are left out:
    /// rows get their numbers before they are committed, and whoever goes on behind a row must not miss one of another node
    /// that has a smaller number and comes later.
    package func log(of period: Period, after id: Int64, limit: Int) async throws -> [SearchLogRow] {
        let end = min(period.to, clock.now.advanced(by: .zero - SearchAnalytics.settling))
        return try await database.read {
            try $0.loggedSearches(from: period.from, to: end, after: id, limit: limit)
        }
    }

    /// Within that time after a search its row is committed: the log is written twice a second.
    private static let settling = Duration.seconds(5)

    /// Removes what is older than it is kept, at most `limit` rows of each sort.
    /// - Returns: how many were removed; fewer than `limit` when no more are old.
    package func prune(limit: Int) async throws -> Int {
        let moment = clock.now.advanced(by: .zero - SearchAnalytics.retention)
        let eventMoment = clock.now.advanced(by: .zero - SearchAnalytics.retention * 3)
        return try await database.write {
            try $0.pruneSearchLog(before: moment, eventsBefore: eventMoment, limit: limit)
        }
    }
}

/// What happened in a period.
package struct SearchReport: Sendable {
    /// The period.
    package let period: SearchAnalytics.Period
    /// Everything together.
    package let totals: Totals
    /// The most frequent queries.
    package let top: [QueryFigures]
    /// The most frequent queries that found nothing.
    package let withoutResult: [QueryFigures]

    /// A report of those parts.
    package init(
        period: SearchAnalytics.Period, totals: Totals, top: [QueryFigures], withoutResult: [QueryFigures]
    ) {
        (self.period, self.totals, self.top, self.withoutResult) = (period, totals, top, withoutResult)
    }

    /// Everything together.
    package struct Totals: Sendable, Hashable {
        /// First pages of searches with words.
        package let searches: Int
        /// Those of them that found nothing.
        package let withoutResult: Int
        /// Clicks on results.
        package let clicks: Int
        /// Products from results that were put into a cart.
        package let carts: Int
        /// Products from results that were bought.
        package let purchases: Int

        /// Totals of those parts.
        package init(searches: Int, withoutResult: Int, clicks: Int, carts: Int, purchases: Int) {
            (self.searches, self.withoutResult, self.clicks) = (searches, withoutResult, clicks)
            (self.carts, self.purchases) = (carts, purchases)
        }

        /// The share of searches that found nothing.
        package var noResultShare: Double { SearchReport.share(withoutResult, of: searches) }
        /// Clicks for each search.
        package var clickThrough: Double { SearchReport.share(clicks, of: searches) }
        /// Purchases for each search.
        package var conversion: Double { SearchReport.share(purchases, of: searches) }
    }

    /// One query.
    package struct QueryFigures: Sendable, Hashable {
        /// Without case, accents and superfluous spaces.
        package let query: String
        /// How often its first page was asked for.
        package let searches: Int
        /// How many products it found in the mean.
        package let meanResults: Double
        /// How often a result was followed.
        package let clicks: Int
        /// At which place the followed results stood in the mean; `nil` when none was.
        package let meanPosition: Double?

        /// Figures of those parts.
        package init(query: String, searches: Int, meanResults: Double, clicks: Int, meanPosition: Double?) {
            (self.query, self.searches, self.meanResults) = (query, searches, meanResults)
            (self.clicks, self.meanPosition) = (clicks, meanPosition)
        }

        /// Clicks for each search.
        package var clickThrough: Double { SearchReport.share(clicks, of: searches) }
    }

    /// Rounded to four decimals; 0 of nothing.
    fileprivate static func share(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 0 : (Double(part) / Double(whole) * 10_000).rounded() / 10_000
    }
}
