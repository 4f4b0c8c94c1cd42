import Kernel
import Search
import WebSupport

/// What a search found, as REST version 1 shows it.
struct SearchAnswer: Answer {
    let results: SearchResults

    init(_ results: SearchResults) {
        self.results = results
    }

    func write(to object: inout AnswerWriter) {
        let page = results.hits
        object.member("results", page.items.map(SearchHitAnswer.init), "The products of this page, best first.")
        object.member("total", page.total, "How many products fit.")
        object.member("page", page.request.number, "Which page this is, from 1.")
        object.member("page_size", page.request.size, "How many products make a page.")
        object.member("total_pages", page.totalPages, "How many pages there are.")
        object.optional("facets", results.facets.map(FacetsAnswer.init), "Counts over the whole result.")
        object.member("query_time", results.duration.inSeconds, "How long the engine took, in seconds.")
        object.optional("corrected_query", results.correctedText, "The query as understood, when a word was misspelt.")
        object.optional(
            "relaxed", results.droppedWords.isEmpty ? nil : RelaxedAnswer(dropped: results.droppedWords),
            "What was given up to find more than the products with all words.")
        object.optional(
            "degraded", results.isDegraded ? true : nil,
            "True while the index cannot answer and the database's plain search does in its place.")
    }
}

extension Duration {
    fileprivate var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds * 1_000_000 + attoseconds / 1_000_000_000_000) / 1_000_000
    }
}

/// What was given up to find more.
struct RelaxedAnswer: Answer {
    let dropped: [String]

    static let example = RelaxedAnswer(dropped: ["purple"])

    func write(to object: inout AnswerWriter) {
        object.member(
            "dropped", dropped, "Words that nothing within the filters has together with the others, or too little.")
    }
}

/// One product that was found.
struct SearchHitAnswer: Answer {
    let hit: SearchHit

    init(_ hit: SearchHit) {
        self.hit = hit
    }

    func write(to object: inout AnswerWriter) {
        object.ready(describedBy: writeCard, hit.stored.withJSONMembers)
        object.member("score", hit.score, "How well it fits; comparable within one answer only.")
        object.member("highlights", hit.highlights, "HTML snippets by field, with <mark> around what was found.")
        object.optional(
            "explanation", hit.explanation.map(ExplanationAnswer.init), "How the score came about, with `explain=true`."
        )
    }

    /// The members of a card, as they lie ready in the index.
    func writeCard(to object: inout AnswerWriter) {
        let card = hit.card
        object.member("id", card.id, "Our identity for it.")
        object.member("slug", card.slug, "Its name in addresses.")
        object.member("name", card.name, "Its name.")
        object.member("description", card.excerpt, "The beginning of its description.")
        object.member("price", card.price, "Its lowest price.")
        object.member("currency", card.price.currency.code, "ISO 4217.")
        object.member("category", card.category.map(PlaceAnswer.init), "Where it stands.")
        object.member("brand", card.brand, "Its maker.")
        object.member("rating", card.rating, "The mean of its ratings, 0 to 5.")
        object.member("review_count", card.reviewCount, "How many people rated it.")
        object.member("in_stock", card.inStock, "Whether it can be bought.")
        object.member("tags", card.tags, "Words to filter by.")
        object.member("image", card.image.map(ImageAnswer.init), "Its main picture.")
    }
}

/// How a score came about.
struct ExplanationAnswer: Answer {
    let explanation: ScoreExplanation

    init(_ explanation: ScoreExplanation) {
        self.explanation = explanation
    }

    static let example = ExplanationAnswer(
        ScoreExplanation(
            text: 10.2, words: [(word: "toner", score: 10.2)],
            factors: [(name: "popularity", factor: 1.11), (name: "in_stock", factor: 1.1)], isPinned: false))

    func write(to object: inout AnswerWriter) {
        object.member("text", explanation.text, "What the words gave together.")
        object.member(
            "words", explanation.words.map { WordScoreAnswer(word: $0.word, score: $0.score) }, "What each word gave.")
        object.member(
            "factors", explanation.factors.map { FactorAnswer(name: $0.name, factor: $0.factor) },
            "What the score of the text is multiplied by: business factors, `kind`, `tier`.")
        object.member("pinned", explanation.isPinned, "Whether a merchant pinned it where it stands.")
    }
}

/// What a word gave.
struct WordScoreAnswer: Answer {
    let word: String
    let score: Double

    static let example = WordScoreAnswer(word: "toner", score: 10.2)

    func write(to object: inout AnswerWriter) {
        object.member("word", word, "The word as it was searched for.")
        object.member("score", score, "Its part of the text's score.")
    }
}

/// What the score of the text is multiplied by.
struct FactorAnswer: Answer {
    let name: String
    let factor: Double

    static let example = FactorAnswer(name: "popularity", factor: 1.11)

    func write(to object: inout AnswerWriter) {
        object.member("name", name, "Which factor.")
        object.member("factor", factor, "1 is neutral.")
    }
}
