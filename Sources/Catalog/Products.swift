package import Kernel
package import Persistence

/// The products of the shop: every use case, its rules and its transaction.
package struct Products: Sendable {
    let database: any Database
    private let clock: WallClock
    private let lists: KeptLists
    /// Whose they are, when what is written is bounded by that.
    private let vendor: ID<Vendor>?

    /// The products in that database.
    package init(_ database: any Database, clock: WallClock = .system) {
        (self.database, self.clock) = (database, clock)
        (lists, vendor) = (KeptLists(), nil)
    }

    private init(_ all: Products, of vendor: ID<Vendor>) {
        (database, clock, lists, self.vendor) = (all.database, all.clock, all.lists, vendor)
    }

    /// The same as that vendor may write them: what it makes is its own, and what belongs to others is not there.
    /// Reading is not bounded: everybody reads what is published.
    package func written(by vendor: ID<Vendor>) -> Products {
        Products(self, of: vendor)
    }

    /// One page of the products that pass `filter`.
    /// - Throws: `ValidationError` when the filter names a category that is not there, or the page is too deep.
    package func list(
        _ filter: ProductFilter, sort: ProductSort, descending: Bool, page: PageRequest
    ) async throws -> Page<Product> {
        guard !page.isTooDeep else {
            let message = "pages end at \(PageRequest.maximumDepth) items; /products/feed goes through all products"
            throw ValidationError("page", code: "too_deep", message: message)
        }
        let list = KeptLists.List(filter: filter, sort: sort, isDescending: descending)
        if let kept = lists.page(page, of: list),
            // Not a look-up: 20 products are too much work to wait in one line with those of others.
            let items = try await database.read({ try $0.products(kept.ids, ifNoEventsSince: kept.mark) })
        {
            return Page(items: items, total: kept.total, request: page)
        }
        return try await database.read { [lists] transaction in
            let place = try lists.place(of: page, in: list, transaction)
            return Page(items: try transaction.products(place.ids), total: place.total, request: page)
        }
    }

    /// The products of that status made before `cursor`, newest first, and the cursor for the rest; `nil` at the end.
    ///
    /// Pages by key, so that rows written meanwhile neither repeat nor skip anything.
    /// - Throws: `InvalidCursor`.
    package func feed(
        before cursor: Cursor?, status: ProductStatus?, limit: Int
    ) async throws -> (items: [Product], next: Cursor?) {
        let place = try cursor.map { try FeedPlace($0) }
        let items = try await database.read { transaction in
            var conditions: [SQL] = []
            if let status { conditions.append("p.status = \(status)") }
            if let place { conditions.append("(p.created_at, p.id) < (\(place.createdAt), \(place.id))") }
            let order = ProductSort.createdAt.order(descending: true)
            return try transaction.products(
                transaction.values(
                    "SELECT p.id FROM products p WHERE \(SQL.all(conditions))\(order) LIMIT \(limit + 1)"))
        }
        let page = Array(items.prefix(limit))
        return (page, items.count > limit ? page.last.map { FeedPlace($0).cursor } : nil)
    }

    /// The product at that address.
    /// - Throws: `CatalogError.productNotFound`.
    package func read(_ address: ProductAddress) async throws -> Product {
        guard let product = try await database.lookUp({ try $0.product(at: address) }) else {
            throw CatalogError.productNotFound
        }
        return product
    }

    /// The products with these ids that are there, in no particular order.
    package func find(_ ids: [ID<Product>]) async throws -> [Product] {
        try await database.read { try $0.products(where: "p.id IN \(list: ids)") }
    }

    /// The external ids of those of these products that have one, by the product's id as text.
    package func externalIDs(of ids: [String]) async throws -> [String: String] {
        let known = try await find(ids.compactMap { ID<Product>($0) })
        return Dictionary(
            known.compactMap { product in product.externalID.map { (product.id.description, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Makes a product.
    /// - Parameter receipt: kept with it, when the request may come again.
    /// - Throws: `CatalogError.slugTaken`, `.externalIDTaken`; `ValidationError` for an unknown category.
    package func create(_ draft: ProductDraft, receipt: Receipt<Product>? = nil) async throws -> Product {
        let now = clock.now
        try refuseGifts(draft, besides: [])
        return try await writing(draft) { transaction in
            let slug = try draft.slug ?? transaction.freeSlug(for: draft)
            let product = try draft.product(
                ID(at: now), slug: slug, category: transaction.summary(of: draft.category), vendor: vendor, at: now)
            try transaction.insert([product])
            try transaction.record([ProductCreated(product.id)], at: now)
            try transaction.keep(receipt, for: product)
            return product
        }
    }

    /// Puts a whole new state in the place of the old one; what the record leaves out is emptied. Its slug and status
    /// stay unless the record names others, and its rating always does: that is the shoppers' to change.
    /// - Parameter version: the version that the caller read, when it insists on it.
    /// - Throws: as `create`, and `CatalogError.productNotFound`, `.outdated`, `.ambiguous` for a record with one variant
    ///   where there are several.
    package func replace(
        _ address: ProductAddress, with record: ProductRecord, version: Int?
    ) async throws -> Product {
        try await update(address, version: version) { product in
            guard record.variants != nil || product.variants.count == 1 else {
                throw CatalogError.ambiguous(field: "variants")
            }
            var record = record
            (record.rating, record.reviewCount) = (product.rating, product.reviewCount)
            return try ProductDraft(
                record, defaults: ProductDraft.Defaults(status: product.status, currency: product.currency))
        }
    }

    /// Changes parts of a product.
    /// - Parameter edit: changes the product's record, which is then checked as a whole. May run more than once.
    /// - Throws: as `replace`, and `ValidationError`.
    package func edit(
        _ address: ProductAddress, version: Int?, _ edit: @escaping @Sendable (inout ProductRecord) throws -> Void
    ) async throws -> Product {
        try await update(address, version: version) { product in
            var record = ProductRecord(product)
            try edit(&record)
            return try ProductDraft(
                record, defaults: ProductDraft.Defaults(status: product.status, currency: product.currency))
        }
    }

    /// Removes a product and its variants.
    /// - Throws: `CatalogError.productNotFound`, `.outdated`.
    package func delete(_ address: ProductAddress, version: Int?) async throws {
        let now = clock.now
        try await database.write { transaction in
            let product = try transaction.current(address, version: version, of: vendor)
            guard try transaction.deleteProduct(product.id, version: product.version) else {
                throw CatalogError.outdated(current: product.version + 1)
            }
            try transaction.record([ProductDeleted(product.id)], at: now)
        }
    }

    /// Who insists on no version does not care who was first: the change is made again on what is there now.
    private func update(
        _ address: ProductAddress, version: Int?, _ draft: @escaping @Sendable (Product) throws -> ProductDraft
    ) async throws -> Product {
        var tries = version == nil ? 5 : 1
        while true {
            do {
                return try await updateOnce(address, version: version, draft)
            } catch CatalogError.outdated(let current) {
                tries -= 1
                guard tries > 0 else { throw CatalogError.outdated(current: current) }
            }
        }
    }

    private func updateOnce(
        _ address: ProductAddress, version: Int?, _ draft: @escaping @Sendable (Product) throws -> ProductDraft
    ) async throws -> Product {
        let now = clock.now
        return try await database.write { transaction in
            let product = try transaction.current(address, version: version, of: vendor)
            let draft = try draft(product)
            try refuseGifts(draft, besides: product.variants)
            return try translating(conflictsOf: draft) {
                let category = try transaction.summary(of: draft.category)
                let changed = draft.successor(of: product, category: category, at: now)
                guard changed != product else { return product }
                guard try transaction.update([changed]) == 1 else {
                    throw CatalogError.outdated(current: product.version + 1)
                }
                try transaction.record([ProductUpdated(product.id)], at: now)
                return changed
            }
        }
    }

    /// Only who runs the shop gives things away: a vendor's 0 is a slip, or worse. What is free already may stay so.
    private func refuseGifts(_ draft: ProductDraft, besides known: [Variant]) throws(ValidationError) {
        let free = draft.variants.indices.filter { draft.variants[$0].price.minorUnits == 0 }
        guard vendor != nil, free.count > known.count(where: { $0.price.minorUnits == 0 }) else { return }
        let fields = free.map { draft.variants.count == 1 ? "price" : "variants[\($0)].price" }
        throw ValidationError(fields.map { FieldError($0, code: "out_of_range", message: "must be more than 0") })
    }

    private func writing(
        _ draft: ProductDraft, _ body: @escaping @Sendable (Transaction) throws -> Product
    ) async throws -> Product {
        try await database.write { transaction in
            try translating(conflictsOf: draft) { try body(transaction) }
        }
    }
}

/// Constraint violations in the catalogue's words.
private func translating<Value>(conflictsOf draft: ProductDraft, _ body: () throws -> Value) throws -> Value {
    try translating(body) { violation in
        switch violation.name {
        case "products_slug_key": CatalogError.slugTaken(draft.slug ?? draft.name)
        case "products_external_id_key": CatalogError.externalIDTaken(draft.externalID ?? "")
        // The category went while the product was written.
        case "products_category_id_fkey":
            ValidationError("category", code: "unknown_category", message: "the category is not there any more")
        default: nil
        }
    }
}

extension Transaction {
    /// The product at that address, which must be at the version that the caller insists on, and the vendor's own.
    fileprivate func current(_ address: ProductAddress, version: Int?, of vendor: ID<Vendor>?) throws -> Product {
        guard let product = try product(at: address), vendor == nil || product.vendorID == vendor else {
            throw CatalogError.productNotFound
        }
        if let version, version != product.version { throw CatalogError.outdated(current: product.version) }
        return product
    }

    /// A slug made from the name that nobody has yet. Two that race for it meet at the key.
    fileprivate func freeSlug(for draft: ProductDraft) throws -> String {
        let wish = Slug.make(from: draft.name, fallback: "product")
        let mark = draft.externalID ?? draft.variants.first?.sku
        for candidate in Slug.candidates(wish, mark: mark) where try takenSlugs(among: [candidate]).isEmpty {
            return candidate
        }
        throw CatalogError.slugTaken(wish)
    }
}

/// Where a feed stands: behind the product with this moment and id.
private struct FeedPlace {
    let createdAt: Timestamp
    let id: ID<Product>

    init(_ product: Product) {
        (createdAt, id) = (product.createdAt, product.id)
    }

    init(_ cursor: Cursor) throws(InvalidCursor) {
        let parts = cursor.position.split(separator: " ")
        guard parts.count == 2, let microseconds = Int64(parts[0]), let id = ID<Product>(String(parts[1])) else {
            throw InvalidCursor()
        }
        createdAt = Timestamp(microseconds: microseconds)
        self.id = id
    }

    var cursor: Cursor { Cursor(position: "\(createdAt.microseconds) \(id)") }
}
