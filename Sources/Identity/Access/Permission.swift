/// What a caller must be allowed to do something. Declared with the operation, checked in one place.
package enum Permission: String, Sendable, CaseIterable {
    /// No account is needed.
    case anyone
    /// A person who is signed in: what concerns the own account. No key of a machine has it.
    case signedIn = "signed-in"
    /// Reading the own profile; a machine may.
    case readProfile = "profile:read"
    /// Changing the own products, and seeing the own drafts: what a vendor does.
    case manageOwnProducts = "products:write"
    /// Changing the whole catalogue: categories and everybody's products, drafts included.
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

    /// The permission that holds this one in itself.
    var wider: Permission? { self == .manageOwnProducts ? .manageCatalog : nil }
}

extension Set<Permission> {
    /// Whether that is among them, by itself or in a wider one.
    func allow(_ permission: Permission) -> Bool {
        contains(permission) || permission.wider.map(contains) ?? false
    }
}
