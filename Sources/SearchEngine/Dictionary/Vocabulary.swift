/// The words and terms of all segments together.
struct Vocabulary {
    /// A term that a prefix may stand for.
    struct Expansion {
        var term: [UInt8]
        var frequency: Int
    }

    private let state: IndexState

    init(_ state: IndexState) { self.state = state }

    /// The words within so many edits of a word or of its singular ("chargrs" → "charger"), one or two.
    func spellings(of word: [UInt8], edits: Int) -> [Spelling] {
        var found: [[UInt8]: Spelling] = [:]
        var cost = SlipCost()
        let stem = Stemmer.stem(word[...])
        let singular = Array(word.prefix(stem.kept)) + (stem.y ? [UInt8(ascii: "y")] : [])
        for form in singular == word ? [word] : [word, singular] {
            for live in state.segments {
                let lexicon = live.segment.lexicon
                forEachWord(near: form, edits: edits, in: lexicon) { index in
                    let candidate = Array(lexicon.words[index])
                    let changesNumber = (word.last == UInt8(ascii: "s")) != (candidate.last == UInt8(ascii: "s"))
                    let price = cost(form, for: candidate) + (changesNumber ? SlipCost.number : 0)
                    var spelling =
                        found[candidate]
                        ?? Spelling(
                            word: candidate, term: Array(live.segment.terms[Int(lexicon.terms[index])]), form: form,
                            cost: price)
                    // What is near the word is not counted again for its singular.
                    if spelling.form == form {
                        spelling.frequency += Int(lexicon.frequencies[index])
                        spelling.titles += Int(lexicon.titles[index])
                    }
                    spelling.cost = min(spelling.cost, price)
                    found[candidate] = spelling
                }
            }
        }
        return Array(found.values)
    }

    private func forEachWord(near form: [UInt8], edits: Int, in lexicon: Lexicon, _ found: (Int) -> Void) {
        if edits <= 1 { return lexicon.deletions.forEachWord(near: form, in: lexicon.words, found: found) }
        var walk = FuzzyWalk(form, limit: edits)
        walk.run(lexicon) { index, _ in found(index) }
    }

    /// The likeliest word within so many edits.
    func nearest(to word: [UInt8], edits: Int) -> [UInt8]? {
        let found = spellings(of: word, edits: edits)
        return Speller(state, context: []).choose(found, atMost: 1, least: 0).first?.word
    }

    /// The terms whose words begin with a prefix, frequent ones first. Words with digits are terms as they are.
    func terms(prefix: [UInt8], limit: Int, isPlain: Bool) -> [Expansion] {
        var found: [[UInt8]: Int] = [:]
        for live in state.segments {
            let segment = live.segment
            let range = prefix.withUnsafeBufferPointer { bytes in
                isPlain ? segment.lexicon.words.range(prefix: bytes) : segment.terms.range(prefix: bytes)
            }
            let counts = isPlain ? segment.lexicon.frequencies : segment.postings.frequencies
            let best = TopIndices(of: counts, in: range, limit: limit)
            for term in Set(best.indices.map({ isPlain ? Int(segment.lexicon.terms[$0]) : $0 })) {
                found[Array(segment.terms[term]), default: 0] += Int(segment.postings.frequencies[term])
            }
        }
        let sorted = found.sorted { $0.value != $1.value ? $0.value > $1.value : ByteOrder.precedes($0.key, $1.key) }
        return sorted.prefix(max(0, limit)).map { Expansion(term: $0.key, frequency: $0.value) }
    }

    /// The beginning of a word that is one edit from what was typed so far, of the most frequent word.
    func prefixes(near typed: [UInt8]) -> [UInt8]? {
        var best: (frequency: UInt32, beginning: [UInt8])?
        for live in state.segments {
            let lexicon = live.segment.lexicon
            var walk = FuzzyWalk(typed, limit: 1)
            walk.runPrefixes(lexicon) { index, length in
                guard lexicon.frequencies[index] > best?.frequency ?? 0 else { return }
                best = (lexicon.frequencies[index], Array(lexicon.words[index].prefix(length)))
            }
        }
        return best?.beginning
    }

    /// Whether a document has the word that was not deleted.
    func isAlive(_ word: [UInt8]) -> Bool {
        state.segments.contains { live in
            let lexicon = live.segment.lexicon
            guard let index = word.withUnsafeBufferPointer({ lexicon.words.index(of: $0) }) else { return false }
            return live.hasLiveDocument(withTerm: Int(lexicon.terms[index]))
        }
    }

    /// The words that begin with a prefix, frequent ones first; of "laptop" and "laptops" only the more frequent.
    func words(prefix: [UInt8], limit: Int) -> [(word: [UInt8], frequency: Int)] {
        if state.segments.count == 1 { return wordsOfOnlySegment(prefix, limit) }
        var found: [[UInt8]: (frequency: Int, term: [UInt8])] = [:]
        for live in state.segments {
            let lexicon = live.segment.lexicon
            let range = prefix.withUnsafeBufferPointer { lexicon.words.range(prefix: $0) }
            let best = TopIndices(of: lexicon.frequencies, in: range, limit: limit * 4)
            for index in best.indices {
                let term = Array(live.segment.terms[Int(lexicon.terms[index])])
                let frequency = Int(lexicon.frequencies[index])
                found[Array(lexicon.words[index]), default: (0, term)].frequency += frequency
            }
        }
        let sorted = found.sorted { left, right in
            if left.value.frequency != right.value.frequency { return left.value.frequency > right.value.frequency }
            return ByteOrder.precedes(left.key, right.key)
        }
        var seen: Set<[UInt8]> = []
        let distinct = sorted.filter { seen.insert($0.value.term).inserted }
        return distinct.prefix(max(0, limit)).map { ($0.key, $0.value.frequency) }
    }

    private func wordsOfOnlySegment(_ prefix: [UInt8], _ limit: Int) -> [(word: [UInt8], frequency: Int)] {
        let lexicon = state.segments[0].segment.lexicon
        let range = prefix.withUnsafeBufferPointer { lexicon.words.range(prefix: $0) }
        var words: [(word: [UInt8], frequency: Int)] = []
        var terms: [UInt32] = []
        for index in TopIndices(of: lexicon.frequencies, in: range, limit: limit * 2).indices {
            guard words.count < limit, !terms.contains(lexicon.terms[index]) else { continue }
            terms.append(lexicon.terms[index])
            words.append((Array(lexicon.words[index]), Int(lexicon.frequencies[index])))
        }
        return words
    }
}

/// The indices with the largest counts, of few kept and many looked at.
struct TopIndices {
    /// By falling count; of equal counts the first come first.
    private(set) var indices: [Int] = []

    init(of counts: Column<UInt32>, in range: Range<Int>, limit: Int) {
        guard limit > 0 else { return }
        indices.reserveCapacity(limit + 1)
        // A count has to be above this once there are enough.
        var least: UInt32 = 0
        for index in range where counts[index] > least || indices.count < limit {
            var place = indices.count
            while place > 0, counts[indices[place - 1]] < counts[index] { place -= 1 }
            indices.insert(index, at: place)
            if indices.count > limit { indices.removeLast() }
            if indices.count == limit { least = counts[indices[limit - 1]] }
        }
    }
}
