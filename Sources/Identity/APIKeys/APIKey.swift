package import Kernel
package import Persistence

/// A key with which a machine acts for the user who made it, as far as its scopes reach.
package struct APIKey: Hashable, Sendable {
    /// Its identity.
    package let id: ID<APIKey>
    /// What its owner calls it.
    package let name: String
    /// Its first characters, to tell it from others.
    package let hint: String
    /// What it was made for.
    package let scopes: Set<Permission>
    /// When it was made.
    package let createdAt: Timestamp
    /// When it ends; `nil` for never.
    package let expiresAt: Timestamp?
    /// When it was last used, to five minutes.
    package let lastUsedAt: Timestamp?

    /// A key with those parts.
    package init(
        id: ID<APIKey>, name: String, hint: String, scopes: Set<Permission>, createdAt: Timestamp,
        expiresAt: Timestamp?, lastUsedAt: Timestamp?
    ) {
        (self.id, self.name, self.hint, self.scopes) = (id, name, hint, scopes)
        (self.createdAt, self.expiresAt, self.lastUsedAt) = (createdAt, expiresAt, lastUsedAt)
    }

    /// How the text of every key begins, so that one that leaked is known for what it is.
    package static let prefix = "sk_"
    /// A user has at most so many.
    package static let maximumCount = 50
}

extension APIKey: RowDecodable {
    /// Reads a row of `api_keys`.
    package init(row: inout Row) throws {
        id = try row.decode("id")
        name = try row.decode("name")
        hint = try row.decode("hint")
        scopes = Set(permissions: try row.decode("scopes"))
        createdAt = try row.decode("created_at")
        expiresAt = try row.decode("expires_at")
        lastUsedAt = try row.decode("last_used_at")
    }
}

extension Set<Permission> {
    /// Reads what `text` wrote. A word that this binary does not know any more gives nothing.
    init(permissions text: String) {
        self.init(text.split(separator: " ").compactMap { Permission(rawValue: String($0)) })
    }

    /// The words with spaces between them, in order.
    var text: String { map(\.rawValue).sorted().joined(separator: " ") }
}

/// A key as it is checked.
struct APIKeyState: Sendable, RowDecodable {
    let id: ID<APIKey>
    let user: ID<User>
    let role: Role
    let status: UserStatus
    let scopes: Set<Permission>
    let expiresAt: Timestamp?
    let lastUsedAt: Timestamp?

    init(row: inout Row) throws {
        id = try row.decode("id")
        user = try row.decode("user_id")
        role = try row.decode("role")
        status = try row.decode("status")
        scopes = Set(permissions: try row.decode("scopes"))
        expiresAt = try row.decode("expires_at")
        lastUsedAt = try row.decode("last_used_at")
    }

    func isAlive(at now: Timestamp) -> Bool {
        status == .active && expiresAt.map { now < $0 } ?? true
    }
}
