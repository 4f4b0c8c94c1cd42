/// Turns a query text into a plan: exact terms first; prefixes, corrections and splits only for words that the index
/// does not know.
struct QueryPlanner {
    /// What a match is worth that is not the word itself.
    enum Worth {
        static let prefix: Float = 0.8
        /// Less likely corrections than this, beside the likeliest, are not searched for.
        static let correction: Float = 0.1
    }

    struct Word {
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
        var widest: QueryPlan.Slot {
            if synonyms.isEmpty { return slot }
            return QueryPlan.Slot(text: slot.text, alternatives: slot.alternatives + synonyms)
        }
        var isPlain: Bool { !surface.contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } }
    }

    /// A synonym in the place of the words whose tokens are in the range.
    struct Substitution {
        var tokens: ClosedRange<Int>
        var slots: [QueryPlan.Slot]
    }

    /// Each is a search of its own.
    static let maximumSubstitutions = 8

    let state: IndexState
    let settings: SearchSettings
    var buffer = AnalysisBuffer()
    var words: [Word] = []
    var corrections: [Int: [UInt8]] = [:]
    var substitutions: [Substitution] = []
    var endsInWord = false

    init(_ state: IndexState, _ settings: SearchSettings) {
        self.state = state
        self.settings = settings
    }

    /// The plan of a text; to be asked once.
    mutating func plan(_ text: String) -> QueryPlan {
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

    mutating func addExact(_ index: Int) {
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
                guard joined.first == UInt8(ascii: "0") else { continue }
                add([CodeAnalyzer.wholeMark] + CodeAnalyzer.withoutLeadingZeros(joined), to: first...last)
            }
            if !words[first].isPlain { add([CodeAnalyzer.partMark] + words[first].surface, to: first...first) }
        }
    }

    mutating func add(_ term: [UInt8], to range: ClosedRange<Int>, worth: Float = 1, like frequency: Int = 0) {
        // A compound fills the slots of all its words; it counts once.
        let isCompound = range.count > 1 && term.first != CodeAnalyzer.wholeMark
        let worth = isCompound ? worth / Float(range.count) : worth
        guard let alternative = alternative(term, worth: worth, like: frequency) else { return }
        for index in range where !words[index].slot.alternatives.contains(where: { $0.term == term }) {
            words[index].slot.alternatives.append(alternative)
        }
    }

    func alternative(
        _ term: [UInt8], worth: Float = 1, like frequency: Int = 0
    ) -> QueryPlan.Alternative? {
        let own = state.frequency(of: term)
        guard own > 0 else { return nil }
        // What only deleted documents have is no word that anybody could mean.
        let ordinals = state.ordinals(of: term)
        guard state.hasLiveDocument(withTerm: ordinals) else { return nil }
        let rarity = BM25F.inverseDocumentFrequency(max(own, frequency), of: state.indexedCount)
        return QueryPlan.Alternative(term: term, ordinals: ordinals, weight: rarity * worth)
    }

    /// The slots that have something, and what lifts their documents.
    func reading(_ slots: [QueryPlan.Slot]) -> QueryPlan.Reading {
        let slots = slots.filter { !$0.alternatives.isEmpty }
        return QueryPlan.Reading(slots: slots, kinds: lifts(slots))
    }

    /// What lifts a document: that it is of a kind that a run of words names, each word by its best term, and that its
    /// title ends a phrase with the last word, if that names a kind. The weight is by how much.
    private func lifts(_ slots: [QueryPlan.Slot]) -> [QueryPlan.Alternative] {
        let words = slots.compactMap(\.alternatives.first?.term)
        var lifts: [QueryPlan.Alternative] = []
        var endsInKind = false
        for first in words.indices {
            for last in first..<min(first + KindAnalyzer.longestKind, words.count) {
                let share = Float(last - first + 1) / Float(words.count)
                let kind = KindAnalyzer.term(Array(words[first...last]))
                guard let lift = lift(kind, by: settings.kindBoost, share) else { continue }
                lifts.append(lift)
                endsInKind = endsInKind || last == words.count - 1
            }
        }
        guard endsInKind, let head = words.last else { return lifts }
        if let lift = lift(HeadAnalyzer.term(of: head), by: settings.headBoost, 1) { lifts.append(lift) }
        return lifts
    }

    private func lift(_ term: [UInt8], by boost: Double, _ share: Float) -> QueryPlan.Alternative? {
        let boost = boost.isFinite ? Float(min(max(0, boost), 100)) : 0
        guard boost > 0, state.frequency(of: term) > 0 else { return nil }
        return QueryPlan.Alternative(term: term, ordinals: state.ordinals(of: term), weight: share * boost)
    }

    private func finish() -> QueryPlan {
        var plan = QueryPlan()
        for word in words where word.slot.alternatives.isEmpty && word.synonyms.isEmpty && !word.isCovered {
            plan.unknown.append(word.text)
        }
        plan.widest = reading(words.map(\.widest))
        plan.readings = readings(plan.widest)
        if !corrections.isEmpty { plan.correctedText = text(corrections) }
        return plan
    }

    /// The text as it was typed but for some of its words.
    func text(_ replacements: [Int: [UInt8]]) -> String {
        let tokens = buffer.tokens.tokens.enumerated()
        let texts = tokens.map { replacements[$0.offset] ?? Array(buffer.bytes[$0.element.bytes]) }
        return texts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }
}
