import Catalog
import Hummingbird
import Kernel
import Search
import WebSupport

extension ShopPages {
    /// `/search?q=…`
    func search(_ request: Request, _ context: ShopContext) async throws -> Response {
        var browsing = Browsing(query: request.uri.query, currency: shop.currency)
        let tree = try await departments.tree()
        let category = browsing.category.flatMap(tree.category)
        browsing.category = category?.slug
        let results = try await search.search(SearchRequest(browsing, category: category?.slug))
        return .page(SearchPage(results, browsing, in: tree, of: shop) { frame($0, tree) }, .search)
    }
}

/// What was found for some words.
struct SearchPage {
    let frame: Frame
    let heading: String
    let correction: Correction?
    let dropped: String?
    /// Where the search can be kept; strangers sign in on the way.
    let saveURL: String?
    let results: ResultsView

    /// What was typed, and what it was taken for.
    struct Correction: Equatable {
        let typed: String
        let understood: String
    }

    init(
        _ found: SearchResults, _ browsing: Browsing, in tree: CategoryTree, of shop: ShopProfile,
        frame: (PageHead) -> Frame
    ) {
        let category = browsing.category.flatMap { tree[$0] }
        let place = ResultsPlace(path: "/search", browsing: browsing)
        heading = SearchPage.heading(browsing.text, category)
        self.frame = frame(PageHead(title: heading, searchText: browsing.text))
        correction = found.correctedText.map { Correction(typed: browsing.text, understood: $0) }
        dropped = found.droppedWords.isEmpty || found.hits.total == 0 ? nil : found.droppedWords.joined(separator: ", ")
        saveURL =
            browsing.canBeSaved
            ? Room.searches.path + "/new" + AddressFields.query(browsing.saved.fields) : nil
        let places = PlaceLink.all(found.facets, in: tree, at: category) { category in
            place.url(browsing.with { $0.category = category?.slug })
        }
        results = ResultsView(found, at: place, places: places, of: shop)
    }

    private static func heading(_ text: String, _ category: Category?) -> String {
        switch (text.isEmpty, category) {
        case (true, nil): "All products"
        case (true, let category?): category.name
        case (false, nil): "Results for “\(text)”"
        case (false, let category?): "“\(text)” in \(category.name)"
        }
    }
}
