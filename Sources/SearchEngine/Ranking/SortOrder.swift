/// The order that a query asks for, against one state of the index.
struct SortOrder {
    private enum Criterion {
        case relevance
        /// The number column of each segment.
        case number([NumberColumn], descending: Bool)
        /// A field that the schema does not have: all are equal.
        case nothing
    }

    private let criteria: [Criterion]
    private let state: IndexState

    init(_ sort: [Sort], schema: Schema, state: IndexState) {
        self.state = state
        criteria = (sort.isEmpty ? [.relevance] : sort.prefix(8).map { $0 }).map { sort in
            switch sort {
            case .relevance: return .relevance
            case .number(let field, let order):
                guard let column = schema.numbers.firstIndex(of: field) else { return .nothing }
                return .number(state.segments.map { $0.segment.numbers[column] }, descending: order == .descending)
            }
        }
    }

    /// Whether the score decides first.
    var isByRelevance: Bool { if case .relevance = criteria.first { true } else { false } }

    /// What a document is ranked by first; larger is better.
    @inline(__always)
    func key(segment: Int, document: UInt32, score: Float) -> Int64 {
        criteria.first.map { key(segment, document, score, $0) } ?? 0
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

    private func key(_ hit: RankedHit, _ criterion: Criterion) -> Int64 {
        key(Int(hit.segment), hit.document, hit.score, criterion)
    }

    /// Scores are not negative, so their bits sort as they do; `~` turns a number without overflow.
    @inline(__always)
    private func key(_ segment: Int, _ document: UInt32, _ score: Float, _ criterion: Criterion) -> Int64 {
        switch criterion {
        case .relevance: return Int64(score.bitPattern)
        case .nothing: return .min
        case .number(let columns, let descending):
            guard let value = columns[segment][document] else { return .min }
            return max(.min + 1, descending ? value : ~value)
        }
    }
}
