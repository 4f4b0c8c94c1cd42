package import Kernel
package import Persistence

/// The tree that products stand in.
package struct Categories: Sendable {
    private let database: any Database
    private let clock: WallClock

    /// The categories in that database.
    package init(_ database: any Database, clock: WallClock = .system) {
        self.database = database
        self.clock = clock
    }

    /// What somebody wants a category to be.
    package struct Draft: Sendable {
        /// 1 to 120 characters.
        package var name: String
        /// Made from the name when absent.
        package var slug: String?
        /// What it stands under; absent for a root.
        package var parentID: ID<Category>?
        /// Plain text of at most 2,000 characters.
        package var description: String

        /// A draft with those parts.
        package init(name: String, slug: String? = nil, parentID: ID<Category>? = nil, description: String = "") {
            (self.name, self.slug, self.parentID, self.description) = (name, slug, parentID, description)
        }
    }

    /// The whole tree, parents before children, siblings by name.
    package func list() async throws -> [Category] {
        try await database.read { transaction in
            let rows = try transaction.categories().sorted { $0.path.lexicographicallyPrecedes($1.path) }
            let counts = try CategoryRow.subtreeCounts(rows, direct: transaction.productCounts())
            return rows.map { Category($0, productCount: counts[$0.id] ?? 0) }
        }
    }

    /// The category at that address.
    /// - Throws: `CatalogError.categoryNotFound`.
    package func read(_ address: CategoryAddress) async throws -> Category {
        guard let row = try await database.read({ try $0.category(at: address) }),
            let category = try await list().first(where: { $0.id == row.id })
        else { throw CatalogError.categoryNotFound }
        return category
    }

    /// The names from the root down to the category at that address; `nil` when there is none.
    package func path(of address: CategoryAddress) async throws -> [String]? {
        try await database.lookUp { try $0.category(at: address)?.path }
    }

    /// Makes a category.
    /// - Parameter receipt: kept with it, when the request may come again.
    /// - Throws: `CatalogError.categoryNameTaken`, `ValidationError`.
    package func create(_ draft: Draft, receipt: Receipt<Category>? = nil) async throws -> Category {
        let draft = try draft.checked()
        let now = clock.now
        let id = ID<Category>(at: now)
        return try await translatingConflicts(of: draft) { transaction in
            try transaction.lockCategories()
            let parent = try transaction.parent(draft.parentID)
            let path = try draft.path(under: parent)
            let slug = try draft.slug ?? transaction.freeCategorySlug(for: path)
            let row = CategoryRow(
                id: id, parentID: draft.parentID, name: draft.name, slug: slug, path: path,
                description: draft.description)
            try transaction.insert(row)
            try transaction.record([CategoryChanged(id)], at: now)
            let category = Category(row, productCount: 0)
            try transaction.keep(receipt, for: category)
            return category
        }
    }

    /// Renames, describes or moves a category, and everything below it with it.
    /// - Parameter version: the version that the caller read, when it insists on it.
    /// - Throws: `CatalogError.categoryNotFound`, `.categoryNameTaken`, `.categoryCycle`, `.outdated`, `ValidationError`.
    package func edit(
        _ address: CategoryAddress, version: Int? = nil, _ edit: @escaping @Sendable (inout Draft) -> Void
    ) async throws -> Category {
        let now = clock.now
        let id = try await database.write { transaction in
            try transaction.lockCategories()
            let row = try transaction.current(address, version: version)
            var draft = Draft(name: row.name, slug: row.slug, parentID: row.parentID, description: row.description)
            edit(&draft)
            draft = try draft.checked()
            return try translating(conflictsOf: draft) {
                try transaction.move(row, to: draft, at: now)
                try transaction.record([CategoryChanged(row.id)], at: now)
                return row.id
            }
        }
        return try await read(.id(id))
    }

    /// Removes an empty category.
    /// - Parameter version: the version that the caller read, when it insists on it.
    /// - Throws: `CatalogError.categoryNotFound`, `.outdated`, `.categoryNotEmpty` naming what is in it.
    package func delete(_ address: CategoryAddress, version: Int? = nil) async throws {
        let now = clock.now
        do {
            try await database.write { transaction in
                let row = try transaction.current(address, version: version)
                guard try transaction.deleteCategory(row.id, version: row.version) else {
                    throw CatalogError.outdated(current: row.version + 1)
                }
                try transaction.record([CategoryChanged(row.id)], at: now)
            }
        } catch DatabaseError.violation(let violation) where violation.kind == .foreignKey {
            let occupants = try await database.read { transaction in
                try transaction.category(at: address).map { try transaction.occupants(of: $0.id, limit: 5) }
            }
            throw CatalogError.categoryNotEmpty(names: occupants?.names ?? [], total: occupants?.total ?? 0)
        }
    }

    private func translatingConflicts(
        of draft: Draft, _ body: @escaping @Sendable (Transaction) throws -> Category
    ) async throws -> Category {
        try await database.write { transaction in
            try translating(conflictsOf: draft) { try body(transaction) }
        }
    }
}

private func translating<Value>(conflictsOf draft: Categories.Draft, _ body: () throws -> Value) throws -> Value {
    try translating(body) { violation in
        switch violation.name {
        case "categories_sibling_key": CatalogError.categoryNameTaken(draft.name)
        case "categories_slug_key": CatalogError.slugTaken(draft.slug ?? draft.name)
        default: nil
        }
    }
}

extension Categories.Draft {
    /// The draft with its texts normalised.
    /// - Throws: `ValidationError`.
    fileprivate func checked() throws(ValidationError) -> Categories.Draft {
        var check = FieldChecks()
        let checked = Categories.Draft(
            name: check.requiredText("name", name, 1...120), slug: check.slug("slug", slug), parentID: parentID,
            description: check.text("description", description, 0...2000, multiline: true) ?? "")
        try check.finish()
        return checked
    }

    fileprivate func path(under parent: CategoryRow?) throws -> [String] {
        let path = (parent?.path ?? []) + [name]
        guard path.count <= Category.maximumDepth else {
            throw ValidationError.tooDeep
        }
        return path
    }
}

extension Transaction {
    /// The category at that address, which must be at the version that the caller insists on.
    fileprivate func current(_ address: CategoryAddress, version: Int?) throws -> CategoryRow {
        guard let row = try category(at: address) else { throw CatalogError.categoryNotFound }
        if let version, version != row.version { throw CatalogError.outdated(current: row.version) }
        return row
    }

    /// The row of the parent that was asked for.
    fileprivate func parent(_ id: ID<Category>?) throws -> CategoryRow? {
        guard let id else { return nil }
        guard let row = try category(at: .id(id)) else {
            throw ValidationError("parent_id", code: "unknown_category", message: "there is no category \(id)")
        }
        return row
    }

    /// A slug made from the name, with the names above it where that is taken: `cable`, then `networking-cable`.
    func freeCategorySlug(for path: [String]) throws -> String {
        let wishes = path.indices.reversed().map {
            Slug.make(from: path[$0...].joined(separator: " "), fallback: "category")
        }
        let numbered = (2...1000).lazy.map { "\(wishes.last ?? "category")-\($0)" }
        if let slug = try firstFree(of: wishes) ?? firstFree(of: numbered) { return slug }
        throw CatalogError.categoryNameTaken(path.last ?? "")
    }

    private func firstFree(of slugs: some Sequence<String>) throws -> String? {
        try slugs.first { try takenCategorySlugs(among: [$0]).isEmpty }
    }

    fileprivate func move(_ row: CategoryRow, to draft: Categories.Draft, at now: Timestamp) throws {
        let parent = try parent(draft.parentID)
        let subtree = try subtree(of: .id(row.id))
        guard draft.parentID.map({ !subtree.contains($0) }) ?? true else { throw CatalogError.categoryCycle }
        let path = try draft.path(under: parent)
        let below = try categories(" WHERE id IN \(list: subtree)").filter { $0.id != row.id }
        let depth = (below.map(\.path.count).max() ?? row.path.count) - row.path.count + path.count
        guard depth <= Category.maximumDepth else { throw ValidationError.tooDeep }
        let moved = CategoryRow(
            id: row.id, parentID: draft.parentID, name: draft.name, slug: draft.slug ?? row.slug, path: path,
            description: draft.description)
        guard try update(moved, version: row.version) else { throw CatalogError.outdated(current: row.version + 1) }
        guard path != row.path || moved.slug != row.slug else { return }
        for child in below { try setPath(path + child.path.dropFirst(row.path.count), of: child.id) }
        try record(productIDs(in: subtree).map { ProductUpdated($0) }, at: now)
    }
}

extension CategoryRow {
    /// Products in each category and everything below it, from the counts of each alone.
    static func subtreeCounts(_ rows: [CategoryRow], direct: [ID<Category>: Int]) -> [ID<Category>: Int] {
        var counts = direct
        for row in rows.sorted(by: { $0.path.count > $1.path.count }) {
            if let parent = row.parentID { counts[parent, default: 0] += counts[row.id] ?? 0 }
        }
        return counts
    }
}

extension Category {
    init(_ row: CategoryRow, productCount: Int) {
        self.init(
            id: row.id, parentID: row.parentID, name: row.name, slug: row.slug, path: row.path,
            description: row.description, productCount: productCount, version: row.version)
    }
}

extension ValidationError {
    fileprivate static let tooDeep = ValidationError(
        "parent_id", code: "too_deep", message: "the tree has at most \(Category.maximumDepth) levels")
}
