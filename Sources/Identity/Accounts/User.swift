package import Kernel
package import Persistence

/// Somebody with an account, without anything secret.
package struct User: Hashable, Sendable {
    /// Its identity.
    package let id: ID<User>
    /// Where mail goes, as its owner wrote it.
    package let email: String
    /// When its owner proved to have that address; `nil` before.
    package let emailVerifiedAt: Timestamp?
    /// When whoever gets into the account was shown to be the one who reads the mails of its address; `nil` before: who
    /// pressed the button in a mail may have proved the address of an account that a stranger made with it.
    package let ownerProvedAt: Timestamp?
    /// An address that takes the other's place once it is confirmed.
    package let pendingEmail: String?
    /// What its owner says about himself.
    package let profile: Profile
    /// What sort of account it is.
    package let role: Role
    /// Whether it may be used.
    package let status: UserStatus
    /// Whether a password leads into it; one that was made by a social login may have none.
    package let hasPassword: Bool
    /// When it was made.
    package let createdAt: Timestamp
    /// When it was last changed.
    package let updatedAt: Timestamp

    /// A user with those parts.
    package init(
        id: ID<User>, email: String, emailVerifiedAt: Timestamp? = nil, ownerProvedAt: Timestamp? = nil,
        pendingEmail: String? = nil, profile: Profile = Profile(), role: Role = .customer,
        status: UserStatus = .active, hasPassword: Bool = true, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        (self.id, self.email, self.pendingEmail) = (id, email, pendingEmail)
        (self.emailVerifiedAt, self.ownerProvedAt) = (emailVerifiedAt, ownerProvedAt)
        (self.profile, self.role, self.status, self.hasPassword) = (profile, role, status, hasPassword)
        (self.createdAt, self.updatedAt) = (createdAt, updatedAt)
    }

    /// Whether it may be used.
    package var isActive: Bool { status == .active }
    /// Whether its owner proved to have the address.
    package var isEmailVerified: Bool { emailVerifiedAt != nil }
}

/// Whether an account may be used.
package enum UserStatus: String, Sendable, CaseIterable, SQLConvertible {
    /// It may.
    case active
    /// It was put to rest.
    case inactive
    /// An admin shut it out.
    case suspended
}

extension Role: SQLConvertible {}

extension User: RowDecodable {
    /// Reads the columns of `Transaction.userColumns`.
    package init(row: inout Row) throws {
        self.init(
            id: try row.decode("id"), email: try row.decode("email"),
            emailVerifiedAt: try row.decode("email_verified_at"),
            ownerProvedAt: try row.decode("owner_proved_at"), pendingEmail: try row.decode("pending_email"),
            profile: try Profile(row: &row), role: try row.decode("role"), status: try row.decode("status"),
            hasPassword: try row.decode("has_password"), createdAt: try row.decode("created_at"),
            updatedAt: try row.decode("updated_at"))
    }
}
