package import Kernel

/// A search as the log keeps it: nothing about who made it.
package struct LoggedSearch: Sendable {
    /// When.
    package let moment: Timestamp
    /// The words as they were typed.
    package let query: String
    /// What a misspelt query was taken for.
    package let correctedQuery: String?
    /// How many products were found.
    package let results: Int
    /// Which page was asked for.
    package let page: Int
    /// Whether anything narrowed the words down.
    package let isFiltered: Bool
    /// Whether the database answered in place of the index.
    package let isDegraded: Bool
    /// How long the index took, in microseconds.
    package let microseconds: Int

    /// A search of those parts.
    package init(
        moment: Timestamp, query: String, correctedQuery: String?, results: Int, page: Int, isFiltered: Bool,
        isDegraded: Bool, microseconds: Int
    ) {
        (self.moment, self.query, self.correctedQuery) = (moment, query, correctedQuery)
        (self.results, self.page, self.isFiltered) = (results, page, isFiltered)
        (self.isDegraded, self.microseconds) = (isDegraded, microseconds)
    }
}

/// Something that a shopper did.
package struct ShopperEvent: Sendable, Hashable {
    /// What.
    package let kind: Kind
    /// With which product.
    package let productID: String?
    /// What had been searched for.
    package let query: String?
    /// At which place among the results it stood, from 1.
    package let position: Int?
    /// When, by the shopper's clock; `nil` for now.
    package let moment: Timestamp?

    /// What shoppers do.
    package enum Kind: String, Sendable, CaseIterable {
        /// Saw it.
        case impression
        /// Followed a link to it.
        case click
        /// Put it into the cart.
        case addToCart = "add_to_cart"
        /// Bought it.
        case purchase
        /// Looked for something.
        case search
    }

    /// The most events that are taken at once.
    package static let maximumBatch = 100

    /// An event of those parts.
    package init(kind: Kind, productID: String?, query: String?, position: Int?, moment: Timestamp?) {
        (self.kind, self.productID, self.query) = (kind, productID, query)
        (self.position, self.moment) = (position, moment)
    }
}
