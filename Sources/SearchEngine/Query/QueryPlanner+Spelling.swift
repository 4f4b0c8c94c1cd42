extension QueryPlanner {
    /// Looks for what an unknown word may mean; returns how many words it has become.
    mutating func forgive(_ index: Int) -> Int {
        guard words[index].slot.alternatives.isEmpty else { return 1 }
        if !words[index].synonyms.isEmpty || words[index].isCovered { return 1 }
        if index == words.count - 1 && endsInWord { addPrefix(index) }
        let letters = words[index].text.unicodeScalars.count
        let edits = words[index].isPlain ? settings.typos.edits(forLetters: letters) : 0
        if edits > 0 { addCorrections(index, edits: 1) }
        if !words[index].slot.alternatives.isEmpty { return 1 }
        if split(index) { return 2 }
        if edits > 1 { addCorrections(index, edits: 2) }
        if edits == 0, words[index].isPlain, settings.typos.forgivesShort(letters) { addShortCorrections(index) }
        return 1
    }

    private mutating func addPrefix(_ index: Int) {
        let prefix = words[index].surface
        guard prefix.count > 1 else { return }
        let expansions = Vocabulary(state).terms(
            prefix: prefix, limit: settings.limits.prefixExpansions, isPlain: words[index].isPlain)
        let frequency = expansions.map(\.frequency).max() ?? 0
        for expansion in expansions { add(expansion.term, to: index...index, worth: Worth.prefix, like: frequency) }
    }

    private mutating func addCorrections(_ index: Int, edits: Int) {
        let found = spellings(index, edits: edits)
        guard let best = found.first else { return }
        if words[index].slot.alternatives.isEmpty {
            corrections[words[index].token] = best.word
            words[index].slot.text = String(decoding: best.word, as: UTF8.self)
        }
        for spelling in found { add(spelling.term, to: index...index, worth: spelling.worth, like: best.frequency) }
    }

    /// A short word has so many neighbours that only what stands beside it can tell which is meant.
    private mutating func addShortCorrections(_ index: Int) {
        let isAlone = !words.indices.contains { $0 != index && !words[$0].slot.alternatives.isEmpty }
        if isAlone || words[index].surface.count > 2 { addCorrections(index, edits: 1) }
    }

    /// The likeliest spellings of a word by the slip, by how common they are, and by what stands beside them; each with
    /// its likelihood beside that of the first.
    private func spellings(_ index: Int, edits: Int, atLeast frequency: Int = 1) -> [Spelling] {
        let found = Vocabulary(state).spellings(of: words[index].surface, edits: edits)
            .filter { $0.term != words[index].term && $0.frequency >= frequency && !settings.isStopWord($0.word[...]) }
        let context = words.indices.filter { $0 != index }.compactMap { words[$0].slot.alternatives.first?.term }
        let speller = Speller(state, context: Array(context.prefix(4)))
        return speller.choose(found, atMost: max(1, settings.typos.maximumCorrections), least: Worth.correction)
    }

    /// laptopbag → laptop bag, rtx2060 → rtx 2060: the split whose rarer half is the most frequent.
    private mutating func split(_ index: Int) -> Bool {
        let surface = words[index].surface
        guard surface.count >= 4, surface.count <= 32, words.count < 32 else { return false }
        let candidates = (1..<surface.count).filter { isSplit(surface, at: $0) }
        let rated = candidates.map { cut in (cut, halves(surface, cut).map { state.frequency(of: $0) }.min() ?? 0) }
        guard let best = rated.max(by: { $0.1 < $1.1 }), best.1 > 0 else { return false }
        let token = words[index].token
        let parts = halves(surface, best.0).map { half in
            let slot = QueryPlan.Slot(text: String(decoding: half, as: UTF8.self), alternatives: [])
            return Word(token: token, term: half, surface: half, slot: slot)
        }
        words.replaceSubrange(index...index, with: parts)
        addExact(index)
        addExact(index + 1)
        return true
    }

    /// Plain words split into halves of three letters or more; others where letters meet digits.
    private func isSplit(_ word: [UInt8], at cut: Int) -> Bool {
        func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        if word.contains(where: isDigit) { return isDigit(word[cut - 1]) != isDigit(word[cut]) }
        return cut >= 3 && word.count - cut >= 3
    }

    private func halves(_ word: [UInt8], _ cut: Int) -> [[UInt8]] {
        let tail = word[cut...]
        let stem = Stemmer.stem(tail)
        let end = Array(tail.prefix(stem.kept)) + (stem.y ? [UInt8(ascii: "y")] : [])
        return [Array(word[..<cut]), end]
    }
}

extension QueryPlanner {
    /// What the query may have been meant as when next to nothing has its words: rare words of the index may be slips
    /// of common ones ("dek" is in one text, "desk" in hundreds). The words stay what they are; the others come below.
    func respelt() -> (reading: QueryPlan.Reading, text: String)? {
        var slots: [QueryPlan.Slot] = []
        var replacements = corrections
        for index in words.indices where !words[index].widest.alternatives.isEmpty {
            var slot = words[index].widest
            let others = commonSpellings(index)
            if let best = others.first {
                replacements[words[index].token] = best.word
                slot.text = String(decoding: best.word, as: UTF8.self)
            }
            slot.alternatives.insert(
                contentsOf: others.compactMap {
                    alternative($0.term, worth: $0.worth, like: others.first?.frequency ?? 0)
                }, at: 0)
            slots.append(slot)
        }
        guard replacements.count > corrections.count else { return nil }
        return (reading(slots), text(replacements))
    }

    private func commonSpellings(_ index: Int) -> [Spelling] {
        let word = words[index]
        let own = word.slot.alternatives.reduce(0) { max($0, state.frequency(of: $1.term)) }
        guard word.isPlain, own > 0, own < settings.typos.rareBelow, corrections[word.token] == nil,
            settings.typos.forgivesShort(word.text.unicodeScalars.count)
        else { return [] }
        return spellings(index, edits: 1, atLeast: own * Self.manyTimes)
    }

    /// How many times as common a spelling has to be for a known word to be a slip of it.
    static let manyTimes = 10
}
