/// Synonyms as the planner looks them up: by the terms of a phrase.
struct SynonymTable: Sendable {
    /// A phrase in terms.
    struct Phrase: Sendable, Hashable {
        var terms: [[UInt8]]
    }

    private var meanings: [[[UInt8]]: [Phrase]] = [:]

    var isEmpty: Bool { meanings.isEmpty }

    init(_ settings: SearchSettings) {
        var buffer = AnalysisBuffer()
        for synonym in settings.synonyms.prefix(max(0, settings.limits.synonyms)) {
            for (phrase, others) in synonym.directions {
                let key = Self.terms(phrase, settings, &buffer)
                guard Self.lengths.contains(key.count) else { continue }
                for other in others {
                    let meaning = Self.terms(other, settings, &buffer)
                    guard Self.lengths.contains(meaning.count), meaning != key else { continue }
                    add(Phrase(terms: meaning), to: key)
                }
            }
        }
    }

    /// What a run of words means besides itself.
    func meanings(of terms: [[UInt8]]) -> [Phrase] { meanings[terms] ?? [] }

    private mutating func add(_ meaning: Phrase, to key: [[UInt8]]) {
        let known = meanings[key] ?? []
        guard known.count < Synonym.maximumMeanings, !known.contains(meaning) else { return }
        meanings[key] = known + [meaning]
    }

    /// How many terms a phrase may have.
    private static let lengths = 1...Synonym.longestPhrase

    /// The terms of a phrase as a query has them.
    static func terms(_ phrase: String, _ settings: SearchSettings, _ buffer: inout AnalysisBuffer) -> [[UInt8]] {
        let bytes = Array(phrase.utf8.prefix(max(0, settings.limits.queryBytes)))
        bytes.withUnsafeBufferPointer { Analyzer.analyze($0, into: &buffer) }
        let words = buffer.terms.filter { $0.role == .word }
        let telling = words.filter { !settings.isStopWord(buffer.bytes[$0.surface]) }
        return (telling.isEmpty ? words : telling).map { Array(buffer.bytes[$0.bytes]) }
    }
}
