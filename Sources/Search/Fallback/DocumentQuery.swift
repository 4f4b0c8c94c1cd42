import Kernel
import Persistence

/// A request in the words of the database.
struct DocumentQuery: Sendable {
    let request: SearchRequest
    /// The words, folded, letters and digits only: nothing in them means anything to a full-text search.
    let words: [String]
    private let joining: Joining
    private let conditions: [Condition]

    /// Which of the words a product must have.
    enum Joining {
        case all, any
    }

    /// What a condition is about: the facet on the same thing ignores it.
    enum Subject: Hashable {
        case category, brand, price, rating, attribute(String), other
    }

    private struct Condition {
        let subject: Subject
        let sql: SQL

        init(_ subject: Subject, _ sql: SQL) {
            (self.subject, self.sql) = (subject, sql)
        }
    }

    init(_ request: SearchRequest, _ categoryPath: [String]?, joining: Joining) {
        (self.request, self.joining) = (request, joining)
        words = QueryText.words(request.text).split(separator: " ").prefix(32).map(String.init)
        conditions = DocumentQuery.conditions(request, categoryPath)
    }

    /// Products with the words and their scores, and those that are pinned: a table `found (id, score)`.
    func found(_ dialect: Dialect) -> SQL {
        let matching: SQL =
            if words.isEmpty {
                "SELECT id, 1.0 AS score FROM search_documents"
            } else if dialect == .sqlite {
                """
                SELECT rowid AS id, -bm25(search_full_text, 3.0, 1.5, 1.0, 10.0, 1.0) AS score
                FROM search_full_text WHERE search_full_text MATCH \(match(dialect))
                """
            } else {
                """
                SELECT id, ts_rank(full_text, query) AS score
                FROM search_documents, to_tsquery('english', \(match(dialect))) AS query WHERE full_text @@ query
                """
            }
        guard isByRelevance, !pinned.isEmpty else { return "found AS MATERIALIZED (\(matching))" }
        return """
            matching AS MATERIALIZED (\(matching)), found AS MATERIALIZED (
                SELECT id, score FROM matching UNION ALL
                SELECT id, 0.0 FROM search_documents
                WHERE product_id IN \(list: pinned) AND id NOT IN (SELECT id FROM matching)
            )
            """
    }

    /// The words as the database reads them: all or any, the last one perhaps the beginning of a word.
    private func match(_ dialect: Dialect) -> String {
        let joint = dialect == .sqlite ? (joining == .all ? " AND " : " OR ") : (joining == .all ? " & " : " | ")
        let terms = dialect == .sqlite ? words.map { "\"\($0)\"" } : words.map { "'\($0)'" }
        return terms.joined(separator: joint) + (dialect == .sqlite ? "*" : ":*")
    }

    /// Whether the order is by how well a product fits.
    var isByRelevance: Bool { request.order == .relevance }

    private var pinned: [ID<IndexedProduct>] { request.pinned.compactMap { ID($0) } }

    /// Every condition but those about that.
    func conditions(but subject: Subject? = nil) -> SQL {
        SQL.all(conditions.filter { subject == nil || $0.subject != subject }.map(\.sql))
    }

    /// What rows are ordered by; ties by id, so that pages are stable.
    var order: SQL {
        let first: SQL =
            switch request.order {
            case .relevance: "\(pinOrder) f.score DESC, d.popularity DESC"
            case .priceAscending: "d.price"
            case .priceDescending: "d.price DESC"
            case .rating: "d.rating DESC, d.popularity DESC"
            case .newest: "d.created_at DESC"
            case .popularity: "d.popularity DESC"
            }
        return first + ", d.product_id"
    }

    private var pinOrder: SQL {
        guard !pinned.isEmpty else { return .empty }
        let cases = pinned.enumerated().reduce(SQL.empty) {
            $0 + " WHEN d.product_id = \($1.element) THEN \($1.offset)"
        }
        return "CASE\(cases) ELSE \(pinned.count) END,"
    }
}

extension DocumentQuery {
    private static func conditions(_ request: SearchRequest, _ categoryPath: [String]?) -> [Condition] {
        var conditions: [Condition] = []
        if let categoryPath {
            let key = CategoryKey.text(categoryPath)
            let length = key.unicodeScalars.count
            conditions.append(Condition(.category, "substr(d.category_key, 1, \(length)) = \(key)"))
        }
        if !request.brands.isEmpty { conditions.append(Condition(.brand, "d.brand IN \(list: request.brands)")) }
        if let minimum = request.minimumPrice {
            conditions.append(Condition(.price, "d.price >= \(minimum.minorUnits)"))
        }
        if let maximum = request.maximumPrice {
            conditions.append(Condition(.price, "d.price <= \(maximum.minorUnits)"))
        }
        if let inStock = request.inStock { conditions.append(Condition(.other, "d.in_stock = \(inStock)")) }
        if let rating = request.minimumRating {
            conditions.append(Condition(.rating, "d.rating >= \(StoredRating.units(rating))"))
        }
        for tag in request.tags { conditions.append(Condition(.other, hasTag(tag))) }
        for (name, values) in request.attributes.sorted(by: { $0.key < $1.key }) {
            conditions.append(Condition(.attribute(name), hasAttribute(name, values)))
        }
        let hidden = request.hidden.compactMap { ID<IndexedProduct>($0) }
        if !hidden.isEmpty { conditions.append(Condition(.other, "d.product_id NOT IN \(list: hidden)")) }
        return conditions
    }

    private static func hasTag(_ tag: String) -> SQL {
        """
        EXISTS (SELECT 1 FROM \(sqlite: "json_each(d.tags)", postgres: "jsonb_array_elements_text(d.tags) AS value")
            WHERE value = \(tag))
        """
    }

    private static func hasAttribute(_ name: String, _ values: [String]) -> SQL {
        """
        EXISTS (SELECT 1 FROM \(sqlite: "json_each(d.attributes)", postgres: "jsonb_each_text(d.attributes)")
            WHERE key = \(name) AND value IN \(list: values))
        """
    }
}

/// A category as a text of which that of every category above it is the beginning.
enum CategoryKey {
    static func text(_ path: [String]) -> String {
        path.reduce(into: "") { $0 += $1 + "\u{1F}" }
    }
}
