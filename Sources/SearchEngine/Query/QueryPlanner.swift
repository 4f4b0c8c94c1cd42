/// Turns a query text into a plan: exact terms first; prefixes, corrections and splits only for words that the index
/// does not know.
struct QueryPlanner {
    /// What a match is worth that is not the word itself.
    private enum Worth {
        static let prefix: Float = 0.8
        static let oneEdit: Float = 0.7
        static let twoEdits: Float = 0.5
        /// Each further correction of a word counts half of the one before.
        static let nextCorrection: Float = 0.5
    }

    private struct Word {
        var token: Int
        var term: [UInt8]
        var surface: [UInt8]
        var slot: QueryPlan.Slot
        /// Single terms that mean the same.
        var synonyms: [QueryPlan.Alternative] = []
        /// Whether a synonym of several words stands for it, alone or with its neighbours.
        var isCovered = false
        var text: String { String(decoding: surface, as: UTF8.self) }
        /// The word with its synonyms.
        var widest: QueryPlan.Slot { QueryPlan.Slot(text: slot.text, alternatives: slot.alternatives + synonyms) }
        var isPlain: Bool { !surface.contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } }
    }

    /// A synonym in the place of the words whose tokens are in the range.
    private struct Substitution {
        var tokens: ClosedRange<Int>
        var slots: [QueryPlan.Slot]
    }

    /// Each is a search of its own.
    private static let maximumSubstitutions = 8

    private let state: IndexState
    private let settings: SearchSettings
    private var buffer = AnalysisBuffer()
    private var words: [Word] = []
    private var corrections: [Int: [UInt8]] = [:]
    private var substitutions: [Substitution] = []
    private var endsInWord = false

    static func plan(_ text: String, _ state: IndexState, _ settings: SearchSettings) -> QueryPlan {
        var planner = QueryPlanner(state: state, settings: settings)
        return planner.plan(text)
    }

    private init(state: IndexState, settings: SearchSettings) {
        self.state = state
        self.settings = settings
    }

    private mutating func plan(_ text: String) -> QueryPlan {
        analyze(text)
        dropStopWords()
        for index in words.indices { addExact(index) }
        addCompounds()
        addCodes()
        if !state.rules.synonyms.isEmpty { addSynonyms() }
        var index = 0
        while index < words.count { index += forgive(index) }
        return finish()
    }

    /// Reads at most `queryBytes` of the text; what is cut off mid-character counts as a separator.
    private mutating func analyze(_ text: String) {
        let bytes = Array(text.utf8.prefix(max(0, settings.limits.queryBytes)))
        bytes.withUnsafeBufferPointer { Analyzer.analyze($0, into: &buffer) }
        endsInWord = buffer.tokens.tokens.last.map { $0.source.upperBound == bytes.count } ?? false
        let limit = min(32, max(0, settings.limits.words))
        for term in buffer.terms where term.role == .word {
            let bytes = Array(buffer.bytes[term.bytes])
            let surface = term.surface.isEmpty ? bytes : Array(buffer.bytes[term.surface])
            guard words.count < limit, !words.contains(where: { $0.term == bytes }) else { continue }
            let slot = QueryPlan.Slot(text: String(decoding: surface, as: UTF8.self), alternatives: [])
            words.append(Word(token: term.token, term: bytes, surface: surface, slot: slot))
        }
    }

    private mutating func dropStopWords() {
        let telling = words.filter { !settings.isStopWord($0.surface[...]) }
        if !telling.isEmpty { words = telling }
    }

    private mutating func addExact(_ index: Int) {
        add(words[index].term, to: index...index)
    }

    /// wi-fi and 24 inch as written, and neighbours run together: book case → bookcase.
    private mutating func addCompounds() {
        for term in buffer.terms where term.role == .compound {
            let covered = words.indices.filter { (term.token..<term.token + term.span).contains(words[$0].token) }
            if let first = covered.first, let last = covered.last {
                add(Array(buffer.bytes[term.bytes]), to: first...last)
            }
        }
        for index in words.indices.dropLast() where words[index + 1].token == words[index].token + 1 {
            add(words[index].surface + words[index + 1].term, to: index...(index + 1))
        }
    }

    /// Codes written in up to four words: dv7 1211ea. Parts count only with a digit in them.
    private mutating func addCodes() {
        for first in words.indices {
            var joined: [UInt8] = []
            for last in first..<min(first + 4, words.count) {
                joined += words[last].surface
                add([CodeAnalyzer.wholeMark] + joined, to: first...last)
                add([CodeAnalyzer.wholeMark] + CodeAnalyzer.withoutLeadingZeros(joined), to: first...last)
            }
            if !words[first].isPlain { add([CodeAnalyzer.partMark] + words[first].surface, to: first...first) }
        }
    }

    private mutating func add(_ term: [UInt8], to range: ClosedRange<Int>, worth: Float = 1, like frequency: Int = 0) {
        guard let alternative = alternative(term, worth: worth, like: frequency) else { return }
        for index in range where !words[index].slot.alternatives.contains(where: { $0.term == term }) {
            words[index].slot.alternatives.append(alternative)
        }
    }

    private func alternative(
        _ term: [UInt8], worth: Float = 1, like frequency: Int = 0
    ) -> QueryPlan.Alternative? {
        let own = state.frequency(of: term)
        guard own > 0 else { return nil }
        let rarity = BM25F.inverseDocumentFrequency(max(own, frequency), of: state.indexedCount)
        return QueryPlan.Alternative(term: term, ordinals: state.ordinals(of: term), weight: rarity * worth)
    }

    /// What runs of words mean besides themselves; a meaning with a word that the index does not have is none.
    private mutating func addSynonyms() {
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

    /// Looks for what an unknown word may mean; returns how many words it has become.
    private mutating func forgive(_ index: Int) -> Int {
        guard words[index].slot.alternatives.isEmpty else { return 1 }
        if !words[index].synonyms.isEmpty || words[index].isCovered { return 1 }
        if index == words.count - 1 && endsInWord { addPrefix(index) }
        let letters = words[index].text.unicodeScalars.count
        let edits = words[index].isPlain ? settings.typos.edits(forLetters: letters) : 0
        if edits > 0 { addCorrections(index, edits: 1) }
        if !words[index].slot.alternatives.isEmpty { return 1 }
        if split(index) { return 2 }
        if edits > 1 { addCorrections(index, edits: 2) }
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
        let found = Vocabulary(state).corrections(of: words[index].surface, edits: edits)
        guard let nearest = found.first?.distance else { return }
        var worth = nearest == 1 ? Worth.oneEdit : Worth.twoEdits
        let best = found.prefix { $0.distance == nearest }.prefix(max(1, settings.typos.maximumCorrections))
        let frequency = best.map(\.frequency).max() ?? 0
        if words[index].slot.alternatives.isEmpty { corrections[words[index].token] = best.first?.word }
        for correction in best {
            add(correction.term, to: index...index, worth: worth, like: frequency)
            worth *= Worth.nextCorrection
        }
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

    /// Runs of words that are the name of a kind, each word by its best term.
    private func kinds(_ slots: [QueryPlan.Slot]) -> [QueryPlan.Alternative] {
        var kinds: [QueryPlan.Alternative] = []
        let words = slots.compactMap(\.alternatives.first?.term)
        for first in words.indices {
            for last in first..<min(first + KindAnalyzer.longestKind, words.count) {
                let term = KindAnalyzer.term(Array(words[first...last]))
                guard state.frequency(of: term) > 0 else { continue }
                let share = Float(last - first + 1) / Float(words.count)
                kinds.append(.init(term: term, ordinals: state.ordinals(of: term), weight: share))
            }
        }
        return kinds
    }

    /// The words as they are, then with synonyms, then with each synonym of several words in their place.
    private func readings() -> [QueryPlan.Reading] {
        let known = words.filter { !$0.widest.alternatives.isEmpty || $0.isCovered }
        var readings: [QueryPlan.Reading] = []
        if known.allSatisfy({ !$0.slot.alternatives.isEmpty }) { readings.append(reading(known.map(\.slot))) }
        let hasSynonyms = known.contains { !$0.synonyms.isEmpty }
        if hasSynonyms, known.allSatisfy({ !$0.widest.alternatives.isEmpty }) {
            readings.append(reading(known.map(\.widest)))
        }
        for substitution in substitutions {
            let before = known.filter { $0.token < substitution.tokens.lowerBound }.map(\.widest)
            let behind = known.filter { $0.token > substitution.tokens.upperBound }.map(\.widest)
            guard (before + behind).allSatisfy({ !$0.alternatives.isEmpty }) else { continue }
            readings.append(reading(before + substitution.slots + behind))
        }
        return readings.filter { !$0.slots.isEmpty }
    }

    private func reading(_ slots: [QueryPlan.Slot]) -> QueryPlan.Reading {
        let slots = slots.filter { !$0.alternatives.isEmpty }
        return QueryPlan.Reading(slots: slots, kinds: kinds(slots))
    }

    private func finish() -> QueryPlan {
        var plan = QueryPlan()
        plan.unknown = words.filter { $0.widest.alternatives.isEmpty && !$0.isCovered }.map(\.text)
        plan.widest = reading(words.map(\.widest))
        plan.readings = readings()
        if !corrections.isEmpty {
            let tokens = buffer.tokens.tokens.enumerated()
            let texts = tokens.map { corrections[$0.offset] ?? Array(buffer.bytes[$0.element.bytes]) }
            plan.correctedText = texts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        }
        return plan
    }
}
