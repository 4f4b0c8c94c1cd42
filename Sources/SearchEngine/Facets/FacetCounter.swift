/// Counts one facet over the documents of one segment after the other.
struct FacetCounter {
    private let request: FacetRequest
    private let limits: Limits
    private var values: ValueCounts?
    private var buckets: BucketCounts?

    /// `nil` for a field that the schema does not have.
    init?(_ request: FacetRequest, schema: Schema, limits: Limits) {
        self.request = request
        self.limits = limits
        switch request {
        case .values(let field, _):
            guard let found = schema.keywordColumn(for: field) else { return nil }
            values = ValueCounts(column: found.column, prefix: KeywordKey.encode([found.member]))
        case .tree(let field, _):
            guard let column = schema.pathColumn(for: field) else { return nil }
            values = ValueCounts(column: column, prefix: [])
        case .ranges(let field, let width, _):
            guard let column = schema.numbers.firstIndex(of: field) else { return nil }
            buckets = BucketCounts(column: column, .even(width: max(1, width)))
        case .bounds(let field, let bounds):
            guard let column = schema.numbers.firstIndex(of: field) else { return nil }
            buckets = BucketCounts(column: column, .given(bounds))
        }
    }

    /// Counts documents of the segment with that number in the state.
    mutating func count(_ documents: UnsafeBufferPointer<UInt32>, in segment: Segment, _ ordinal: Int) {
        values?.count(documents, in: segment, ordinal)
        buckets?.count(documents, in: segment, ordinal)
    }

    func finish(_ state: IndexState) -> Facet {
        switch request {
        case .values(_, let limit):
            .values(top(limit, state).map { Facet.Value(value: KeywordKey.decodeLast($0.key), count: $0.count) })
        case .tree(_, let limit):
            .tree(top(limit, state).map { Facet.Node(path: KeywordKey.decode($0.key), count: $0.count) })
        case .ranges(_, let width, let limit): .ranges(evenBuckets(max(1, width), limit))
        case .bounds(_, let bounds): .ranges(givenBuckets(bounds))
        }
    }

    private func top(_ limit: Int, _ state: IndexState) -> [ValueCounts.Entry] {
        values?.top(clamp(limit), state) ?? []
    }

    private func evenBuckets(_ width: Int64, _ limit: Int) -> [Facet.Bucket] {
        let sorted = buckets?.ascending() ?? []
        var made = sorted.prefix(clamp(limit)).map { from, count in
            let to = from.addingReportingOverflow(width)
            return Facet.Bucket(from: from, to: to.overflow ? nil : to.partialValue, count: count)
        }
        guard !made.isEmpty else { return made }
        made[made.count - 1].to = nil
        made[made.count - 1].count += sorted[made.count...].reduce(0) { $0 + $1.count }
        return made
    }

    private func givenBuckets(_ bounds: [Int64]) -> [Facet.Bucket] {
        (buckets?.ascending() ?? []).map { from, count in
            Facet.Bucket(from: from, to: bounds.first { $0 > from }, count: count)
        }
    }

    private func clamp(_ limit: Int) -> Int { min(max(0, limit), max(0, limits.facetValues)) }
}
