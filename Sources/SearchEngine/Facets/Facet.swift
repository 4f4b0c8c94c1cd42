/// A count to make over the whole result, ignoring the filters on its own field (multi-select).
public enum FacetRequest: Sendable, Hashable {
    /// The most frequent values of a keyword field.
    case values(field: String, limit: Int)
    /// The most frequent nodes of a path field; each document counts once for each of its ancestors.
    case tree(field: String, limit: Int)
    /// Buckets of equal width over a number field, `[from, to)`, starting at multiples of `width`;
    /// empty ones are left out, and the last one, at most the `limit`-th, is open-ended.
    case ranges(field: String, width: Int64, limit: Int)
    /// Buckets `[bounds[i], bounds[i + 1])` over a number field, the last one open-ended; bounds ascend.
    case bounds(field: String, bounds: [Int64])

    /// The field that is counted.
    public var field: String {
        switch self {
        case .values(let field, _), .tree(let field, _), .ranges(let field, _, _), .bounds(let field, _): field
        }
    }
}

/// The counts of one field, exact over the whole result.
public enum Facet: Sendable, Hashable {
    /// Values by falling count, then in the order of their bytes.
    case values([Value])
    /// Nodes by falling count, then in the order of their path.
    case tree([Node])
    /// Non-empty buckets in ascending order.
    case ranges([Bucket])

    /// A keyword and how many documents have it.
    public struct Value: Sendable, Hashable {
        /// The value as it was indexed.
        public var value: String
        /// Documents that have it.
        public var count: Int

        /// Makes a counted value.
        public init(value: String, count: Int) {
            self.value = value
            self.count = count
        }
    }

    /// A node of a path field and how many documents are at or below it.
    public struct Node: Sendable, Hashable {
        /// From the root to the node.
        public var path: [String]
        /// Documents at or below it.
        public var count: Int
        /// The last component of the path.
        public var name: String { path.last ?? "" }

        /// Makes a counted node.
        public init(path: [String], count: Int) {
            self.path = path
            self.count = count
        }
    }

    /// A half-open range of numbers and how many documents are in it.
    public struct Bucket: Sendable, Hashable {
        /// The smallest number in the bucket.
        public var from: Int64
        /// The smallest number behind the bucket, `nil` for the open end.
        public var to: Int64?
        /// Documents in it.
        public var count: Int

        /// Makes a counted bucket.
        public init(from: Int64, to: Int64?, count: Int) {
            self.from = from
            self.to = to
            self.count = count
        }
    }

    /// The counted values, empty for other kinds.
    public var values: [Value] { if case .values(let values) = self { values } else { [] } }
    /// The counted nodes, empty for other kinds.
    public var nodes: [Node] { if case .tree(let nodes) = self { nodes } else { [] } }
    /// The counted buckets, empty for other kinds.
    public var buckets: [Bucket] { if case .ranges(let buckets) = self { buckets } else { [] } }
}
