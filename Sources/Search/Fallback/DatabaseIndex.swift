import Foundation
import Kernel
package import Persistence

/// The database's own full-text search as an index: FTS5 on SQLite, `tsvector` on PostgreSQL.
///
/// What it is for is the time in which the real index cannot answer. It finds words and their beginnings, filters, sorts,
/// pages and counts, and knows pins; it forgives no misspelling, ranks by what the database has, and heeds neither
/// synonyms nor weights. One table serves all nodes: whichever follows the feed first brings it up to date.
package struct DatabaseIndex: Sendable {
    private let database: any Database

    /// Products that are written in one transaction: some 20 ms, in which nobody else can write on SQLite.
    static let portion = 100

    /// The index in that database.
    package init(_ database: any Database) {
        self.database = database
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
            guard total == 0, strict.words.count > 1 else { return try transaction.find(strict, total: total) }
            let lenient = DocumentQuery(request, categoryPath, joining: .any)
            return try transaction.find(lenient, total: try transaction.count(lenient))
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

    package func apply(puts: [IndexedProduct], deletes: [String], position: FeedPosition) async throws {
        for start in stride(from: 0, to: puts.count, by: DatabaseIndex.portion) {
            let portion = Array(puts[start..<min(start + DatabaseIndex.portion, puts.count)])
            try await database.write { transaction in
                let state = try transaction.lockDocuments()
                guard state.position <= position else { return }
                try transaction.put(portion, generation: state.generation)
            }
        }
        try await database.write { transaction in
            guard try transaction.lockDocuments().position <= position else { return }
            try transaction.deleteDocuments(of: deletes.compactMap { ID($0) })
            try transaction.setPosition(position)
        }
    }

    package func rebuild(from source: ProductSource, position: FeedPosition) async throws {
        let generation = try await database.write { transaction in
            let next = try transaction.lockDocuments().generation + 1
            try transaction.setGeneration(next)
            return next
        }
        var cursor: Cursor?
        repeat {
            let (products, next) = try await source.page(cursor)
            for start in stride(from: 0, to: products.count, by: DatabaseIndex.portion) {
                let portion = Array(products[start..<min(start + DatabaseIndex.portion, products.count)])
                try await database.write { transaction in
                    guard try transaction.lockDocuments().generation == generation else { return }
                    try transaction.put(portion, generation: generation)
                }
            }
            cursor = next
        } while cursor != nil
        try await database.write { transaction in
            // Another node that began later will finish it.
            guard try transaction.lockDocuments().generation == generation else { return }
            try transaction.deleteDocuments(before: generation)
            try transaction.setBuilt(position)
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
