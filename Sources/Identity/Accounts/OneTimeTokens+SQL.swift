import Kernel
import Persistence

/// What a token from a mail is good for.
enum TokenPurpose: String, SQLConvertible {
    /// Proving to have the address of the account.
    case verify
    /// Setting the password anew.
    case reset
    /// Taking another address.
    case email

    /// How long it lasts.
    var lifetime: Duration { self == .reset ? .seconds(3600) : .seconds(86_400) }
}

/// What is known of a token: whose it is, what for, and which address it was mailed to.
struct MailedToken: Sendable, RowDecodable {
    let user: ID<User>
    let purpose: TokenPurpose
    let email: String?

    init(row: inout Row) throws {
        user = try row.decode("user_id")
        purpose = try row.decode("purpose")
        email = try row.decode("email")
    }
}

extension Transaction {
    /// Keeps the hash of a token; it takes the place of those of the same purpose, so that the last mail counts.
    /// - Parameter email: the address that the mail goes to.
    func keep(
        _ secret: OneTimeSecret, _ purpose: TokenPurpose, of user: ID<User>, email: String, at now: Timestamp
    ) throws {
        try execute("DELETE FROM one_time_tokens WHERE user_id = \(user) AND purpose = \(purpose)")
        try execute(
            """
            INSERT INTO one_time_tokens (hash, user_id, purpose, email, created_at, expires_at)
            VALUES (\(secret.hash), \(user), \(purpose), \(email), \(now), \(now.advanced(by: purpose.lifetime)))
            """)
    }

    /// Uses a token up. Of two that use it at once one gets it.
    func use(_ token: String, for purposes: [TokenPurpose], at now: Timestamp) throws -> MailedToken? {
        try first(
            """
            DELETE FROM one_time_tokens
            WHERE hash = \(OneTimeSecret.hash(of: token)) AND purpose IN \(list: purposes) AND expires_at > \(now)
            RETURNING user_id, purpose, email
            """)
    }

    /// A token that could be used; it stays.
    func usable(_ token: String, for purpose: TokenPurpose, at now: Timestamp) throws -> MailedToken? {
        try first(
            """
            SELECT user_id, purpose, email FROM one_time_tokens
            WHERE hash = \(OneTimeSecret.hash(of: token)) AND purpose = \(purpose) AND expires_at > \(now)
            """)
    }

    func dropTokens(of user: ID<User>) throws {
        try execute("DELETE FROM one_time_tokens WHERE user_id = \(user)")
    }

    /// Removes tokens that nobody can use any more.
    /// - Returns: how many there were.
    func pruneTokens(at now: Timestamp, limit: Int) throws -> Int {
        try execute(
            """
            DELETE FROM one_time_tokens WHERE hash IN (
                SELECT hash FROM one_time_tokens WHERE expires_at <= \(now) ORDER BY expires_at LIMIT \(limit)
            )
            """)
    }
}
