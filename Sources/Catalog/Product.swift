package import Kernel

/// Something that the shop sells, as it stands in the catalogue.
package struct Product: Equatable, Sendable {
    /// Our identity for it.
    package let id: ID<Product>
    /// The identity that it has where it was imported from; unique where present.
    package let externalID: String?
    /// Its name in addresses; unique.
    package let slug: String
    /// 1 to 255 characters.
    package let name: String
    /// Plain text of at most 20,000 characters; may be empty.
    package let description: String
    /// Who makes it.
    package let brand: String?
    /// Where it stands in the tree.
    package let category: CategorySummary?
    /// Words to filter by, sorted, without repetition.
    package let tags: [String]
    /// Facts about it by name.
    package let attributes: [String: AttributeValue]
    /// EAN, UPC or GTIN numbers.
    package let barcodes: [String]
    /// Pictures, the main one first.
    package let images: [ProductImage]
    /// What its prices are in.
    package let currency: Currency
    /// What it cost before, when it is reduced.
    package let compareAtPrice: Money?
    /// The mean of its ratings, 0 to 5; `nil` while there are none.
    package let rating: Double?
    /// How many people rated it.
    package let reviewCount: Int
    /// The day on which it came to the market, `2009-12-10`.
    package let released: String?
    /// Who may see it.
    package let status: ProductStatus
    /// What can be bought, at least one.
    package let variants: [Variant]
    /// Counts the changes, from 1.
    package let version: Int
    /// Who sells it; `nil` for the shop itself.
    package let vendorID: ID<Vendor>?
    /// When it was made.
    package let createdAt: Timestamp
    /// When it was last changed.
    package let updatedAt: Timestamp

    /// A product of those parts; whoever makes one keeps the rules of `ProductDraft`.
    package init(
        id: ID<Product>, externalID: String?, slug: String, name: String, description: String, brand: String?,
        category: CategorySummary?, tags: [String], attributes: [String: AttributeValue], barcodes: [String],
        images: [ProductImage], currency: Currency, compareAtPrice: Money?, rating: Double?, reviewCount: Int,
        released: String?, status: ProductStatus, variants: [Variant], version: Int, vendorID: ID<Vendor>? = nil,
        createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.externalID = externalID
        self.slug = slug
        self.name = name
        self.description = description
        self.brand = brand
        self.category = category
        self.tags = tags
        self.attributes = attributes
        self.barcodes = barcodes
        self.images = images
        self.currency = currency
        self.compareAtPrice = compareAtPrice
        self.rating = rating
        self.reviewCount = reviewCount
        self.released = released
        self.status = status
        self.variants = variants
        self.version = version
        self.vendorID = vendorID
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// The lowest price among the variants.
    package var price: Money {
        variants.map(\.price).min { $0.minorUnits < $1.minorUnits } ?? .zero(currency)
    }

    /// Whether any variant can be bought; one without a stock figure always can.
    package var inStock: Bool {
        variants.contains { $0.stock.map { $0 > 0 } ?? true }
    }

    /// How many can be bought over all variants; `nil` when none of them is counted.
    package var stockQuantity: Int? {
        let counted = variants.compactMap(\.stock)
        return counted.isEmpty ? nil : counted.reduce(0, +)
    }
}

/// Who sells products in the shop: an account, of which the catalogue knows the identity only.
package enum Vendor {}

/// Who may see a product.
package enum ProductStatus: String, CaseIterable, Sendable {
    /// Only its owner and admins.
    case draft
    /// Everybody.
    case published
    /// Nobody but admins; it is kept for the orders that name it.
    case archived
}

/// One buyable form of a product: a size, a colour.
package struct Variant: Equatable, Sendable {
    /// Our identity for it.
    package let id: ID<Variant>
    /// The stock-keeping unit. Unique within the product; imported data may repeat it elsewhere.
    package let sku: String?
    /// What tells it from the others: `colour` → `Black`. Empty for the only variant of a simple product.
    package let options: [String: String]
    /// What one costs.
    package let price: Money
    /// How many can be bought; `nil` when nobody counts.
    package let stock: Int?

    /// A variant of those parts.
    package init(
        id: ID<Variant>, sku: String?, options: [String: String], price: Money, stock: Int?
    ) {
        self.id = id
        self.sku = sku
        self.options = options
        self.price = price
        self.stock = stock
    }
}

/// A picture of a product.
package struct ProductImage: Hashable, Sendable {
    /// Where it is: absolute (`https://…`) or a path of this shop (`/images/…`).
    package let url: String
    /// What it shows, for those who cannot see it.
    package let alt: String

    /// A picture at that address.
    package init(url: String, alt: String) {
        self.url = url
        self.alt = alt
    }
}

/// The value of an attribute.
package enum AttributeValue: Hashable, Sendable {
    /// Text of 1 to 1,000 characters.
    case text(String)
    /// A finite number.
    case number(Double)
    /// Yes or no.
    case flag(Bool)

    /// The value as text, the way people and search read it: `23000`, `Black`, `true`.
    package var text: String {
        switch self {
        case .text(let text): text
        case .number(let number): number.shortestJSON
        case .flag(let flag): flag ? "true" : "false"
        }
    }
}

/// How a product is named in an address.
package enum ProductAddress: Hashable, Sendable {
    /// By our identity.
    case id(ID<Product>)
    /// By its slug.
    case slug(String)

    /// Whatever the text looks like: an id when it has the form of one, else a slug.
    package init(_ text: String) {
        self = ID<Product>(text).map { .id($0) } ?? .slug(text)
    }
}
