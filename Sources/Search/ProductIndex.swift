package import Persistence

/// What answers searches: the embedded engine; later a remote one, and the database's own full-text search.
package protocol ProductIndex: Sendable {
    /// Finds products. The category of the request is a path already.
    func search(_ request: SearchRequest, categoryPath: [String]?) async throws -> SearchResults
    /// Completes what a shopper began to type, at most `limit` suggestions, the most popular first.
    func suggest(_ beginning: String, limit: Int) async throws -> [Suggestion]
    /// How many products can be found.
    var productCount: Int { get async throws }
    /// Up to where in the feed of events the index has followed; `nil` when it must be built.
    var position: FeedPosition? { get async throws }
    /// Takes over products and removals, and the position that they bring the index to.
    func apply(puts: [IndexedProduct], deletes: [String], position: FeedPosition) async throws
    /// Builds the index anew from all products; searches go on on the old one meanwhile.
    func rebuild(from pages: ProductSource, position: FeedPosition) async throws
    /// Makes what was applied survive a restart, where that is not so anyway.
    func persist() async throws
}
