/// What sort of account somebody has.
package enum Role: String, Sendable, CaseIterable {
    /// Buys.
    case customer
    /// Sells its own products.
    case vendor
    /// Runs the shop.
    case admin
}
