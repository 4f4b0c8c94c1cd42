package import Kernel

/// What was found.
package struct SearchResults: Sendable {
    /// One page of what was found.
    package let hits: Page<SearchHit>
    /// Counts over the whole result; `nil` when they were not asked for.
    package let facets: SearchFacets?
    /// The query as it was understood, when a misspelt word was replaced.
    package let correctedText: String?
    /// Words that were given up because nothing has them together with the others.
    package let droppedWords: [String]
    /// How long the engine took.
    package let duration: Duration
    /// Whether the index does not answer, and the database's plain full-text search did in its place.
    package var isDegraded = false

    /// Results of those parts.
    package init(
        hits: Page<SearchHit>, facets: SearchFacets?, correctedText: String?, droppedWords: [String],
        duration: Duration
    ) {
        self.hits = hits
        self.facets = facets
        self.correctedText = correctedText
        self.droppedWords = droppedWords
        self.duration = duration
    }
}

/// One product that was found.
package struct SearchHit: Sendable {
    /// What is shown of it, as it lies in the index.
    package let stored: StoredCard
    /// How well it fits; comparable within one answer only.
    package let score: Double
    /// Snippets by field (`name`, `description`), HTML-escaped but for `<mark>` around what was found.
    package let highlights: [String: String]
    /// How the score came about, when that was asked for.
    package let explanation: ScoreExplanation?

    /// What is shown of it.
    package var card: ProductCard { stored.card }

    /// A hit of those parts.
    package init(
        card: ProductCard, score: Double, highlights: [String: String], explanation: ScoreExplanation? = nil
    ) {
        self.init(stored: StoredCard(card), score: score, highlights: highlights, explanation: explanation)
    }

    init(stored: StoredCard, score: Double, highlights: [String: String], explanation: ScoreExplanation? = nil) {
        (self.stored, self.score, self.highlights, self.explanation) = (stored, score, highlights, explanation)
    }
}

/// How a score came about: the text's score times every factor.
package struct ScoreExplanation: Sendable {
    /// What the words gave together.
    package let text: Double
    /// What each word gave.
    package let words: [(word: String, score: Double)]
    /// What each factor multiplied that by.
    package let factors: [(name: String, factor: Double)]
    /// Whether it stands where it does because a merchant pinned it.
    package let isPinned: Bool

    /// A breakdown of those parts.
    package init(
        text: Double, words: [(word: String, score: Double)], factors: [(name: String, factor: Double)],
        isPinned: Bool
    ) {
        (self.text, self.words, self.factors, self.isPinned) = (text, words, factors, isPinned)
    }
}
