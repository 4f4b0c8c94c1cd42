extension QueryPlanner {
    /// What runs of words mean besides themselves; a meaning with a word that the index does not have is none.
    mutating func addSynonyms() {
        for first in words.indices {
            for last in first..<min(first + Synonym.longestPhrase, words.count) {
                for meaning in state.rules.synonyms.meanings(of: words[first...last].map(\.term)) {
                    let alternatives = meaning.terms.compactMap { alternative($0) }
                    guard alternatives.count == meaning.terms.count else { continue }
                    addMeaning(alternatives, to: first...last)
                }
            }
        }
    }

    private mutating func addMeaning(_ meaning: [QueryPlan.Alternative], to range: ClosedRange<Int>) {
        if range.count == 1, meaning.count == 1 {
            words[range.lowerBound].synonyms += meaning
            return
        }
        guard substitutions.count < Self.maximumSubstitutions else { return }
        for index in range { words[index].isCovered = true }
        let tokens = words[range.lowerBound].token...words[range.upperBound].token
        let slots = meaning.map { term in
            QueryPlan.Slot(text: String(decoding: term.term, as: UTF8.self), alternatives: [term])
        }
        substitutions.append(Substitution(tokens: tokens, slots: slots))
    }

    /// The words as they are, then with synonyms, then with each synonym of several words in their place.
    func readings(_ widest: QueryPlan.Reading) -> [QueryPlan.Reading] {
        if state.rules.synonyms.isEmpty { return widest.slots.isEmpty ? [] : [widest] }
        let known = words.filter { !$0.widest.alternatives.isEmpty || $0.isCovered }
        var readings: [QueryPlan.Reading] = []
        if known.allSatisfy({ !$0.slot.alternatives.isEmpty }) { readings.append(reading(known.map(\.slot))) }
        let hasSynonyms = known.contains { !$0.synonyms.isEmpty }
        if hasSynonyms, known.allSatisfy({ !$0.widest.alternatives.isEmpty }) { readings.append(widest) }
        for substitution in substitutions {
            let before = known.filter { $0.token < substitution.tokens.lowerBound }.map(\.widest)
            let behind = known.filter { $0.token > substitution.tokens.upperBound }.map(\.widest)
            guard (before + behind).allSatisfy({ !$0.alternatives.isEmpty }) else { continue }
            readings.append(reading(before + substitution.slots + behind))
        }
        return readings.filter { !$0.slots.isEmpty }
    }
}
