/// Counts one facet over the documents of one segment after the other.
struct FacetCounter {
    private let request: FacetRequest
    private let limits: Limits
    private let column: Int
    private let prefix: [UInt8]
    private var keys: [[UInt8]: Int] = [:]
    private var buckets: [Int64: Int] = [:]

    /// `nil` for a field that the schema does not have.
    init?(_ request: FacetRequest, schema: Schema, limits: Limits) {
        self.request = request
        self.limits = limits
        switch request {
        case .values(let field, _):
            guard let found = schema.keywordColumn(for: field) else { return nil }
            (column, prefix) = (found.column, KeywordKey.encode([found.member]))
        case .tree(let field, _):
            guard let found = schema.pathColumn(for: field) else { return nil }
            (column, prefix) = (found, [])
        case .ranges(let field, _, _), .bounds(let field, _):
            guard let found = schema.numbers.firstIndex(of: field) else { return nil }
            (column, prefix) = (found, [])
        }
    }

    mutating func count(_ documents: [UInt32], in segment: Segment) {
        switch request {
        case .values, .tree: countKeywords(documents, segment.keywords[column])
        case .ranges, .bounds: countNumbers(documents, segment.numbers[column])
        }
    }

    private mutating func countKeywords(_ documents: [UInt32], _ keywords: KeywordColumn) {
        let members = keywords.ordinals(prefix: prefix)
        var counts = [Int32](repeating: 0, count: members.count)
        for document in documents {
            for place in keywords.range(of: document) {
                let ordinal = Int(keywords.ordinals[place])
                if members.contains(ordinal) { counts[ordinal - members.lowerBound] += 1 }
            }
        }
        for (index, count) in counts.enumerated() where count > 0 {
            keys[Array(keywords.values[members.lowerBound + index]), default: 0] += Int(count)
        }
    }

    private mutating func countNumbers(_ documents: [UInt32], _ numbers: NumberColumn) {
        for document in documents {
            guard let value = numbers[document], let bucket = bucket(of: value) else { continue }
            buckets[bucket, default: 0] += 1
        }
    }

    /// The lower bound of the bucket of a number.
    private func bucket(of value: Int64) -> Int64? {
        switch request {
        case .ranges(_, let width, _):
            let width = max(1, width)
            let remainder = value % width
            let floor = value.subtractingReportingOverflow(remainder < 0 ? remainder + width : remainder)
            return floor.overflow ? .min : floor.partialValue
        case .bounds(_, let bounds): return bounds.last { $0 <= value }
        default: return nil
        }
    }

    func finish() -> Facet {
        switch request {
        case .values(_, let limit):
            .values(top(limit).map { Facet.Value(value: $0.components.last ?? "", count: $0.count) })
        case .tree(_, let limit): .tree(top(limit).map { Facet.Node(path: $0.components, count: $0.count) })
        case .ranges(_, let width, let limit): .ranges(evenBuckets(max(1, width), limit))
        case .bounds(_, let bounds): .ranges(givenBuckets(bounds))
        }
    }

    private func top(_ limit: Int) -> [(components: [String], count: Int)] {
        let sorted = keys.sorted { $0.value != $1.value ? $0.value > $1.value : ByteOrder.precedes($0.key, $1.key) }
        return sorted.prefix(clamp(limit)).map { entry in
            (entry.key.withUnsafeBufferPointer { KeywordKey.decode($0) }, entry.value)
        }
    }

    private func evenBuckets(_ width: Int64, _ limit: Int) -> [Facet.Bucket] {
        let sorted = buckets.sorted { $0.key < $1.key }
        var made = sorted.prefix(clamp(limit)).map { from, count in
            let to = from.addingReportingOverflow(width)
            return Facet.Bucket(from: from, to: to.overflow ? nil : to.partialValue, count: count)
        }
        guard !made.isEmpty else { return made }
        made[made.count - 1].to = nil
        made[made.count - 1].count += sorted[made.count...].reduce(0) { $0 + $1.value }
        return made
    }

    private func givenBuckets(_ bounds: [Int64]) -> [Facet.Bucket] {
        buckets.sorted { $0.key < $1.key }.map { from, count in
            Facet.Bucket(from: from, to: bounds.first { $0 > from }, count: count)
        }
    }

    private func clamp(_ limit: Int) -> Int { min(max(0, limit), max(0, limits.facetValues)) }
}
