import Catalog
import Kernel
import Search
import WebSupport

/// Products that are like one another.
struct SimilarAnswer: Answer {
    let hits: [SearchHit]

    static let example = SimilarAnswer(hits: [SearchHitAnswer.example.hit])

    func write(to object: inout AnswerWriter) {
        object.member("items", hits.map(SimilarHitAnswer.init), "The most alike first.")
    }
}

/// One of them.
struct SimilarHitAnswer: Answer {
    let hit: SearchHit

    init(_ hit: SearchHit) {
        self.hit = hit
    }

    static let example = SimilarHitAnswer(SearchHitAnswer.example.hit)

    func write(to object: inout AnswerWriter) {
        object.ready(describedBy: SearchHitAnswer(hit).writeCard, hit.stored.withJSONMembers)
    }
}

/// `GET /products/{product}/similar`
struct ListSimilarProducts: Operation {
    static let declaration = Declaration(
        .get, "/products/{product}/similar", "List similar products",
        description: "What can be bought instead: by name and category, then the most popular of the category.",
        tag: .search, errors: [SearchError.productNotFound], caching: .untilChange(of: "index"))

    @Path("Its id.") var product: ID<Product>
    @Query("How many at most.", in: 1...24) var limit = 6

    func answer(_ search: ProductSearch, _ call: Call) async throws -> Reply<SimilarAnswer> {
        .ok(SimilarAnswer(hits: try await search.similar(to: product.description, limit: limit)))
    }
}
