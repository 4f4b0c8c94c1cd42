package import Foundation
import Kernel
import SearchEngine

/// The embedded engine by itself, for benchmarks: it tells the ids that it finds, without the cards that a shop shows,
/// and holds every product as often as one likes.
package final class MeasuredIndex: Sendable {
    /// How many products lie ready to be put again.
    private static let touched = 5000

    private let index: SearchIndex
    private let products: [IndexedProduct]

    /// An index of every product that many times, the copies under ids of their own. It is kept in a file and mapped
    /// from there, as a shop's index is, and taken from the file the next time.
    package init(_ source: ProductSource, copies: Int, snapshot: URL) async throws {
        if !FileManager.default.fileExists(atPath: snapshot.path) {
            try await MeasuredIndex.build(source, copies).save(to: snapshot)
        }
        index = try SearchIndex.load(from: snapshot, schema: .products, settings: .products).index
        products = try await MeasuredIndex.first(MeasuredIndex.touched, of: source)
    }

    private static func build(_ source: ProductSource, _ copies: Int) async throws -> SearchIndex {
        let index = SearchIndex(schema: .products, settings: .products)
        for copy in 0..<copies {
            var cursor: Cursor?
            repeat {
                let page = try await source.page(cursor)
                index.apply(page.products.map { .put(Document($0, copy: copy)) })
                cursor = page.next
            } while cursor != nil
        }
        index.compact()
        return index
    }

    private static func first(_ count: Int, of source: ProductSource) async throws -> [IndexedProduct] {
        var products: [IndexedProduct] = []
        var cursor: Cursor?
        repeat {
            let page = try await source.page(cursor)
            products += page.products
            cursor = page.next
        } while cursor != nil && products.count < count
        return products
    }

    /// How many documents it holds.
    package var documentCount: Int { index.documentCount }

    /// The ids of the first 20 for some words, and how many there are; with counts of category, brand and price if asked.
    package func search(_ text: String, facets: Bool) -> (ids: [String], total: Int) {
        var request = SearchRequest()
        (request.text, request.countsFacets) = (text, facets)
        var query = Query(request, categoryPath: nil)
        query.limit = 20
        query.facets.removeAll { !["category", "brand", "price"].contains($0.field) }
        let answer = index.search(query)
        return (answer.hits.map(\.id), answer.total)
    }

    /// How many suggestions there are, at most 10.
    package func suggest(_ beginning: String) -> Int { index.complete(beginning, limit: 10).count }

    /// Puts that many products again, as a change of each would: those behind the last ones, then from the front.
    package func touch(_ count: Int, after first: Int) {
        guard !products.isEmpty else { return }
        index.apply((first..<first + count).map { .put(Document(products[$0 % products.count], copy: 0)) })
    }
}

extension Document {
    fileprivate init(_ product: IndexedProduct, copy: Int) {
        self.init(product)
        if copy > 0 { id += "_\(copy)" }
    }
}
