import Kernel
import Persistence

/// The categories that a batch needs, by their paths; missing ones are made, parents first.
///
/// In a dry run none is written, and a slug that is free anyway is not looked for.
struct CategoryShelf {
    private let transaction: Transaction
    private let isDryRun: Bool
    private let now: Timestamp
    private var rows: [ExactText: CategoryRow] = [:]

    init(for drafts: [ProductDraft], in transaction: Transaction, isDryRun: Bool, at now: Timestamp) throws {
        (self.transaction, self.isDryRun, self.now) = (transaction, isDryRun, now)
        var paths: Set<ExactText> = []
        for case .path(let path)? in drafts.map(\.category) {
            for depth in 1...max(path.count, 1) { paths.insert(CategoryShelf.key(Array(path.prefix(depth)))) }
        }
        guard !paths.isEmpty else { return }
        for row in try transaction.categories(withPaths: paths.map(\.text)) { rows[CategoryShelf.key(row.path)] = row }
    }

    /// The category that a product is to stand in.
    mutating func summary(of address: CategoryAddress?) throws -> CategorySummary? {
        guard case .path(let path)? = address else { return nil }
        return try row(at: path).summary
    }

    private mutating func row(at path: [String]) throws -> CategoryRow {
        let key = CategoryShelf.key(path)
        if let row = rows[key] { return row }
        if !isDryRun { try transaction.lockCategories() }
        let parent = path.count > 1 ? try row(at: Array(path.dropLast())) : nil
        let slug = isDryRun ? "" : try transaction.freeCategorySlug(for: path)
        let row = CategoryRow(
            id: ID(at: now), parentID: parent?.id, name: path.last ?? "", slug: slug, path: path, description: "")
        if !isDryRun { try transaction.insert(row) }
        rows[key] = row
        return row
    }

    private static func key(_ path: [String]) -> ExactText {
        ExactText(JSONColumn.text(path))
    }
}

extension Transaction {
    /// The categories with these paths, each in the text of its column.
    fileprivate func categories(withPaths paths: [String]) throws -> [CategoryRow] {
        switch dialect {
        case .sqlite: try categories(" WHERE path IN \(list: paths)")
        case .postgres:
            try categories(" WHERE path IN (SELECT wanted.path::jsonb FROM \(list: paths) AS wanted (path))")
        }
    }
}
