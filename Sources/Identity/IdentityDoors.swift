/// Every door of Identity, over the same parts.
package struct IdentityDoors: Sendable {
    /// What the doors share.
    package let parts: IdentityParts
    /// Accounts, as their owners use them.
    package let accounts: Accounts
    /// Who is signed in.
    package let sessions: Sessions
    /// Authenticators and recovery codes.
    package let secondFactors: SecondFactors
    /// Keys of machines.
    package let apiKeys: APIKeys
    /// Accounts, as admins look after them.
    package let users: Users
    /// What happened.
    package let audit: AuditLog
    /// Removing what has served its time.
    package let pruning: IdentityPruning

    /// The doors over those parts.
    package init(_ parts: IdentityParts) {
        self.parts = parts
        accounts = Accounts(parts)
        sessions = Sessions(parts)
        secondFactors = SecondFactors(parts)
        apiKeys = APIKeys(parts)
        users = Users(parts)
        audit = AuditLog(parts)
        pruning = IdentityPruning(parts)
    }
}
