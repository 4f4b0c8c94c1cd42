extension SearchRun {
    /// How the score of a hit came about; that of a pinned one is what its words would give it.
    func explain(_ hit: RankedHit, _ scratch: inout SearchScratch) -> Explanation {
        let isPinned = placements.isPinned(hit)
        let tier = isPinned ? tiers.first : tier(of: hit)
        let matcher = matchers[Int(hit.segment)]
        let words = (tier?.reading.slots ?? []).map { slot in
            Explanation.Word(text: slot.text, score: Double(matcher.score(slot, of: hit.document, &scratch)))
        }
        var explanation = Explanation(
            text: tier == nil ? 1 : words.reduce(0) { $0 + $1.score }, words: words, factors: signalFactors(hit))
        let kind = matcher.factor(tier?.reading.kinds ?? [], by: 1, of: hit.document, &scratch)
        if kind != 1 { explanation.factors.insert(.init(field: "kind", factor: Double(kind)), at: 0) }
        let score = explanation.score
        if tier?.ceiling != nil, score > 0, !isPinned {
            explanation.factors.append(.init(field: "tier", factor: Double(hit.score) / score))
        }
        return explanation
    }

    /// The reading that found a hit: the last one whose ceiling is above its score, or that of those without a ceiling,
    /// of which only the last can have found something.
    private func tier(of hit: RankedHit) -> Tier? {
        tiers.last { tier in tier.ceiling.map { $0 > hit.score } ?? false } ?? tiers.last { $0.ceiling == nil }
    }

    private func signalFactors(_ hit: RankedHit) -> [Explanation.Factor] {
        let segment = state.segments[Int(hit.segment)].segment
        return settings.signals.compactMap { signal in
            schema.numbers.firstIndex(of: signal.field).map { column in
                Explanation.Factor(field: signal.field, factor: signal.factor(segment.numbers[column][hit.document]))
            }
        }
    }
}
