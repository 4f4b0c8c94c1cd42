import Kernel
package import Persistence

extension SearchReport.QueryFigures: RowDecodable {
    /// Reads the columns that the statements below name.
    package init(row: inout Row) throws {
        self.init(
            query: try row.decode("normalised"), searches: try row.decode("searches"),
            meanResults: try row.decode("mean_results"), clicks: try row.decode("clicks"),
            meanPosition: try row.decode("mean_position"))
    }
}

extension Transaction {
    func searchTotals(_ period: SearchAnalytics.Period) throws -> SearchReport.Totals {
        let counts: [Count] = try all(
            """
            SELECT CASE WHEN results = 0 THEN 'nothing' ELSE 'something' END AS name, count(*) AS total FROM search_log
            WHERE searched_at >= \(period.from) AND searched_at < \(period.to) AND page = 1 GROUP BY 1
            UNION ALL
            SELECT type AS name, CAST(sum(weight) AS \(sqlite: "INTEGER", postgres: "bigint")) AS total FROM shopper_events
            WHERE happened_at >= \(period.from) AND happened_at < \(period.to) AND query IS NOT NULL GROUP BY 1
            """)
        let totals = Dictionary(counts.map { ($0.name, $0.count) }) { $0 + $1 }
        return SearchReport.Totals(
            searches: (totals["nothing"] ?? 0) + (totals["something"] ?? 0), withoutResult: totals["nothing"] ?? 0,
            clicks: totals["click"] ?? 0, carts: totals["add_to_cart"] ?? 0, purchases: totals["purchase"] ?? 0)
    }

    func topQueries(_ period: SearchAnalytics.Period, limit: Int) throws -> [SearchReport.QueryFigures] {
        try queries(period, having: "count(*) > 0", limit: limit)
    }

    func queriesWithoutResult(_ period: SearchAnalytics.Period, limit: Int) throws -> [SearchReport.QueryFigures] {
        try queries(period, having: "max(results) = 0", limit: limit)
    }

    private func queries(
        _ period: SearchAnalytics.Period, having condition: SQL, limit: Int
    ) throws -> [SearchReport.QueryFigures] {
        try all(
            """
            WITH top AS (
                SELECT normalised, count(*) AS searches,
                    CAST(avg(results) AS \(sqlite: "REAL", postgres: "double precision")) AS mean_results
                FROM search_log
                WHERE searched_at >= \(period.from) AND searched_at < \(period.to) AND page = 1
                GROUP BY normalised HAVING \(condition) ORDER BY searches DESC, normalised LIMIT \(limit)
            )
            SELECT top.normalised, top.searches, top.mean_results, count(e.id) AS clicks,
                CAST(avg(e.position) AS \(sqlite: "REAL", postgres: "double precision")) AS mean_position
            FROM top LEFT JOIN shopper_events e ON e.normalised = top.normalised AND e.type = 'click'
                AND e.happened_at >= \(period.from) AND e.happened_at < \(period.to)
            GROUP BY top.normalised, top.searches, top.mean_results ORDER BY top.searches DESC, top.normalised
            """)
    }
}
