import Kernel
import SearchEngine

/// Words that stand for one another in queries.
package struct SynonymRule: Sendable, Hashable {
    /// Its name: 1 to 64 letters, digits, `-` and `_`, chosen by the merchant.
    package let id: String
    /// In which direction it works.
    package let kind: Kind
    /// What people type, of a one-way rule; all of a multi-way one.
    package let words: [String]
    /// What is searched for as well, of a one-way rule.
    package let replacements: [String]
    /// Counts the changes.
    package let version: Int

    /// In which direction a rule works.
    package enum Kind: String, Sendable, CaseIterable {
        /// Whoever types one of the words also finds the replacements, but not the other way round.
        case oneWay = "one_way"
        /// Whoever types one of the words also finds all others.
        case multiWay = "multi_way"
    }

    /// The most rules that a shop has.
    package static let maximumCount = 5000
    /// The most words, and replacements, of one rule.
    package static let maximumWords = 16

    /// A rule of those parts.
    package init(id: String, kind: Kind, words: [String], replacements: [String] = [], version: Int = 1) {
        (self.id, self.kind, self.words, self.replacements) = (id, kind, words, replacements)
        self.version = version
    }

    /// The most words of one phrase, stop words not counted: the engine looks for no longer ones.
    package static let longestPhrase = Synonym.longestPhrase

    /// The same with its texts normalised.
    /// - Parameter stopWords: the shop's, which a phrase may have beyond its limit.
    /// - Throws: `ValidationError`.
    func checked(stopWords: [String] = RankingSettings.englishStopWords) throws(ValidationError) -> SynonymRule {
        var errors: [FieldError] = []
        if let error = RuleName.error(in: id) { errors.append(error) }
        let engine = SearchSettings(stopWords: Set(stopWords))
        let words = QueryText.distinct(words)
        let replacements = QueryText.distinct(replacements)
        let fewest = kind == .multiWay ? 2 : 1
        errors += SynonymRule.errors(in: words, "words", fewest...SynonymRule.maximumWords, engine)
        if kind == .oneWay {
            errors += SynonymRule.errors(in: replacements, "replacements", 1...SynonymRule.maximumWords, engine)
        } else if !replacements.isEmpty {
            let message = "a multi-way rule takes none, since all of its words stand for one another"
            errors.append(FieldError("replacements", code: "too_many", message: message))
        }
        guard errors.isEmpty else { throw ValidationError(errors) }
        return SynonymRule(id: id, kind: kind, words: words, replacements: replacements, version: version)
    }

    private static func errors(
        in texts: [String], _ field: String, _ count: ClosedRange<Int>, _ engine: SearchSettings
    ) -> [FieldError] {
        var errors: [FieldError] = []
        if !count.contains(texts.count) {
            let message = "must be \(count.lowerBound) to \(count.upperBound) different words, are \(texts.count)"
            errors.append(
                FieldError(field, code: texts.count < count.lowerBound ? "too_few" : "too_many", message: message))
        }
        for (index, text) in texts.enumerated() {
            if let problem = problem(with: text, engine) {
                errors.append(FieldError("\(field)[\(index)]", code: problem.code, message: problem.message))
            }
        }
        return errors
    }

    /// What the engine would cut off, or not look for at all.
    private static func problem(with text: String, _ engine: SearchSettings) -> (code: String, message: String)? {
        guard text.utf8.count <= 128 else { return ("too_long", "must have at most 128 bytes") }
        let words = engine.synonymLength(of: text)
        guard words > 0 else { return ("no_word", "must have a letter or a digit") }
        guard words <= longestPhrase else {
            return ("too_many_words", "must have at most \(longestPhrase) words besides stop words, has \(words)")
        }
        return nil
    }
}

/// The names that merchants give to rules and sets; they stand in addresses.
enum RuleName {
    /// What is wrong with a name; `nil` for a good one.
    static func error(in name: String) -> FieldError? {
        let isGood = (1...64).contains(name.utf8.count) && name.utf8.allSatisfy(isPlain)
        return isGood
            ? nil
            : FieldError(
                "id", code: "not_a_name", message: "must be 1 to 64 letters a-z, digits, hyphens and underscores")
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
