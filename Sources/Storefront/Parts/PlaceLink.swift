import Catalog
import Search

/// A place in the tree of categories beside the results: further up, here, or further down.
struct PlaceLink: Equatable {
    let text: String
    let url: String
    let count: String?
    var isUp = false
    var isCurrent = false
    var isUnder = false

    private static let maximumCount = 16

    /// The places around `category`: the way up, itself, and what is below it by count.
    /// - Parameters:
    ///   - category: where the shopper is; `nil` for the whole shop.
    ///   - url: the address of the same results in a category, or in the whole shop.
    static func all(
        _ facets: SearchFacets?, in tree: CategoryTree, at category: Category?, url: (Category?) -> String
    ) -> [PlaceLink] {
        let counts = Dictionary((facets?.categories ?? []).map { ($0.path, $0.count) }) { first, _ in first }
        let below = category.map(tree.children) ?? tree.roots
        let counted = below.compactMap { child in counts[child.path].map { (child, $0) } }
        let down = counted.sorted { ($1.1, $0.0.name) < ($0.1, $1.0.name) }.prefix(maximumCount).map { child, count in
            PlaceLink(text: child.name, url: url(child), count: count.grouped, isUnder: category != nil)
        }
        guard let category else { return Array(down) }
        let up =
            [PlaceLink(text: "All categories", url: url(nil), count: nil, isUp: true)]
            + tree.ancestors(of: category).map { PlaceLink(text: $0.name, url: url($0), count: nil, isUp: true) }
        return up + [PlaceLink(text: category.name, url: url(category), count: nil, isCurrent: true)] + down
    }
}
