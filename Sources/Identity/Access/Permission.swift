/// What a caller must be allowed to do something. Declared with the operation, checked in one place.
package enum Permission: String, Sendable, CaseIterable {
    /// No account is needed.
    case anyone
    /// A person who is signed in: what concerns the own account. No key of a machine has it.
    case signedIn = "signed-in"
    /// Reading the own profile; a machine may.
    case readProfile = "profile:read"
    /// Changing products, and seeing drafts: of a vendor its own, of an admin all.
    case manageProducts = "products:write"
    /// Changing what belongs to the whole catalogue: categories, and everybody's products.
    case manageCatalog = "catalog:write"
    /// Changing how search works: synonyms, pins, weights.
    case manageSearch = "search:write"
    /// Seeing all users, changing their roles and shutting them out.
    case manageUsers = "users:write"
    /// Reading what happened to accounts.
    case readAudit = "audit:read"
    /// Running the shop: reading its metrics from anywhere, and using it while it is closed for maintenance.
    case runShop = "shop:run"

    /// Those that a key of a machine can be given.
    package static let scopes = allCases.filter { $0 != .anyone && $0 != .signedIn }
}
