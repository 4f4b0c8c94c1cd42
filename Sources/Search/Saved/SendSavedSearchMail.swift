import Jobs
import Kernel

/// Tells the owner of a saved search what new products match it. The row holds ids only; whom it goes to is looked up
/// when it is sent.
package struct SendSavedSearchMail: Job {
    /// `search.saved_mail`
    package static let name = "search.saved_mail"
    /// The saved search.
    package let search: String
    /// The new products, the newest first, at most ten.
    package let products: [String]
    /// How many there are in all.
    package let total: Int

    /// The most products that a mail shows.
    package static let maximumProducts = 10

    /// A mail about those products.
    init(_ search: ID<SavedSearch>, _ products: [ID<IndexedProduct>]) {
        self.search = search.description
        self.products = products.prefix(SendSavedSearchMail.maximumProducts).map(\.description)
        total = products.count
    }
}
