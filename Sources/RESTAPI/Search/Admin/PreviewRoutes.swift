import Identity
import Kernel
import Search
import WebSupport

/// What a query would find under other settings, beside what it finds now.
struct PreviewAnswer: Answer {
    let before: SearchResults
    let after: SearchResults

    static let example = PreviewAnswer(
        before: SearchAnswer.example.results, after: SearchAnswer.example.results)

    func write(to object: inout AnswerWriter) {
        let ranks = Dictionary(
            before.hits.items.enumerated().map { ($0.element.card.id, $0.offset + 1) }
        ) { first, _ in first }
        object.member(
            "results", after.hits.items.map { PreviewHitAnswer(hit: $0, rankBefore: ranks[$0.card.id]) },
            "What would be found, best first, with the breakdown of each score.")
        object.member("total", after.hits.total, "How many products would fit.")
        object.member("total_before", before.hits.total, "How many fit now.")
        object.optional("corrected_query", after.correctedText, "The query as understood, when a word was misspelt.")
        object.member("dropped", after.droppedWords, "Words that would be given up.")
        object.member("gone", gone, "Products of today's page that would not be on it.")
    }

    private var gone: [String] {
        let found = Set(after.hits.items.map(\.card.id))
        return before.hits.items.map(\.card.id).filter { !found.contains($0) }
    }
}

/// A product that would be found.
struct PreviewHitAnswer: Answer {
    let hit: SearchHit
    let rankBefore: Int?

    static let example = PreviewHitAnswer(hit: SearchHitAnswer.example.hit, rankBefore: 3)

    func write(to object: inout AnswerWriter) {
        SearchHitAnswer(hit).write(to: &object)
        object.member("rank_before", rankBefore, "Where it stands now; null when not on this page.")
    }
}

/// What to try out.
struct PreviewBody: InputObject {
    @Field("The words.", length: 1...512) var query: String
    @Field("Other settings; the shop's when absent.") var settings: SearchSettingsBody?
    @Field("Synonyms besides those of the shop.") var synonyms: [SynonymBody] = []
    @Field("Ids of products to pin, instead of those that are; at most 50.") var pinned: [String] = []
    @Field("Ids of products to hide, instead of those that are; at most 50.") var hidden: [String] = []
    @Field("How many results.", in: 1...100) var pageSize = 20
}

/// `POST /admin/search/preview`
struct PreviewSearch: Operation {
    static let declaration = Declaration(
        .post, "/admin/search/preview", "Try settings out on a query",
        description: "Nobody else notices; nothing is changed and nothing is logged.", tag: .searchTuning,
        permission: .manageSearch)

    @Body("The query, and what to try out.") var preview: PreviewBody

    func answer(_ preview: SearchPreview, _ call: Call) async throws -> Reply<PreviewAnswer> {
        let trial = SearchPreview.Trial(
            settings: try self.preview.settings?.settings(),
            synonyms: try self.preview.synonyms.enumerated().map { try $0.element.rule("preview-\($0.offset)") },
            pinned: self.preview.pinned, hidden: self.preview.hidden)
        let (before, after) = try await preview.compare(self.preview.query, trial, size: self.preview.pageSize)
        return .ok(PreviewAnswer(before: before, after: after))
    }
}
