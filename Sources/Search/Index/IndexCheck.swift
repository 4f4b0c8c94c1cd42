import Kernel

/// What a check of an index found, all of it repaired.
package struct IndexCheckReport: Sendable, Hashable {
    /// Published products that were compared.
    package internal(set) var products = 0
    /// Products that the index did not have.
    package internal(set) var missing = 0
    /// Products that the index had otherwise.
    package internal(set) var different = 0
    /// Products that the index had and nobody sells.
    package internal(set) var gone = 0

    /// What was repaired in all.
    package var repaired: Int { missing + different + gone }
}

/// Compares an index with the catalogue, a portion at a time, and repairs what differs.
///
/// Whatever looks wrong is read once more before it is repaired, and the follower that steps takes no event at the same
/// time: a change that came after that reading is still to be followed, so nothing old is ever put over something new.
struct IndexCheck {
    private let index: any ProductIndex
    private let source: ProductSource
    private var cursor: Cursor?
    private var seen: Set<ID<IndexedProduct>> = []
    private var suspects: [String]?
    private(set) var report = IndexCheckReport()

    /// Products that are looked up at once.
    private static let portion = 500

    init(_ index: any ProductIndex, _ source: ProductSource) {
        (self.index, self.source) = (index, source)
    }

    /// Takes the next portion.
    /// - Returns: whether there is more.
    mutating func step() async throws -> Bool {
        guard let suspects else { return try await comparePage() }
        guard !suspects.isEmpty else { return false }
        let ids = Array(suspects.prefix(IndexCheck.portion))
        self.suspects = Array(suspects.dropFirst(ids.count))
        let found = Set(try await source.find(ids).map(\.card.id))
        try await repair(puts: [], deletes: ids.filter { !found.contains($0) })
        return true
    }

    /// Compares a page of the catalogue. Behind the last one, what the index has besides is suspect.
    private mutating func comparePage() async throws -> Bool {
        let (products, next) = try await source.page(cursor)
        try await compare(products)
        cursor = next
        guard next == nil else { return true }
        suspects = try await index.ids().filter { id in ID(id).map { !seen.contains($0) } ?? true }
        return true
    }

    private mutating func compare(_ products: [IndexedProduct]) async throws {
        report.products += products.count
        seen.formUnion(products.compactMap { ID($0.card.id) })
        let held = try await index.fingerprints(of: products.map(\.card.id))
        let wrong = products.filter { product in
            held[product.card.id] != Fingerprint(product, card: product.card.jsonMembers).value
        }.map(\.card.id)
        guard !wrong.isEmpty else { return }
        let fresh = try await source.find(wrong)
        let sold = Set(fresh.map(\.card.id))
        report.missing += fresh.count { held[$0.card.id] == nil }
        report.different += fresh.count { held[$0.card.id] != nil }
        try await repair(puts: fresh, deletes: wrong.filter { !sold.contains($0) && held[$0] != nil })
    }

    private mutating func repair(puts: [IndexedProduct], deletes: [String]) async throws {
        report.gone += deletes.count
        guard !puts.isEmpty || !deletes.isEmpty, let position = try await index.position else { return }
        try await index.apply(puts: puts, deletes: deletes, position: position)
    }
}
