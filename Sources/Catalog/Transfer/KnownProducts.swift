import Kernel
import Persistence

/// The products that a batch is about, as they stand after the rows taken so far.
struct KnownProducts {
    private var products: [ID<Product>: Product] = [:]
    private var idsByExternalID: [ExactText: ID<Product>] = [:]
    private var idsBySlug: [String: ID<Product>] = [:]
    /// Who has a SKU, for the SKUs that rows are matched by.
    private var owners: [ExactText: Set<ID<Product>>] = [:]

    /// Looks up everything that rows may be about, in three statements at most.
    init(for rows: [ImportRow], in transaction: Transaction) throws {
        var (externalIDs, slugs, skus): ([String], [String], [String]) = ([], [], [])
        for row in rows {
            switch row.identity {
            case .externalID(let id): externalIDs.append(id.text)
            case .slug(let slug): slugs.append(slug)
            case .skus(let wanted): skus += wanted.map(\.text)
            case .name: slugs += row.slugs.likely
            }
        }
        if !externalIDs.isEmpty { put(try transaction.products(where: "p.external_id IN \(list: externalIDs)")) }
        if !slugs.isEmpty { put(try transaction.products(where: "p.slug IN \(list: slugs)")) }
        if !skus.isEmpty { try loadOwners(of: skus, in: transaction) }
    }

    /// The product that a row is about; `nil` for a new one.
    /// - Throws: `FieldError` for SKUs that several products have.
    mutating func match(_ row: ImportRow, in transaction: Transaction) throws -> Product? {
        switch row.identity {
        case .externalID(let id): return idsByExternalID[id].flatMap { products[$0] }
        case .slug(let slug): return idsBySlug[slug].flatMap { products[$0] }
        case .skus(let skus): return try match(skus, in: transaction)
        case .name:
            return row.slugs.likely.compactMap { idsBySlug[$0].flatMap { products[$0] } }.first { product in
                product.externalID == nil && product.name == row.draft.name
                    && product.variants.allSatisfy { $0.sku == nil }
            }
        }
    }

    /// Whether a row may be about a product that is there, so that a slug for a new one is probably not needed.
    func mayHold(_ row: ImportRow) -> Bool {
        switch row.identity {
        case .externalID(let id): idsByExternalID[id] != nil
        case .slug(let slug): idsBySlug[slug] != nil
        case .skus(let skus): skus.contains { owners[$0]?.isEmpty == false }
        case .name: false
        }
    }

    /// Remembers the new state of a product.
    mutating func put(_ product: Product) {
        if let old = products.updateValue(product, forKey: product.id) {
            if old.slug != product.slug { idsBySlug[old.slug] = nil }
            for case let sku? in old.variants.map(\.sku) { owners[ExactText(sku)]?.remove(product.id) }
        }
        if let externalID = product.externalID { idsByExternalID[ExactText(externalID)] = product.id }
        idsBySlug[product.slug] = product.id
        for case let sku? in product.variants.map(\.sku) { owners[ExactText(sku)]?.insert(product.id) }
    }

    private mutating func put(_ products: [Product]) {
        for product in products { put(product) }
    }

    private mutating func loadOwners(of skus: [String], in transaction: Transaction) throws {
        for sku in skus { owners[ExactText(sku)] = [] }
        try transaction.forEach("SELECT sku, product_id FROM variants WHERE sku IN \(list: skus)") { row in
            let sku = ExactText(try row.decode("sku"))
            owners[sku]?.insert(try row.decode("product_id"))
        }
        // Of a SKU that many products have, none is needed: a row that has nothing else is refused.
        let ids = Set(owners.values.filter { $0.count == 1 }.joined())
        put(try transaction.products(where: "p.id IN \(list: Array(ids))"))
    }

    private mutating func match(_ skus: [ExactText], in transaction: Transaction) throws -> Product? {
        let ids = skus.reduce(into: Set<ID<Product>>()) { $0.formUnion(owners[$1] ?? []) }
        guard ids.count < 2, let id = ids.first else {
            guard ids.isEmpty else { throw KnownProducts.ambiguous(skus, count: ids.count) }
            return nil
        }
        if products[id] == nil { put(try transaction.products(where: "p.id = \(id)")) }
        return products[id]
    }

    private static func ambiguous(_ skus: [ExactText], count: Int) -> FieldError {
        let names = skus.prefix(3).map { "\"\($0.text)\"" }.joined(separator: ", ")
        return FieldError(
            "sku", code: "sku_ambiguous",
            message: "\(count) products have the SKU \(names): say which one by its id or slug")
    }
}
