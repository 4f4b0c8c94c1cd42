/// The order that a query asks for, against one state of the index.
struct SortOrder {
    private struct Criterion {
        /// The number column; `nil` for relevance, −1 for a field that does not exist.
        var column: Int?
        var descending: Bool
    }

    private let criteria: [Criterion]
    private let state: IndexState

    init(_ sort: [Sort], schema: Schema, state: IndexState) {
        self.state = state
        criteria = (sort.isEmpty ? [.relevance] : sort.prefix(8).map { $0 }).map { sort in
            switch sort {
            case .relevance: Criterion(column: nil, descending: true)
            case .number(let field, let order):
                Criterion(column: schema.numbers.firstIndex(of: field) ?? -1, descending: order == .descending)
            }
        }
    }

    func hit(segment: Int, document: UInt32, score: Float) -> RankedHit {
        var hit = RankedHit(key: 0, segment: Int32(segment), document: document, score: score)
        if let first = criteria.first { hit.key = key(hit, first) }
        return hit
    }

    /// Decides between hits with equal keys: by the further criteria, then by id.
    func precedes(_ left: RankedHit, _ right: RankedHit) -> Bool {
        for criterion in criteria.dropFirst() {
            let (a, b) = (key(left, criterion), key(right, criterion))
            if a != b { return a > b }
        }
        if left.segment == right.segment { return left.document < right.document }
        let a = state.segments[Int(left.segment)].segment.id(left.document)
        return ByteOrder.compare(a, state.segments[Int(right.segment)].segment.id(right.document)) < 0
    }

    /// Larger is better. Scores are not negative, so their bits sort as they do; `~` turns a number without overflow.
    @inline(__always)
    private func key(_ hit: RankedHit, _ criterion: Criterion) -> Int64 {
        guard let column = criterion.column else { return Int64(hit.score.bitPattern) }
        guard column >= 0, let value = state.segments[Int(hit.segment)].segment.numbers[column][hit.document] else {
            return .min
        }
        return max(.min + 1, criterion.descending ? value : ~value)
    }
}
