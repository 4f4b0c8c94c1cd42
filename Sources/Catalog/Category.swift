package import Kernel

/// A place in the tree that products stand in.
package struct Category: Equatable, Sendable {
    /// Our identity for it.
    package let id: ID<Category>
    /// What it stands under; `nil` for a root.
    package let parentID: ID<Category>?
    /// 1 to 120 characters, unique among its siblings.
    package let name: String
    /// Its name in addresses; unique in the whole tree.
    package let slug: String
    /// The names from the root down to itself.
    package let path: [String]
    /// Plain text.
    package let description: String
    /// Published products in it and everything below it.
    package let productCount: Int
    /// Counts the changes, from 1.
    package let version: Int

    /// A category of those parts.
    package init(
        id: ID<Category>, parentID: ID<Category>?, name: String, slug: String, path: [String], description: String,
        productCount: Int, version: Int
    ) {
        self.id = id
        self.parentID = parentID
        self.name = name
        self.slug = slug
        self.path = path
        self.description = description
        self.productCount = productCount
        self.version = version
    }

    /// What stands between the names where a path is one text: `Printing > toner cartridge`.
    package static let pathSeparator = " > "
    /// How deep the tree may be.
    package static let maximumDepth = 16
}

/// As much of a category as a product shows.
package struct CategorySummary: Hashable, Sendable {
    /// Our identity for it.
    package let id: ID<Category>
    /// Its own name.
    package let name: String
    /// Its name in addresses.
    package let slug: String
    /// The names from the root down to itself.
    package let path: [String]

    /// A summary of those parts.
    package init(id: ID<Category>, name: String, slug: String, path: [String]) {
        (self.id, self.name, self.slug, self.path) = (id, name, slug, path)
    }
}

/// How a category is named by a caller.
package enum CategoryAddress: Hashable, Sendable {
    /// By our identity.
    case id(ID<Category>)
    /// By its slug.
    case slug(String)
    /// By the names from the root down.
    case path([String])

    /// Whatever the text looks like: an id, a path with ` > `, else a slug or, where no slug is such, the name of a root.
    package init(_ text: String) {
        if let id = ID<Category>(text) {
            self = .id(id)
        } else if text.contains(Category.pathSeparator) {
            self = .path(text.split(separator: Category.pathSeparator).map(String.init))
        } else {
            self = .slug(text)
        }
    }

    /// The address as a caller would write it, for messages.
    package var text: String {
        switch self {
        case .id(let id): id.description
        case .slug(let slug): slug
        case .path(let path): path.joined(separator: Category.pathSeparator)
        }
    }
}
