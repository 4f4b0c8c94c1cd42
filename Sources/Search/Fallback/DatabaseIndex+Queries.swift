import Kernel
import Persistence

/// What the database found.
struct FoundDocuments: Sendable {
    let hits: [SearchHit]
    let total: Int
    let facets: SearchFacets?
}

private struct DocumentHit: RowDecodable {
    let card: [UInt8]
    let score: Double

    init(row: inout Row) throws {
        card = try row.decode("card")
        score = try row.decode("score")
    }
}

private struct NumberCount: RowDecodable {
    let number: Int64
    let count: Int

    init(row: inout Row) throws {
        number = try row.decode("number")
        count = try row.decode("total")
    }
}

extension Transaction {
    /// How many products fit.
    func count(_ query: DocumentQuery) throws -> Int {
        try value("WITH \(query.found(dialect)) SELECT count(*) \(query.rows())") ?? 0
    }

    /// One page of the products that fit, and the counts of facets.
    func find(_ query: DocumentQuery, total: Int, _ priceBucket: Money) throws -> FoundDocuments {
        let page = query.request.page
        let hits: [DocumentHit] = try all(
            """
            WITH \(query.found(dialect))
            SELECT d.card, CAST(f.score AS \(sqlite: "REAL", postgres: "double precision")) AS score \(query.rows())
            ORDER BY \(query.order) LIMIT \(page.size) OFFSET \(page.offset)
            """)
        return FoundDocuments(
            hits: hits.map { SearchHit(stored: StoredCard(jsonMembers: $0.card), score: $0.score, highlights: [:]) },
            total: total, facets: query.request.countsFacets ? try facets(of: query, priceBucket) : nil)
    }

    private func facets(of query: DocumentQuery, _ priceBucket: Money) throws -> SearchFacets {
        let names = Set(query.request.attributes.keys).union(query.request.facetAttributes)
        return SearchFacets(
            categories: try categoryCounts(query), brands: try counts("d.brand", query, but: .brand),
            priceRanges: try priceCounts(query, priceBucket), ratings: try ratingCounts(query),
            attributes: try names.sorted().reduce(into: [:]) { $0[$1] = try attributeCounts($1, query) })
    }

    private func counts(
        _ column: SQL, _ query: DocumentQuery, but subject: DocumentQuery.Subject, from: SQL = .empty,
        where condition: SQL = "TRUE"
    ) throws -> [(name: String, count: Int)] {
        try all(
            """
            WITH \(query.found(dialect)) SELECT \(column) AS name, count(*) AS total
            FROM found f JOIN search_documents d ON d.id = f.id \(from)
            WHERE \(query.conditions(but: subject)) AND \(column) IS NOT NULL AND \(condition)
            GROUP BY 1 ORDER BY total DESC, name LIMIT \(DocumentQuery.facetValues)
            """, as: Count.self
        ).map { ($0.name, $0.count) }
    }

    private func attributeCounts(_ name: String, _ query: DocumentQuery) throws -> [(name: String, count: Int)] {
        try counts(
            "a.value", query, but: .attribute(name),
            from: ", \(sqlite: "json_each(d.attributes) AS a", postgres: "jsonb_each_text(d.attributes) AS a")",
            where: "a.key = \(name)")
    }

    /// A product counts for its own category and for every one above.
    private func categoryCounts(_ query: DocumentQuery) throws -> [(path: [String], count: Int)] {
        let leaves: [Count] = try all(
            """
            WITH \(query.found(dialect))
            SELECT CAST(d.category AS text) AS name, count(*) AS total \(query.rows(but: .category)) GROUP BY 1
            """)
        var counts: [[String]: Int] = [:]
        for leaf in leaves {
            let path = (try? JSONValue(parsing: Array(leaf.name.utf8)))?.texts ?? []
            for length in path.indices { counts[Array(path[...length]), default: 0] += leaf.count }
        }
        return counts.sorted {
            $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key)
        }.prefix(DocumentQuery.facetValues).map { ($0.key, $0.value) }
    }

    private func priceCounts(
        _ query: DocumentQuery, _ bucket: Money
    ) throws -> [(from: Money, to: Money?, count: Int)] {
        let width = bucket.minorUnits
        let buckets: [NumberCount] = try all(
            """
            WITH \(query.found(dialect)) SELECT d.price / \(width) AS number, count(*) AS total
            \(query.rows(but: .price)) GROUP BY 1 ORDER BY 1
            """)
        func money(_ bucket: Int64) -> Money { Money(minorUnits: bucket * width, SearchFacets.currency) }
        var ranges = buckets.prefix(SearchFacets.maximumPriceRanges).map {
            bucket -> (from: Money, to: Money?, count: Int) in
            (money(bucket.number), money(bucket.number + 1), bucket.count)
        }
        guard let last = ranges.popLast() else { return [] }
        let beyond = buckets.dropFirst(SearchFacets.maximumPriceRanges).reduce(0) { $0 + $1.count }
        return ranges + [(last.from, nil, last.count + beyond)]
    }

    private func ratingCounts(_ query: DocumentQuery) throws -> [(from: Int, to: Int?, count: Int)] {
        let star = StoredRating.star
        let stars: [NumberCount] = try all(
            """
            WITH \(query.found(dialect))
            SELECT CASE WHEN d.rating >= \(4 * star) THEN 4 ELSE d.rating / \(star) END AS number, count(*) AS total
            \(query.rows(but: .rating)) AND d.rating >= \(star) GROUP BY 1 ORDER BY 1
            """)
        return stars.map { (Int($0.number), $0.number == 4 ? nil : Int($0.number) + 1, $0.count) }
    }

    /// Brands that begin so, those with the most popular products first.
    func brands(beginningWith beginning: String, limit: Int) throws -> [Suggestion] {
        let length = beginning.unicodeScalars.count
        guard length > 0 else { return [] }
        let found: [Count] = try all(
            """
            SELECT brand AS name, CAST(sum(popularity) + count(*) AS \(sqlite: "INTEGER", postgres: "bigint")) AS total
            FROM search_documents WHERE substr(brand_folded, 1, \(length)) = \(beginning)
            GROUP BY brand ORDER BY total DESC, name LIMIT \(limit)
            """)
        return found.map { Suggestion(text: $0.name, score: Double($0.count), kind: "brand") }
    }

    /// Names of the most popular products with the words.
    func names(_ query: DocumentQuery, limit: Int) throws -> [Suggestion] {
        let found: [Count] = try all(
            """
            WITH \(query.found(dialect)) SELECT d.name AS name, max(d.popularity) AS total \(query.rows())
            GROUP BY d.name ORDER BY total DESC, name LIMIT \(limit)
            """)
        return found.map { Suggestion(text: $0.name, score: Double($0.count), kind: "product") }
    }
}

extension DocumentQuery {
    /// As many values of a facet as the embedded index counts.
    fileprivate static let facetValues = 50

    /// Where the rows come from, and which.
    fileprivate func rows(but subject: Subject? = nil) -> SQL {
        "FROM found f JOIN search_documents d ON d.id = f.id WHERE \(conditions(but: subject))"
    }
}
