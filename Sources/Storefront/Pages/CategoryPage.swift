import Catalog
import Hummingbird
import Search
import WebSupport

extension ShopPages {
    /// `/categories/{slug}`
    func category(_ request: Request, _ context: ShopContext) async throws -> Response {
        guard let slug = context.pathParameter("category") else { throw CatalogError.categoryNotFound }
        let tree = try await departments.tree(with: slug)
        guard let category = tree[slug] else { throw CatalogError.categoryNotFound }
        var browsing = Browsing(query: request.uri.query, currency: shop.currency)
        browsing.category = nil
        let results = try await search.search(SearchRequest(browsing, category: slug))
        return .page(CategoryPage(category, results, browsing, in: tree, of: shop) { frame($0, tree) }, .category)
    }
}

/// The products of a category and everything below it.
struct CategoryPage {
    let frame: Frame
    let crumbs: [Link]
    let heading: String
    let text: String?
    let subcategories: [Link]
    let hasSubcategories: Bool
    let results: ResultsView

    init(
        _ category: Category, _ found: SearchResults, _ browsing: Browsing, in tree: CategoryTree, of shop: ShopProfile,
        frame: (PageHead) -> Frame
    ) {
        let place = ResultsPlace(path: Link.url(ofCategory: category.slug), browsing: browsing)
        heading = category.name
        text = category.description.isEmpty ? nil : category.description
        crumbs = Link.trail(to: category, in: tree).map { link in
            Link(text: link.text, url: link.url, isCurrent: link.url == place.path)
        }
        subcategories = tree.children(of: category).map { Link($0) }
        hasSubcategories = !subcategories.isEmpty
        self.frame = frame(CategoryPage.head(category, browsing, in: tree))
        let places = PlaceLink.all(found.facets, in: tree, at: category) { place in
            let path = place.map { Link.url(ofCategory: $0.slug) } ?? "/search"
            return ResultsPlace(path: path, browsing: browsing).url(browsing.with { _ in })
        }
        results = ResultsView(found, at: place, places: places, of: shop)
    }

    /// Pages after the first are pages of their own; filtered ones are views of the first.
    private static func head(_ category: Category, _ browsing: Browsing, in tree: CategoryTree) -> PageHead {
        var head = PageHead(title: category.path.reversed().joined(separator: " · "))
        let number = browsing.page > 1 ? "?page=\(browsing.page)" : ""
        head.path = Link.url(ofCategory: category.slug) + number
        head.description =
            category.description.isEmpty
            ? "\(category.productCount.counted("product")) in \(category.name)." : category.description.excerpt(160)
        head.department = tree[Array(category.path.prefix(1))]?.slug
        return head
    }
}

extension String {
    /// The beginning on one line, cut at a word.
    func excerpt(_ limit: Int) -> String {
        let line = split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard line.count > limit else { return line }
        let cut = line.prefix(limit - 1)
        return (cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut) + "…"
    }
}
