package import Kernel

/// A product as search sees it: what it is found by, and the card that is shown.
package struct IndexedProduct: Sendable {
    /// What a result shows.
    package let card: ProductCard
    /// The whole description.
    package let description: String
    /// SKUs, the external id and barcodes.
    package let codes: [String]
    /// Facts by name, as text.
    package let attributes: [String: String]
    /// When it was made.
    package let createdAt: Timestamp
    /// What search itself knows of it; the catalogue leaves it as it is.
    var factors = ProductFactors()

    /// A product of those parts.
    package init(
        card: ProductCard, description: String, codes: [String], attributes: [String: String], createdAt: Timestamp
    ) {
        (self.card, self.description, self.codes) = (card, description, codes)
        (self.attributes, self.createdAt) = (attributes, createdAt)
    }
}

/// Where search gets products from. The composition root fills it with the catalogue's use cases; were the catalogue
/// behind gRPC, it would fill it with calls.
package struct ProductSource: Sendable {
    /// The published products among those ids; the others are not for shoppers and are not to be found.
    package let find: @Sendable (_ ids: [String]) async throws -> [IndexedProduct]
    /// All published products, a page at a time: those behind `cursor`, and the cursor for the rest.
    package let page: @Sendable (_ cursor: Cursor?) async throws -> (products: [IndexedProduct], next: Cursor?)
    /// The path of the category at an address (id, slug or path); `nil` when there is none.
    package let categoryPath: @Sendable (_ address: String) async throws -> [String]?
    /// The middle price of each category with enough products to have one, in minor units, by its id.
    package let middlePrices: @Sendable () async throws -> [String: Int64]

    /// A source of those calls.
    package init(
        find: @escaping @Sendable (_ ids: [String]) async throws -> [IndexedProduct],
        page: @escaping @Sendable (_ cursor: Cursor?) async throws -> (products: [IndexedProduct], next: Cursor?),
        categoryPath: @escaping @Sendable (_ address: String) async throws -> [String]?,
        middlePrices: @escaping @Sendable () async throws -> [String: Int64] = { [:] }
    ) {
        (self.find, self.page, self.categoryPath) = (find, page, categoryPath)
        self.middlePrices = middlePrices
    }
}
