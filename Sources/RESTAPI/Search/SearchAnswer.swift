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
        object.member("dropped", dropped, "Words that nothing has together with the others.")
    }
}

/// One product that was found.
struct SearchHitAnswer: Answer {
    let hit: SearchHit

    init(_ hit: SearchHit) {
        self.hit = hit
    }

    func write(to object: inout AnswerWriter) {
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
        object.member("score", hit.score, "How well it fits; comparable within one answer only.")
        object.member("highlights", hit.highlights, "HTML snippets by field, with <mark> around what was found.")
    }
}
