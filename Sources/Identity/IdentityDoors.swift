package import Outbound

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
    /// Keys on devices, instead of passwords.
    package let passkeys: Passkeys
    /// Accounts elsewhere that lead into ours.
    package let socialLogins: SocialLogins
    /// Keys of machines.
    package let apiKeys: APIKeys
    /// Accounts, as admins look after them.
    package let users: Users
    /// What happened.
    package let audit: AuditLog
    /// Removing what has served its time.
    package let pruning: IdentityPruning

    /// The doors over those parts.
    /// - Parameters:
    ///   - providers: where else people may sign in.
    ///   - client: what the providers are called with; without it nobody signs in elsewhere.
    package init(_ parts: IdentityParts, providers: [SocialProvider] = [], client: OutboundClient? = nil) {
        self.parts = parts
        accounts = Accounts(parts)
        sessions = Sessions(parts)
        secondFactors = SecondFactors(parts)
        passkeys = Passkeys(parts)
        socialLogins = SocialLogins(parts, providers: providers, client: client)
        apiKeys = APIKeys(parts)
        users = Users(parts)
        audit = AuditLog(parts)
        pruning = IdentityPruning(parts)
    }
}
