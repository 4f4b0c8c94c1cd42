/// Phrases that mean the same to a shop. What is found only by a synonym stands below what is found by the words
/// themselves.
public enum Synonym: Sendable, Hashable {
    /// Who searches for the phrase finds the meanings as well, not the other way round.
    case oneWay(String, means: [String])
    /// Who searches for one of the phrases finds all of them.
    case multiWay([String])

    /// Longer phrases, counted in words, are not looked for.
    public static let longestPhrase = 4
    /// Meanings of one phrase beyond these are ignored.
    public static let maximumMeanings = 16
}

extension SearchSettings {
    /// How many words of a phrase count for synonyms: those that are no stop words, or all if it has no others. A phrase with
    /// none, or with more than ``Synonym/longestPhrase``, is not looked for.
    public func synonymLength(of phrase: String) -> Int {
        var buffer = AnalysisBuffer()
        return SynonymTable.terms(phrase, self, &buffer).count
    }
}

extension Synonym {
    /// Each phrase with what it means besides itself.
    var directions: [(phrase: String, meanings: [String])] {
        switch self {
        case .oneWay(let phrase, let meanings): [(phrase, meanings)]
        case .multiWay(let phrases): phrases.map { phrase in (phrase, phrases.filter { $0 != phrase }) }
        }
    }
}
