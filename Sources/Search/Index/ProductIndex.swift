package import Persistence

/// What answers searches: the embedded engine, the database's own full-text search, later a remote engine. What each of
/// them must do is written as tests that run on any of them (`IndexConformance`).
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
    /// - Returns: whether it was built; not when somebody else is building it.
    @discardableResult
    func rebuild(from pages: ProductSource, position: FeedPosition) async throws -> Bool
    /// Searches by that tuning from now on, without building anything anew.
    func tune(_ tuning: SearchTuning) async throws
    /// What the index holds of those products, for a check: the fingerprint of each one that it has.
    func fingerprints(of ids: [String]) async throws -> [String: UInt64]
    /// Every product that the index holds.
    func ids() async throws -> [String]
    /// Makes what was applied survive a restart, where that is not so anyway.
    func persist() async throws
}
