/// What a search found.
public struct Answer: Sendable {
    /// The requested page of hits.
    public var hits: [Hit] = []
    /// How many documents match, exactly.
    public var total = 0
    /// The requested counts by field name.
    public var facets: [String: Facet] = [:]
    /// The query as it was understood, when a misspelt word was replaced.
    public var correctedText: String?
    /// Words of the query that were given up, because no document has them together with the others.
    public var dropped: [String] = []

    /// An answer without hits.
    public init() {}
}

/// One found document.
public struct Hit: Sendable {
    /// The document's id.
    public var id: String
    /// The relevance, comparable within one answer only; 1 × signals when there is no query text. A pinned document
    /// has the score that it would have without the pin, 0 if it has not all words.
    public var score: Double
    /// Whether it stands where it does because the query pinned it.
    public var isPinned = false
    /// The document's payload, shared with the index.
    public var stored: StoredBytes
    /// Snippets by text field, HTML-escaped but for `<mark>` around what was found.
    public var highlights: [String: String] = [:]
    /// The breakdown of the score, when it was asked for.
    public var explanation: Explanation?
}

/// How a score came about: the sum of the words times the product of the factors is the score. Documents with fewer
/// than all words, or found by a synonym only, are pressed below the others by a factor named "tier".
public struct Explanation: Sendable, Hashable {
    /// What one word of the query gave.
    public struct Word: Sendable, Hashable {
        /// The word as it was searched for.
        public var text: String
        /// Its part of the text score.
        public var score: Double
    }

    /// What one signal multiplied the text score by.
    public struct Factor: Sendable, Hashable {
        /// The number field, "kind" for ``SearchSettings/kindBoost``, or "tier".
        public var field: String
        /// The multiplier, 1 when neutral.
        public var factor: Double

        /// Makes a factor.
        public init(field: String, factor: Double) {
            self.field = field
            self.factor = factor
        }
    }

    /// The sum of the words' scores.
    public var text: Double
    /// Each word's share.
    public var words: [Word]
    /// Each signal's factor.
    public var factors: [Factor]
    /// What it adds up to: the text score times all factors.
    public var score: Double { factors.reduce(text) { $0 * $1.factor } }
}
