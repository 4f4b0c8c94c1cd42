import Foundation
package import Kernel
package import Persistence

/// The database's own full-text search as an index: FTS5 on SQLite, `tsvector` on PostgreSQL.
///
/// What it is for is the time in which the real index cannot answer. It finds words and their beginnings, filters, sorts,
/// pages and counts, and knows pins; it forgives no misspelling, ranks by what the database has, and heeds neither
/// synonyms nor weights. One table serves all nodes: whichever follows the feed first brings it up to date, and one at a
/// time builds it.
package struct DatabaseIndex: Sendable {
    private let database: any Database
    private let clock: WallClock
    private let priceBucket: Money

    /// Products that are written in one transaction: some 20 ms, in which nobody else can write on SQLite.
    static let portion = 100

    /// A node that builds and gives no sign of life for so long is dead, and another one begins anew.
    static let patience = Duration.seconds(60)

    /// The index in that database.
    /// - Parameter priceBucket: how wide the price ranges are that facets count.
    package init(
        _ database: any Database, clock: WallClock = .system, priceBucket: Money = SearchFacets.usualPriceBucket
    ) {
        (self.database, self.clock, self.priceBucket) = (database, clock, priceBucket)
    }
}

extension DatabaseIndex: ProductIndex {
    package var productCount: Int {
        get async throws { try await database.read { try $0.documentCount() } }
    }

    package var position: FeedPosition? {
        get async throws {
            let state = try await database.lookUp { try $0.documentsState() }
            return state.isBuilt ? state.position : nil
        }
    }

    package func search(_ request: SearchRequest, categoryPath: [String]?) async throws -> SearchResults {
        let start = ContinuousClock.now
        let found = try await database.read { transaction in
            let strict = DocumentQuery(request, categoryPath, joining: .all)
            let total = try transaction.count(strict)
            guard total == 0, strict.words.count > 1 else {
                return try transaction.find(strict, total: total, priceBucket)
            }
            let lenient = DocumentQuery(request, categoryPath, joining: .any)
            return try transaction.find(lenient, total: try transaction.count(lenient), priceBucket)
        }
        return SearchResults(
            hits: Page(items: found.hits, total: found.total, request: request.page), facets: found.facets,
            correctedText: nil, droppedWords: [], duration: ContinuousClock.now - start)
    }

    package func suggest(_ beginning: String, limit: Int) async throws -> [Suggestion] {
        var request = SearchRequest()
        request.text = beginning
        let query = DocumentQuery(request, nil, joining: .all)
        let folded = QueryText.normalised(beginning)
        return try await database.read { transaction in
            let brands = try transaction.brands(beginningWith: folded, limit: limit)
            let names = query.words.isEmpty ? [] : try transaction.names(query, limit: limit)
            return Array((brands + names).prefix(limit))
        }
    }

    /// The last portion is written with the position: of two nodes that apply the same events, the one behind then undoes
    /// nothing of the other's.
    package func apply(puts: [IndexedProduct], deletes: [String], position: FeedPosition) async throws {
        let early = max(0, puts.count - 1) / DatabaseIndex.portion * DatabaseIndex.portion
        for start in stride(from: 0, to: early, by: DatabaseIndex.portion) {
            let portion = Array(puts[start..<start + DatabaseIndex.portion])
            try await database.write { transaction in
                let state = try transaction.lockDocuments()
                guard state.position <= position else { return }
                try transaction.put(portion, generation: state.generation)
            }
        }
        let last = Array(puts[early...])
        try await database.write { transaction in
            let state = try transaction.lockDocuments()
            guard state.position <= position else { return }
            try transaction.put(last, generation: state.generation)
            try transaction.deleteDocuments(of: deletes.compactMap { ID($0) })
            try transaction.setPosition(position)
        }
    }

    @discardableResult
    package func rebuild(from source: ProductSource, position: FeedPosition) async throws -> Bool {
        guard let generation = try await begin() else { return false }
        var cursor: Cursor?
        repeat {
            let (products, next) = try await source.page(cursor)
            for start in stride(from: 0, to: products.count, by: DatabaseIndex.portion) {
                let portion = Array(products[start..<min(start + DatabaseIndex.portion, products.count)])
                guard try await build(generation, { try $0.put(portion, generation: generation) }) else { return false }
            }
            cursor = next
        } while cursor != nil
        return try await build(generation) { transaction in
            try transaction.deleteDocuments(before: generation)
            try transaction.setBuilt(position)
        }
    }

    /// - Returns: the generation to build, or `nil` while another node is building.
    private func begin() async throws -> Int? {
        let now = clock.now
        return try await database.write { transaction in
            let state = try transaction.lockDocuments()
            if let beat = state.builderSeen, beat.advanced(by: DatabaseIndex.patience) > now { return nil }
            try transaction.setGeneration(state.generation + 1)
            try transaction.setBuilderSeen(now)
            return state.generation + 1
        }
    }

    /// Takes a step of building, and lives on by it.
    /// - Returns: whether it was taken: not when another node thought this one dead and began a generation of its own.
    private func build(
        _ generation: Int, _ step: @escaping @Sendable (Transaction) throws -> Void
    ) async throws -> Bool {
        let now = clock.now
        return try await database.write { transaction in
            guard try transaction.lockDocuments().generation == generation else { return false }
            try transaction.setBuilderSeen(now)
            try step(transaction)
            return true
        }
    }

    /// Its ranking is the database's.
    package func tune(_ tuning: SearchTuning) async throws {}

    package func fingerprints(of ids: [String]) async throws -> [String: UInt64] {
        let ids = ids.compactMap { ID<IndexedProduct>($0) }
        return try await database.read { try $0.fingerprints(of: ids) }
    }

    package func ids() async throws -> [String] {
        try await database.read { transaction in
            try transaction.values("SELECT product_id FROM search_documents", as: ID<IndexedProduct>.self)
        }.map(\.description)
    }

    /// A database does so by itself.
    package func persist() async throws {}
}
