/// The best documents that have all words typed, the last one as a prefix.
struct PrefixSearch {
    let state: IndexState
    let settings: SearchSettings
    let schema: Schema

    func best(_ text: String, limit: Int, _ scratch: inout SearchScratch) -> [RankedHit] {
        let slots = slots(text)
        guard let last = slots.last, limit > 0 else { return [] }
        let order = SortOrder([], schema: schema, state: state)
        let model = BM25F(settings: settings, schema: schema)
        var best: [RankedHit] = []
        // The rarest first: they score best, so that of the frequent ones most is skipped.
        for alternative in last.alternatives.reversed() {
            let ending = QueryPlan.Slot(text: "", alternatives: [alternative])
            var found = RankedHits(capacity: limit, order: order)
            let floor = best.count < limit ? -1 : best[limit - 1].score
            for ordinal in state.segments.indices {
                let matcher = Matcher(
                    state.segments[ordinal], ordinal: ordinal, model: model, meanLength: state.meanLength)
                collect(slots.dropLast() + [ending], matcher, ordinal, above: floor, &found, &scratch)
            }
            best = Self.merge(best, found, limit: limit, order)
        }
        // Titles lead to one document each: below one document, so that words with many come first.
        for index in best.indices { best[index].score /= 1 + best[index].score }
        return best
    }

    private func collect(
        _ slots: [QueryPlan.Slot], _ matcher: Matcher, _ ordinal: Int, above floor: Float, _ found: inout RankedHits,
        _ scratch: inout SearchScratch
    ) {
        let live = state.segments[ordinal]
        let quality = live.scoring.quality.pointer
        var walk = SlotWalk(matcher, slots, [], by: 0, &scratch)
        walk.maySkip = true
        while walk.advance(above: max(floor, found.floorScore), &scratch) {
            for index in 0..<walk.count where walk.isScored {
                let document = scratch.candidates.documents[index]
                if live.deleted.count > 0, live.deleted.contains(document) { continue }
                let score = scratch.candidates.scores[index] * quality[Int(document)]
                let key = Int64(score.bitPattern)
                if score >= floor, key >= found.floor ?? 0 {
                    found.offer(RankedHit(key: key, segment: Int32(ordinal), document: document, score: score))
                }
            }
        }
    }

    /// The best documents of both; one that several words find counts once, with the best of them.
    private static func merge(_ best: [RankedHit], _ found: RankedHits, limit: Int, _ order: SortOrder) -> [RankedHit] {
        var merged = RankedHits(capacity: best.count + limit, order: order)
        for hit in best { merged.offer(hit) }
        for hit in found.sorted() { merged.offer(hit) }
        var distinct: [RankedHit] = []
        for hit in merged.sorted() where distinct.count < limit {
            if !distinct.contains(where: { $0.document == hit.document && $0.segment == hit.segment }) {
                distinct.append(hit)
            }
        }
        return distinct
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
