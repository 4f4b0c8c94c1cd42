/// The best documents that have all words typed, the last one as a prefix.
struct PrefixSearch {
    let state: IndexState
    let settings: SearchSettings
    let schema: Schema

    func best(_ text: String, limit: Int, _ scratch: inout SearchScratch) -> [RankedHit] {
        let slots = slots(text)
        guard let last = slots.last, limit > 0 else { return [] }
        let model = BM25F(settings: settings, schema: schema)
        let matchers = state.segments.enumerated().map { ordinal, live in
            Matcher(live, ordinal: ordinal, model: model, meanLength: state.meanLength)
        }
        var best = BestTitles(limit: limit, SortOrder([], schema: schema, state: state))
        // The rarest first: they score best, so that of the frequent ones most is skipped.
        for alternative in last.alternatives.reversed() {
            let slots = Array(slots.dropLast()) + [QueryPlan.Slot(text: "", alternatives: [alternative])]
            for ordinal in state.segments.indices { collect(slots, matchers[ordinal], ordinal, &best, &scratch) }
        }
        return best.hits
    }

    private func collect(
        _ slots: [QueryPlan.Slot], _ matcher: Matcher, _ ordinal: Int, _ best: inout BestTitles,
        _ scratch: inout SearchScratch
    ) {
        let live = state.segments[ordinal]
        let quality = live.scoring.quality.pointer
        var walk = SlotWalk(matcher, slots, [], by: 0, &scratch)
        walk.maySkip = true
        while walk.advance(above: best.floor, &scratch) {
            for index in 0..<walk.count where walk.isScored {
                let document = scratch.candidates.documents[index]
                if live.deleted.count > 0, live.deleted.contains(document) { continue }
                let score = scratch.candidates.scores[index] * quality[Int(document)]
                if score >= best.floor { best.offer(segment: ordinal, document: document, score: score) }
            }
        }
    }

    private func slots(_ text: String) -> [QueryPlan.Slot] {
        var buffer = AnalysisBuffer()
        Array(text.utf8.prefix(max(0, settings.limits.queryBytes))).withUnsafeBufferPointer {
            Analyzer.analyze($0, into: &buffer)
        }
        let words = buffer.terms.filter { $0.role == .word }.prefix(8)
        return words.enumerated().map { index, word in
            let isLast = index == words.count - 1
            let surface = Array(buffer.bytes[word.surface.isEmpty ? word.bytes : word.surface])
            let terms = isLast ? expansions(surface, isPlain: !word.surface.isEmpty) : [Array(buffer.bytes[word.bytes])]
            return QueryPlan.Slot(text: "", alternatives: terms.map(alternative))
        }
    }

    private func expansions(_ prefix: [UInt8], isPlain: Bool) -> [[UInt8]] {
        Vocabulary(state).terms(prefix: prefix, limit: 8, isPlain: isPlain).map(\.term)
    }

    private func alternative(_ term: [UInt8]) -> QueryPlan.Alternative {
        let weight = BM25F.inverseDocumentFrequency(state.frequency(of: term), of: state.indexedCount)
        return QueryPlan.Alternative(term: term, ordinals: state.ordinals(of: term), weight: weight)
    }
}

/// The best few documents, each once, with the best of its scores.
private struct BestTitles {
    private let limit: Int
    private let order: SortOrder
    /// Best first.
    private(set) var hits: [RankedHit] = []
    /// The score below which nothing is taken any more.
    private(set) var floor: Float = -1

    init(limit: Int, _ order: SortOrder) {
        (self.limit, self.order) = (limit, order)
        hits.reserveCapacity(limit + 1)
    }

    mutating func offer(segment: Int, document: UInt32, score: Float) {
        let hit = RankedHit(
            key: Int64(score.bitPattern), segment: Int32(segment), document: document, score: score)
        if let same = hits.firstIndex(where: { $0.document == document && $0.segment == hit.segment }) {
            guard hits[same].score < score else { return }
            hits.remove(at: same)
        }
        var place = hits.count
        while place > 0, isBetter(hit, hits[place - 1]) { place -= 1 }
        hits.insert(hit, at: place)
        if hits.count > limit { hits.removeLast() }
        if hits.count == limit, let worst = hits.last { floor = worst.score }
    }

    private func isBetter(_ left: RankedHit, _ right: RankedHit) -> Bool {
        left.key != right.key ? left.key > right.key : order.precedes(left, right)
    }
}
