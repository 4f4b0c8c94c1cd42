/// The best documents that have all words typed, the last one as a prefix.
struct PrefixSearch {
    let state: IndexState
    let settings: SearchSettings
    let schema: Schema

    func best(_ text: String, limit: Int, _ scratch: inout SearchScratch) -> [RankedHit] {
        let slots = slots(text)
        guard !slots.isEmpty else { return [] }
        let order = SortOrder([], schema: schema, state: state)
        var best = RankedHits(capacity: limit) { order.precedes($0, $1) }
        let model = BM25F(settings: settings, schema: schema)
        for (ordinal, live) in state.segments.enumerated() {
            Matcher(live, ordinal: ordinal, model: model, meanLength: state.meanLength)
                .match(slots, &scratch)
            for (index, document) in scratch.documents.enumerated() where !live.deleted.contains(document) {
                // Titles lead to one document each: below one document, so that words with many come first.
                let score = scratch.scores[index] * live.scoring.quality[Int(document)]
                best.offer(order.hit(segment: ordinal, document: document, score: score / (1 + score)))
            }
        }
        return best.sorted()
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
