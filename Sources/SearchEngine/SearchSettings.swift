/// How an index ranks, forgives and limits; changing it needs no new index, see ``SearchIndex/update(settings:)``.
public struct SearchSettings: Sendable, Hashable {
    /// BM25's saturation of repeated words (Robertson and Zaragoza 2009); 0 ignores repetition. It is larger than the
    /// usual 1.2, because boosts multiply the frequencies that it saturates.
    public var k1: Double
    /// BM25's length normalisation, 0 (none) to 1 (full).
    public var b: Double
    /// Boosts by text field that replace those of the schema.
    public var boosts: [String: Double]
    /// What a match in a code field counts, in occurrences of a text word with boost 1.
    public var codeBoost: Double
    /// How much better a document is whose kind (the last component of a path) the query spells out: 1 is
    /// twice as good. Measured: .812 → .821 NDCG@10, by large gains on a few of 68 queries and a loss on one.
    public var kindBoost: Double
    /// How much better a document is whose title ends a phrase with the last word of the query, when that names a
    /// kind: a notebook, not a notebook bag. Measured: .821 → .833 NDCG@10, about the same from .05 to .2.
    public var headBoost: Double
    /// How misspelt words are forgiven.
    public var typos: TypoRules
    /// Factors that multiply the text score.
    public var signals: [Signal]
    /// When fewer documents than this have all words of a query, documents with fewer words follow them.
    public var enoughHits: Int
    /// Words that a query may do without when it has others; folded when they are set, so that "Für" is "fur".
    public var stopWords: Set<String> { didSet { stopWords = Self.folded(stopWords) } }
    /// Phrases that mean the same; changing them needs no new index.
    public var synonyms: [Synonym]
    /// Texts that ``SearchIndex/complete(_:limit:)`` never suggests, whatever their case.
    public var hiddenCompletions: Set<String>
    /// Bounds that keep every query cheap.
    public var limits: Limits

    /// The defaults lie on a plateau found by a random search on 68 rated shop queries: b between 0.5 and 0.6 and k1
    /// between 3 and 6 were best in the mean over all other parameters.
    public init(
        k1: Double = 3, b: Double = 0.6, boosts: [String: Double] = [:], codeBoost: Double = 10, kindBoost: Double = 1,
        headBoost: Double = 0.07, typos: TypoRules = .init(), signals: [Signal] = [],
        enoughHits: Int = 10, stopWords: Set<String> = SearchSettings.englishStopWords, synonyms: [Synonym] = [],
        hiddenCompletions: Set<String> = [], limits: Limits = .init()
    ) {
        self.k1 = k1
        self.b = b
        self.boosts = boosts
        self.codeBoost = codeBoost
        self.kindBoost = kindBoost
        self.headBoost = headBoost
        self.typos = typos
        self.signals = signals
        self.enoughHits = enoughHits
        self.stopWords = Self.folded(stopWords)
        self.synonyms = synonyms
        self.hiddenCompletions = hiddenCompletions
        self.limits = limits
    }

    private static func folded(_ words: Set<String>) -> Set<String> {
        Set(words.flatMap(Self.words))
    }

    private static func words(of text: String) -> [String] {
        var buffer = TokenBuffer()
        Array(text.utf8).withUnsafeBufferPointer { Tokenizer.tokenize($0, into: &buffer) }
        return buffer.tokens.map { String(decoding: buffer.bytes[$0.bytes], as: UTF8.self) }
    }

    /// How many words a text is to the engine: each of them is a stop word if the text is among the ``stopWords``.
    public static func wordCount(of text: String) -> Int { words(of: text).count }

    /// Articles, prepositions and conjunctions that tell products apart least.
    public static let englishStopWords: Set<String> = [
        "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of", "on", "or", "that",
        "the", "this", "to", "was", "with",
    ]
}

/// When a word that the index does not know is taken for a misspelling (Damerau–Levenshtein distance).
public struct TypoRules: Sendable, Hashable {
    /// Letters from which one edit is forgiven.
    public var oneEditFrom: Int
    /// Letters from which two edits are forgiven.
    public var twoEditsFrom: Int
    /// Letters from which one edit is forgiven when nothing else is found; shorter words have too many neighbours.
    public var lastResortFrom: Int
    /// A word of the index that fewer documents have may be a slip of a common one: what that finds comes below what the
    /// word itself finds, and only if that is not enough. 0 turns it off.
    public var rareBelow: Int
    /// How many corrections of one word are searched for together.
    public var maximumCorrections: Int

    /// The usual rules; `Int.max` for a threshold turns it off, for ``oneEditFrom`` the last resort and rare words too.
    public init(
        oneEditFrom: Int = 4, twoEditsFrom: Int = 8, lastResortFrom: Int = 2, rareBelow: Int = 10,
        maximumCorrections: Int = 3
    ) {
        self.oneEditFrom = oneEditFrom
        self.twoEditsFrom = twoEditsFrom
        self.lastResortFrom = lastResortFrom
        self.rareBelow = rareBelow
        self.maximumCorrections = maximumCorrections
    }

    /// Whether a word of so many letters may be a slip when nothing else is found.
    func forgivesShort(_ letters: Int) -> Bool { oneEditFrom < .max && letters >= lastResortFrom }

    func edits(forLetters count: Int) -> Int {
        count >= twoEditsFrom ? 2 : count >= oneEditFrom ? 1 : 0
    }
}

/// Bounds on one query; what exceeds them is cut off, never refused.
public struct Limits: Sendable, Hashable {
    /// Bytes of UTF-8 of the query text that are read.
    public var queryBytes = 512
    /// Words that are searched for, at most 32.
    public var words = 32
    /// The deepest first hit.
    public var offset = 10_000
    /// Hits in one answer.
    public var hits = 1_000
    /// Filters that are applied, at most 64.
    public var filters = 32
    /// Documents that one query may pin, and as many that it may hide.
    public var pins = 128
    /// Rules of synonyms that are heeded.
    public var synonyms = 10_000
    /// Values in one facet.
    public var facetValues = 1_000
    /// Words that a prefix stands for.
    public var prefixExpansions = 64

    /// The defaults.
    public init() {}
}
