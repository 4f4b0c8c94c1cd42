import Catalog

/// A link as templates show it.
struct Link: Equatable, Sendable {
    let text: String
    let url: String
    var isCurrent = false
    /// How many products are behind it.
    var count: String?
}

extension Link {
    /// To the page of a category.
    init(_ category: Category, isCurrent: Bool = false) {
        self.init(
            text: category.name, url: Link.url(ofCategory: category.slug), isCurrent: isCurrent,
            count: category.productCount.grouped)
    }

    /// Where the category of that slug is.
    static func url(ofCategory slug: String) -> String { "/categories/\(slug)" }

    /// Where the product of that slug is.
    static func url(ofProduct slug: String) -> String { "/products/\(slug)" }

    /// The way from the root down to a category; the links are its ancestors and, last, itself.
    static func trail(to category: Category, in tree: CategoryTree) -> [Link] {
        tree.ancestors(of: category).map { Link($0) } + [Link(category)]
    }
}
