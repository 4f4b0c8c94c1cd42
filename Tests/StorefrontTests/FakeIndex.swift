import Foundation
import Kernel
import Persistence
import Synchronization

@testable import Search

/// A product index for tests of pages: finds products whose text holds every word, slowly and in memory.
final class FakeIndex: ProductIndex {
    private let products: [IndexedProduct]
    /// Misspelt queries and what they are taken for.
    private let corrections: [String: String]

    init(_ products: [IndexedProduct], corrections: [String: String] = [:]) {
        self.products = products
        self.corrections = corrections
    }

    var productCount: Int { products.count }
    var position: FeedPosition? { nil }
    func apply(puts: [IndexedProduct], deletes: [String], position: FeedPosition) {}
    func rebuild(from pages: ProductSource, position: FeedPosition) -> Bool { true }
    func tune(_ tuning: SearchTuning) {}
    func fingerprints(of ids: [String]) -> [String: UInt64] { [:] }
    func ids() -> [String] { products.map(\.card.id) }
    func persist() {}

    func suggest(_ beginning: String, limit: Int) -> [Suggestion] {
        let word = beginning.lowercased()
        let brands = Set(products.compactMap(\.card.brand)).filter { $0.lowercased().hasPrefix(word) }.sorted()
        let names = products.map(\.card.name).filter { $0.lowercased().contains(word) }
        return
            (brands.map { Suggestion(text: $0, score: 2, kind: "brand") }
            + names.map { Suggestion(text: $0, score: 1, kind: "product") }).prefix(limit).map { $0 }
    }

    func search(_ request: SearchRequest, categoryPath: [String]?) -> SearchResults {
        let corrected = corrections[request.text.lowercased()]
        var words = (corrected ?? request.text).lowercased().split(separator: " ").map(String.init)
        let dropped = words.filter { word in !products.contains { $0.holds(word) } }
        if dropped.count < words.count { words.removeAll { dropped.contains($0) } }
        let matches = products.filter { product in words.allSatisfy(product.holds) }
        let filters = FakeFilters(request, categoryPath)
        let found = sorted(matches.filter { filters.pass($0, but: nil) }, request.sort)
        let hits = found.dropFirst(request.page.offset).prefix(request.page.size).map { product in
            SearchHit(card: product.card, score: 1, highlights: product.marks(words))
        }
        return SearchResults(
            hits: Page(items: Array(hits), total: found.count, request: request.page),
            facets: request.countsFacets ? filters.facets(matches) : nil, correctedText: corrected,
            droppedWords: words.isEmpty ? [] : dropped, duration: .zero)
    }

    private func sorted(_ products: [IndexedProduct], _ sort: SearchSort?) -> [IndexedProduct] {
        switch sort {
        case .priceAscending: products.sorted { $0.card.price.minorUnits < $1.card.price.minorUnits }
        case .priceDescending: products.sorted { $0.card.price.minorUnits > $1.card.price.minorUnits }
        case .popularity: products.sorted { $0.card.reviewCount > $1.card.reviewCount }
        case .rating: products.sorted { $0.card.rating ?? 0 > $1.card.rating ?? 0 }
        default: products
        }
    }
}

extension IndexedProduct {
    fileprivate func holds(_ word: String) -> Bool {
        "\(card.name) \(card.brand ?? "") \(card.category?.path.joined(separator: " ") ?? "")".lowercased().contains(
            word)
    }

    /// As the engine does it: escaped, but for the marks.
    fileprivate func marks(_ words: [String]) -> [String: String] {
        guard let word = words.first, let range = card.name.range(of: word, options: .caseInsensitive) else {
            return [:]
        }
        func escape(_ text: Substring) -> String {
            String(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
        }
        let (before, after) = (card.name[..<range.lowerBound], card.name[range.upperBound...])
        return ["name": "\(escape(before))<mark>\(escape(card.name[range]))</mark>\(escape(after))"]
    }
}

/// The filters of a request, of which facets leave one out.
private struct FakeFilters {
    let request: SearchRequest
    let path: [String]?

    init(_ request: SearchRequest, _ path: [String]?) {
        (self.request, self.path) = (request, path)
    }

    func pass(_ product: IndexedProduct, but facet: String?) -> Bool {
        let card = product.card
        let isInPath = path.map { card.category?.path.starts(with: $0) ?? false } ?? true
        let isOfBrand = request.brands.isEmpty || request.brands.contains(card.brand ?? "")
        let isDear = request.minimumPrice.map { card.price.minorUnits >= $0.minorUnits } ?? true
        let isCheap = request.maximumPrice.map { card.price.minorUnits <= $0.minorUnits } ?? true
        let isRated = request.minimumRating.map { card.rating ?? 0 >= $0 } ?? true
        let isThere = request.inStock.map { card.inStock == $0 } ?? true
        return (isInPath || facet == "category") && (isOfBrand || facet == "brand")
            && (isDear && isCheap || facet == "price") && (isRated || facet == "rating") && isThere
    }

    func facets(_ matches: [IndexedProduct]) -> SearchFacets {
        func cards(_ facet: String) -> [ProductCard] { matches.filter { pass($0, but: facet) }.map(\.card) }
        let paths = cards("category").flatMap { card in
            (card.category?.path ?? []).indices.map { Array((card.category?.path ?? []).prefix($0 + 1)) }
        }
        let step: Int64 = 5000
        let prices = FakeFilters.count(cards("price").map { min($0.price.minorUnits / step, 20) })
        let brands = FakeFilters.count(cards("brand").compactMap(\.brand))
        let ratings = FakeFilters.count(cards("rating").compactMap { $0.rating.map { min(Int($0), 4) } })
        return SearchFacets(
            categories: FakeFilters.count(paths).map { ($0.key, $0.value) },
            brands: brands.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) },
            priceRanges: prices.sorted { $0.key < $1.key }.map { index, count in
                let from = Money(minorUnits: index * step, .usd)
                return (from, index == 20 ? nil : Money(minorUnits: (index + 1) * step, .usd), count)
            },
            ratings: ratings.sorted { $0.key < $1.key }.map { ($0.key, $0.key == 4 ? nil : $0.key + 1, $0.value) },
            attributes: [:])
    }

    private static func count<Value: Hashable>(_ values: [Value]) -> [Value: Int] {
        Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
    }
}
