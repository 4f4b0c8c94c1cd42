package import Kernel
package import Persistence

/// The shop's own relevance tests.
package struct TestSets: Sendable {
    private let database: any Database
    private let search: ProductSearch
    private let externalIDs: @Sendable (_ ids: [String]) async throws -> [String: String]
    private let clock: WallClock

    /// The most sets that a shop has.
    package static let maximumCount = 100

    /// The sets in that database.
    /// - Parameter externalIDs: what products are called elsewhere, by their ids: ratings name them so.
    package init(
        _ database: any Database, search: ProductSearch, clock: WallClock = .system,
        externalIDs: @escaping @Sendable (_ ids: [String]) async throws -> [String: String]
    ) {
        (self.database, self.search, self.clock, self.externalIDs) = (database, search, clock, externalIDs)
    }

    /// The names of all sets, and how many queries each has.
    package func list() async throws -> [(id: String, queries: Int)] {
        try await database.read { try $0.testSetSizes() }.map { ($0.name, $0.count) }
    }

    /// The set of that name.
    /// - Throws: `SearchError.testSetNotFound`.
    package func read(_ id: String) async throws -> TestSet {
        guard let set = try await database.lookUp({ try $0.testSet(id) }) else { throw SearchError.testSetNotFound }
        return set
    }

    /// Keeps a set, in place of one of the same name.
    /// - Throws: `ValidationError`, `SearchError.tooManyRules`.
    package func put(_ set: TestSet) async throws {
        let set = try set.checked()
        let now = clock.now
        try await database.write { transaction in
            let known = try transaction.testSetNames()
            guard known.contains(set.id) || known.count < TestSets.maximumCount else {
                throw SearchError.tooManyRules(limit: TestSets.maximumCount)
            }
            try transaction.put(set, at: now)
        }
    }

    /// Removes a set.
    /// - Throws: `SearchError.testSetNotFound`.
    package func delete(_ id: String) async throws {
        guard try await database.write({ try $0.deleteTestSet(id) }) else { throw SearchError.testSetNotFound }
    }

    /// Answers the queries of a set and compares the answers with the ratings.
    /// - Parameter settings: others than the shop's, to see what they would change.
    /// - Throws: `ValidationError`.
    package func evaluate(_ set: TestSet, under settings: RankingSettings? = nil) async throws -> RelevanceEvaluation {
        var trial: SearchTrial?
        if let settings {
            var tuning = try await database.read { try $0.searchTuning() }
            tuning.settings = try settings.checked()
            trial = SearchTrial(tuning)
        }
        var evaluation = RelevanceEvaluation()
        for query in set.queries {
            evaluation.add(try await products(for: query.text, trial), rated: query.grades)
        }
        return evaluation
    }

    /// What a query finds, the first fifty, by external id where there is one.
    private func products(for text: String, _ trial: SearchTrial?) async throws -> [String] {
        var request = SearchRequest()
        (request.text, request.countsFacets, request.trial) = (text, false, trial)
        request.page = PageRequest(size: RelevanceEvaluation.depth)
        let ids = try await search.find(request).hits.items.map(\.card.id)
        let names = try await externalIDs(ids)
        return ids.map { names[$0] ?? $0 }
    }
}
