/// Settings in the form that queries use them in: made once when they change, not for every query.
final class SearchRules: Sendable {
    let settings: SearchSettings
    let synonyms: SynonymTable
    private let hiddenCompletions: Set<String>

    init(_ settings: SearchSettings) {
        self.settings = settings
        synonyms = SynonymTable(settings)
        hiddenCompletions = Set(settings.hiddenCompletions.map { $0.lowercased() })
    }

    /// Whether a text is never suggested.
    func hides(_ completion: String) -> Bool {
        !hiddenCompletions.isEmpty && hiddenCompletions.contains(completion.lowercased())
    }
}

extension SearchSettings {
    /// Whether documents are weighed the same under both: what ``ScoringColumns`` are made of.
    func weighsDocuments(as other: SearchSettings) -> Bool {
        k1 == other.k1 && b == other.b && boosts == other.boosts && codeBoost == other.codeBoost
            && signals == other.signals
    }

    /// Whether a folded word is a stop word.
    func isStopWord(_ word: ArraySlice<UInt8>) -> Bool {
        !word.isEmpty && stopWords.contains(String(decoding: word, as: UTF8.self))
    }
}
