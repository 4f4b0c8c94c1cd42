package import Kernel
import Persistence

/// That somebody signed in a short while ago, by whatever way.
///
/// Who makes another way into an account has to show it: so a device that was left open, or a stolen cookie, is worth the
/// session and not the account. Only `Sessions` can say so, and no door adds a way in without: a passkey, an account
/// elsewhere, a key for a program. Nor does one begin a second factor or renew its codes, which could shut the owner out.
package struct RecentLogin: Sendable {
    /// Who it was.
    package let user: ID<User>

    /// For how long a login counts as recent.
    package static let age = Duration.seconds(900)

    init(_ user: ID<User>) {
        self.user = user
    }
}

extension Sessions {
    /// Makes sure that a session began a short while ago. Refreshing it does not make it younger.
    /// - Throws: `IdentityError.loginNotRecent`.
    package func recentLogin(_ session: ID<Session>, of user: ID<User>) async throws -> RecentLogin {
        let beginning = try await parts.database.lookUp { try $0.beginning(of: session, user) }
        guard let beginning, parts.clock.now < beginning.advanced(by: RecentLogin.age) else {
            throw IdentityError.loginNotRecent
        }
        return RecentLogin(user)
    }
}

extension Transaction {
    fileprivate func beginning(of session: ID<Session>, _ user: ID<User>) throws -> Timestamp? {
        try value("SELECT created_at FROM sessions WHERE id = \(session) AND user_id = \(user)")
    }
}
