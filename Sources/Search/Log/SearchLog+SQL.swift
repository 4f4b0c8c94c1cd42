import Kernel
package import Persistence

extension Transaction {
    func insert(_ searches: [LoggedSearch]) throws {
        try execute(
            batch: searches.map { search in
                """
                INSERT INTO search_log (searched_at, query, normalised, corrected, results, page, is_filtered, is_degraded,
                    microseconds)
                VALUES (\(search.moment), \(search.query), \(QueryText.normalised(search.query)), \(search.correctedQuery),
                    \(search.results), \(search.page), \(search.isFiltered), \(search.isDegraded), \(search.microseconds))
                """
            })
    }

    func insert(_ events: [SearchLog.KeptEvent]) throws {
        try execute(
            batch: events.map { kept in
                let event = kept.event
                let id = event.productID.flatMap { ID<IndexedProduct>($0) }
                return """
                    INSERT INTO shopper_events (happened_at, type, product_id, query, normalised, position, weight)
                    VALUES (\(kept.moment), \(event.kind.rawValue), \(id), \(event.query),
                        \(event.query.map(QueryText.normalised)), \(event.position), \(kept.weight))
                    """
            })
    }

    /// Removes what was logged before then, at most `limit` of each table.
    /// - Returns: the larger of the two counts.
    func pruneSearchLog(before moment: Timestamp, eventsBefore eventMoment: Timestamp, limit: Int) throws -> Int {
        let searches = try execute(
            """
            DELETE FROM search_log WHERE id IN
            (SELECT id FROM search_log WHERE searched_at < \(moment) ORDER BY searched_at LIMIT \(limit))
            """)
        let events = try execute(
            """
            DELETE FROM shopper_events WHERE id IN
            (SELECT id FROM shopper_events WHERE happened_at < \(eventMoment) ORDER BY happened_at LIMIT \(limit))
            """)
        return max(searches, events)
    }

    /// What was searched for since then and before, oldest first, behind that row.
    func loggedSearches(from: Timestamp, to: Timestamp, after id: Int64, limit: Int) throws -> [SearchLogRow] {
        try all(
            """
            SELECT id, searched_at, query, corrected, results, page, is_filtered, is_degraded, microseconds
            FROM search_log WHERE id > \(id) AND searched_at >= \(from) AND searched_at < \(to) ORDER BY id LIMIT \(limit)
            """)
    }
}

/// A search as the log has it.
package struct SearchLogRow: Sendable {
    /// Counts up.
    package let id: Int64
    /// What was searched for and found.
    package let search: LoggedSearch

    /// A row of those parts.
    package init(id: Int64, search: LoggedSearch) {
        (self.id, self.search) = (id, search)
    }
}

extension SearchLogRow: RowDecodable {
    /// Reads the columns of `search_log`.
    package init(row: inout Row) throws {
        id = try row.decode("id")
        search = LoggedSearch(
            moment: try row.decode("searched_at"), query: try row.decode("query"),
            correctedQuery: try row.decode("corrected"), results: try row.decode("results"),
            page: try row.decode("page"), isFiltered: try row.decode("is_filtered"),
            isDegraded: try row.decode("is_degraded"), microseconds: try row.decode("microseconds"))
    }
}
