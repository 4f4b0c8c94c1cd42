/// What to look for and how to present it.
public struct Query: Sendable, Hashable {
    /// Words as a person typed them; empty finds every document.
    public var text: String
    /// Conditions that every hit meets.
    public var filters: [Filter]
    /// The order of the hits; empty means by relevance.
    public var sort: [Sort]
    /// Hits to skip.
    public var offset: Int
    /// Hits to return at most.
    public var limit: Int
    /// Counts to make over the whole result.
    public var facets: [FacetRequest]
    /// Whether hits carry snippets with the found words marked.
    public var highlight: Bool
    /// Whether hits carry a breakdown of their score.
    public var explain: Bool
    /// Ids of documents that come first, in this order, whether or not they have the words; by relevance only. They
    /// meet the filters like all others, or they do not show.
    public var pinned: [String] = []
    /// Ids of documents that this query does not find; one that is also pinned is hidden.
    public var hidden: [String] = []

    /// Asks for the first 20 hits by relevance unless told otherwise.
    public init(
        _ text: String = "", filters: [Filter] = [], sort: [Sort] = [], offset: Int = 0, limit: Int = 20,
        facets: [FacetRequest] = [], highlight: Bool = false, explain: Bool = false
    ) {
        self.text = text
        self.filters = filters
        self.sort = sort
        self.offset = offset
        self.limit = limit
        self.facets = facets
        self.highlight = highlight
        self.explain = explain
    }

    /// The same with a label, for call sites that build queries from parts.
    public init(
        text: String, filters: [Filter] = [], sort: [Sort] = [], offset: Int = 0, limit: Int = 20,
        facets: [FacetRequest] = [], highlight: Bool = false, explain: Bool = false
    ) {
        self.init(
            text, filters: filters, sort: sort, offset: offset, limit: limit, facets: facets, highlight: highlight,
            explain: explain)
    }
}

/// A condition on a keyword, path or number field; a field that the schema does not have matches nothing.
public enum Filter: Sendable, Hashable {
    /// At least one of the values.
    case anyOf(field: String, values: [String])
    /// All of the values.
    case allOf(field: String, values: [String])
    /// The node of a path field or anything below it.
    case under(field: String, path: [String])
    /// A number between both bounds, inclusive; `nil` is unbounded.
    case range(field: String, from: Int64?, to: Int64?)

    /// The field that the condition is on.
    public var field: String {
        switch self {
        case .anyOf(let field, _), .allOf(let field, _), .under(let field, _), .range(let field, _, _): field
        }
    }
}

/// One criterion of the order; remaining ties are broken by document id, so that the order is total and stable.
public enum Sort: Sendable, Hashable {
    /// The best score first.
    case relevance
    /// By a number; documents without it come last in both directions.
    case number(field: String, Order)

    /// The direction of a sort by number.
    public enum Order: Sendable, Hashable {
        /// The smallest first.
        case ascending
        /// The largest first.
        case descending
    }
}
