package import Kernel

/// As much of a product as a result shows. It lies in the index beside the words, so that a page of results needs no
/// database at all.
package struct ProductCard: Hashable, Sendable {
    /// The product's id.
    package let id: String
    /// Its name in addresses.
    package let slug: String
    /// Its name.
    package let name: String
    /// The beginning of its description, at most `excerptLength` characters, cut at a word.
    package let excerpt: String
    /// Its lowest price.
    package let price: Money
    /// Where it stands; `nil` when nowhere.
    package let category: Category?
    /// Its maker.
    package let brand: String?
    /// The mean of its ratings, 0 to 5.
    package let rating: Double?
    /// How many people rated it.
    package let reviewCount: Int
    /// Whether it can be bought.
    package let inStock: Bool
    /// Its tags.
    package let tags: [String]
    /// Its main picture.
    package let image: Image?

    /// A place in the tree of categories.
    package struct Category: Hashable, Sendable {
        /// Its id.
        package let id: String
        /// Its own name.
        package let name: String
        /// Its name in addresses.
        package let slug: String
        /// The names from the root down to itself.
        package let path: [String]

        /// A place with those names.
        package init(id: String, name: String, slug: String, path: [String]) {
            (self.id, self.name, self.slug, self.path) = (id, name, slug, path)
        }
    }

    /// A picture.
    package struct Image: Hashable, Sendable {
        /// Where it is.
        package let url: String
        /// What it shows.
        package let alt: String

        /// A picture at that address.
        package init(url: String, alt: String) {
            (self.url, self.alt) = (url, alt)
        }
    }

    /// Characters of a description that a result shows: two lines on a desk, four on a phone.
    package static let excerptLength = 240

    /// A card of those parts; the description is cut to an excerpt.
    package init(
        id: String, slug: String, name: String, description: String, price: Money, category: Category?, brand: String?,
        rating: Double?, reviewCount: Int, inStock: Bool, tags: [String], image: Image?
    ) {
        (self.id, self.slug, self.name, self.price, self.category) = (id, slug, name, price, category)
        (self.brand, self.rating, self.reviewCount) = (brand, rating, reviewCount)
        (self.inStock, self.tags, self.image) = (inStock, tags, image)
        excerpt = ProductCard.excerpt(of: description)
    }

    /// Stands in for a card that cannot be read: bytes of a file that was changed behind our back, past its checksum.
    static let unreadable = ProductCard(
        id: "", slug: "", name: "", description: "", price: Money(minorUnits: 0, .usd), category: nil, brand: nil,
        rating: nil, reviewCount: 0, inStock: false, tags: [], image: nil)

    private static func excerpt(of description: String) -> String {
        guard description.count > excerptLength else { return description }
        let cut = description.prefix(excerptLength)
        return (cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut) + "…"
    }
}
