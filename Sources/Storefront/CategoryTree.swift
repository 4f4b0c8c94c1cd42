import Catalog
import Kernel

/// The tree of categories, ready for the questions that pages ask.
struct CategoryTree: Sendable {
    private let bySlug: [String: Category]
    private let byPath: [[String]: Category]
    private let byParent: [ID<Category>?: [Category]]

    /// A tree of all categories, siblings in the order in which they come.
    init(_ categories: [Category]) {
        bySlug = Dictionary(categories.map { ($0.slug, $0) }) { first, _ in first }
        byPath = Dictionary(categories.map { ($0.path, $0) }) { first, _ in first }
        byParent = Dictionary(grouping: categories, by: \.parentID)
    }

    /// The departments that have something in them.
    var roots: [Category] { (byParent[nil] ?? []).filter { $0.productCount > 0 } }

    /// The category of that slug.
    subscript(slug: String) -> Category? { bySlug[slug] }

    /// The category at that path of names.
    subscript(path: [String]) -> Category? { byPath[path] }

    /// The category at any address: the slug of pages, the id or path of searches that programs saved.
    func category(at address: String) -> Category? {
        switch CategoryAddress(address) {
        case .slug(let slug): self[slug]
        case .path(let path): self[path]
        case .id(let id): bySlug.values.first { $0.id == id }
        }
    }

    /// What stands right below a category and has something in it.
    func children(of category: Category) -> [Category] {
        (byParent[category.id] ?? []).filter { $0.productCount > 0 }
    }

    /// The categories above one, the root first.
    func ancestors(of category: Category) -> [Category] {
        (1..<max(category.path.count, 1)).compactMap { byPath[Array(category.path.prefix($0))] }
    }
}

/// The tree as it was a second ago at most: every page shows the departments, and counting products for each view
/// would cost more than the page.
actor RecentTree {
    private let categories: Categories
    private var last: (tree: CategoryTree, readAt: ContinuousClock.Instant)?

    private static let lifetime = Duration.seconds(1)

    init(_ categories: Categories) {
        self.categories = categories
    }

    /// The tree, read again when it is too old.
    func tree() async throws -> CategoryTree {
        if let last, ContinuousClock.now - last.readAt < RecentTree.lifetime { return last.tree }
        return try await read()
    }

    /// The tree with the category of that slug in it, if there is one: a new category is there at once.
    func tree(with slug: String) async throws -> CategoryTree {
        let tree = try await tree()
        return tree[slug] == nil ? try await read() : tree
    }

    private func read() async throws -> CategoryTree {
        let tree = CategoryTree(try await categories.list())
        last = (tree, .now)
        return tree
    }
}
