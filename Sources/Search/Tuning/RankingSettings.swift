import Kernel
import SearchEngine

/// How results are ranked: what a merchant can see and change without building the index anew.
package struct RankingSettings: Sendable, Hashable {
    /// How much a word counts in each field, beside the others.
    package var boosts: [SearchField: Double]
    /// How much each business factor may add to the text's score: 0.15 is up to 15 %.
    package var weights: [BusinessFactor: Double]
    /// Words that a query may do without.
    package var stopWords: [String]
    /// When misspelt words are forgiven.
    package var typos: TypoSettings

    /// The boosts of the specification, and weights that a random search on rated queries found harmless.
    package static let defaultBoosts: [SearchField: Double] = [
        .name: 3, .description: 2, .category: 1.5, .brand: 1, .tags: 1, .attributes: 0.5, .code: 10,
    ]
    /// The weights of a shop that has none of its own.
    package static let defaultWeights: [BusinessFactor: Double] = [
        .popularity: 0.15, .rating: 0.1, .price: 0.05, .recency: 0.05, .inStock: 0.1,
    ]

    /// Settings; what is left out is as the shop begins.
    package init(
        boosts: [SearchField: Double] = [:], weights: [BusinessFactor: Double] = [:], stopWords: [String]? = nil,
        typos: TypoSettings = TypoSettings()
    ) {
        self.boosts = RankingSettings.defaultBoosts.merging(boosts) { $1 }
        self.weights = RankingSettings.defaultWeights.merging(weights) { $1 }
        self.stopWords = stopWords ?? RankingSettings.englishStopWords
        self.typos = typos
    }
}

/// A field that words are found in.
package enum SearchField: String, Sendable, CaseIterable {
    /// The product's name.
    case name
    /// Its description.
    case description
    /// The names of its category and of those above.
    case category
    /// Its maker.
    case brand
    /// Its tags.
    case tags
    /// The values of its attributes.
    case attributes
    /// SKUs, the external id, barcodes.
    case code
}

/// What makes one product better than another at equal fit.
package enum BusinessFactor: String, Sendable, CaseIterable {
    /// The logarithm of reviews and of what shoppers did with it.
    case popularity
    /// The mean rating, drawn to the shop's mean where there are few (Bayesian).
    case rating
    /// How its price compares with the middle of its category.
    case price
    /// How new it is; halves with every 180 days.
    case recency
    /// Whether it can be bought.
    case inStock = "in_stock"
}

/// From how many letters on a word may be misspelt.
package struct TypoSettings: Sendable, Hashable {
    /// Whether misspelt words are forgiven at all.
    package var isOn: Bool
    /// Letters from which one edit is forgiven.
    package var oneEditFrom: Int
    /// Letters from which two edits are forgiven.
    package var twoEditsFrom: Int
    /// Letters from which one edit is forgiven when nothing else is found.
    package var lastResortFrom: Int
    /// A word that fewer products have may be a slip of a common one, which is searched for below it; 0 for never.
    package var rareBelow: Int

    /// The rules of the specification: one edit from 4 letters, two from 8; the others as measured best on rated queries.
    package init(
        isOn: Bool = true, oneEditFrom: Int = 4, twoEditsFrom: Int = 8, lastResortFrom: Int = 2, rareBelow: Int = 10
    ) {
        (self.isOn, self.oneEditFrom, self.twoEditsFrom) = (isOn, oneEditFrom, twoEditsFrom)
        (self.lastResortFrom, self.rareBelow) = (lastResortFrom, rareBelow)
    }

    /// What is wrong with the numbers.
    fileprivate var errors: [FieldError] {
        var errors: [FieldError] = []
        func check(_ name: String, _ value: Int, in range: ClosedRange<Int>, _ allowed: String? = nil) {
            guard !range.contains(value) else { return }
            let message = "must be \(allowed ?? "\(range.lowerBound) to \(range.upperBound)")"
            errors.append(FieldError("typos.\(name)", code: "out_of_range", message: message))
        }
        let letters = 2...64
        check("one_edit_from", oneEditFrom, in: letters)
        if letters.contains(oneEditFrom) {
            check("two_edits_from", twoEditsFrom, in: oneEditFrom...letters.upperBound, "one_edit_from to 64")
        }
        check("last_resort_from", lastResortFrom, in: letters)
        check("rare_below", rareBelow, in: 0...1000)
        return errors
    }
}

extension RankingSettings {
    /// The most words that queries may do without.
    package static let maximumStopWords = 500

    /// The same, checked.
    /// - Throws: `ValidationError` with every field that is out of bounds.
    func checked() throws(ValidationError) -> RankingSettings {
        var errors: [FieldError] = []
        for (field, boost) in boosts where !(0...100).contains(boost) {
            errors.append(FieldError("boosts.\(field.rawValue)", code: "out_of_range", message: "must be 0 to 100"))
        }
        for (factor, weight) in weights where !(0...10).contains(weight) {
            errors.append(FieldError("weights.\(factor.rawValue)", code: "out_of_range", message: "must be 0 to 10"))
        }
        if stopWords.count > RankingSettings.maximumStopWords {
            let limit = RankingSettings.maximumStopWords
            errors.append(FieldError("stop_words", code: "too_many", message: "must be at most \(limit)"))
        }
        for (index, word) in stopWords.enumerated() {
            guard let problem = RankingSettings.problem(withStopWord: word) else { continue }
            errors.append(FieldError("stop_words[\(index)]", code: problem.code, message: problem.message))
        }
        errors += typos.errors
        guard errors.isEmpty else { throw ValidationError(errors.sorted { $0.field < $1.field }) }
        return self
    }

    /// The engine takes a text apart: of "as seen on toner" each word would be one that queries may do without.
    private static func problem(withStopWord text: String) -> (code: String, message: String)? {
        guard (1...64).contains(text.utf8.count) else { return ("out_of_range", "must have 1 to 64 bytes") }
        return switch SearchSettings.wordCount(of: text) {
        case 0: ("no_word", "must have a letter or a digit")
        case 1: nil
        case let count: ("too_many_words", "must be one word, has \(count)")
        }
    }
}
