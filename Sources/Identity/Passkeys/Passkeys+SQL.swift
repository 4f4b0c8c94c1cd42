import Kernel
package import Persistence

/// Random bytes that an authenticator signs, once, within five minutes.
struct PasskeyChallenge: Sendable {
    /// Which ceremony it belongs to.
    enum Purpose: String, SQLConvertible {
        case registration
        case logIn = "log_in"
    }

    static let lifetime = Duration.seconds(300)

    let bytes = [UInt8].random(count: 32)
    let purpose: Purpose
    let user: ID<User>?
    let createdAt: Timestamp

    init(_ purpose: Purpose, of user: ID<User>?, at now: Timestamp) {
        (self.purpose, self.user, createdAt) = (purpose, user, now)
    }
}

/// A passkey as it is checked.
struct OwnedPasskey: RowDecodable {
    let id: ID<Passkey>
    let user: ID<User>
    let publicKey: [UInt8]

    init(row: inout Row) throws {
        id = try row.decode("id")
        user = try row.decode("user_id")
        publicKey = try row.decode("public_key")
    }
}

extension Passkey: RowDecodable {
    /// Reads a row of `passkeys`.
    package init(row: inout Row) throws {
        id = try row.decode("id")
        credentialID = try row.decode("credential_id")
        name = try row.decode("name")
        transports = try row.decode("transports", as: String.self).split(separator: " ").map { String($0) }
        isBackedUp = try row.decode("is_backed_up")
        createdAt = try row.decode("created_at")
        lastUsedAt = try row.decode("last_used_at")
    }
}

extension Transaction {
    /// Keeps a challenge by its hash, and drops those that nobody answered.
    func insert(_ challenge: PasskeyChallenge) throws {
        try execute("DELETE FROM passkey_challenges WHERE expires_at <= \(challenge.createdAt)")
        try execute(
            """
            INSERT INTO passkey_challenges (hash, purpose, user_id, expires_at)
            VALUES (\(challenge.bytes.sha256), \(challenge.purpose), \(challenge.user),
                \(challenge.createdAt.advanced(by: PasskeyChallenge.lifetime)))
            """)
    }

    /// Uses a challenge up.
    /// - Returns: whether it was there.
    func take(
        _ challenge: [UInt8], _ purpose: PasskeyChallenge.Purpose, of user: ID<User>?, at now: Timestamp
    ) throws -> Bool {
        let owner: SQL = if let user { "user_id = \(user)" } else { "user_id IS NULL" }
        return try execute(
            """
            DELETE FROM passkey_challenges
            WHERE hash = \(challenge.sha256) AND purpose = \(purpose) AND expires_at > \(now) AND \(owner)
            """) == 1
    }

    func insert(
        _ passkey: Passkey, of user: ID<User>, publicKey: [UInt8], model: [UInt8], counter: Int
    ) throws {
        try execute(
            """
            INSERT INTO passkeys (id, user_id, credential_id, public_key, model, counter, transports, is_backed_up, name,
                created_at)
            VALUES (\(passkey.id), \(user), \(passkey.credentialID), \(publicKey), \(model), \(counter),
                \(passkey.transports.joined(separator: " ")), \(passkey.isBackedUp), \(passkey.name),
                \(passkey.createdAt))
            """)
    }

    func passkey(credentialID: [UInt8]) throws -> OwnedPasskey? {
        try first("SELECT id, user_id, public_key FROM passkeys WHERE credential_id = \(credentialID)")
    }

    func passkeys(of user: ID<User>) throws -> [Passkey] {
        try all(
            """
            SELECT id, credential_id, name, transports, is_backed_up, created_at, last_used_at FROM passkeys
            WHERE user_id = \(user) ORDER BY id LIMIT \(Passkey.maximumCount)
            """)
    }

    /// Notes that a passkey was used. A counter must have grown; one that stays at zero is not counted.
    /// - Returns: `false` for a counter that did not grow: there are two of it.
    func use(_ id: ID<Passkey>, counter: Int, isBackedUp: Bool, at now: Timestamp) throws -> Bool {
        try execute(
            """
            UPDATE passkeys SET counter = \(counter), is_backed_up = \(isBackedUp), last_used_at = \(now)
            WHERE id = \(id) AND (counter < \(counter) OR (counter = 0 AND \(counter) = 0))
            """) == 1
    }

    func rename(_ id: ID<Passkey>, of user: ID<User>, to name: String) throws -> Bool {
        try execute("UPDATE passkeys SET name = \(name) WHERE id = \(id) AND user_id = \(user)") == 1
    }

    func deletePasskey(_ id: ID<Passkey>, of user: ID<User>) throws -> Bool {
        try execute("DELETE FROM passkeys WHERE id = \(id) AND user_id = \(user)") == 1
    }

    /// Whether anything leads into the account: a password, a passkey or an account elsewhere. Asked with the user's row
    /// locked, so that of two who take the last two away at once one is refused.
    func hasWayIn(_ user: ID<User>) throws -> Bool {
        try value(
            """
            SELECT password_hash IS NOT NULL
                OR EXISTS (SELECT 1 FROM passkeys WHERE user_id = users.id)
                OR EXISTS (SELECT 1 FROM social_identities WHERE user_id = users.id)
            FROM users WHERE id = \(user)
            """) ?? false
    }

    /// Takes away all that leads into an account, or stands guard before it, but the password: of an account that is
    /// erased, and of one whose address somebody has just proved for the first time. Whoever had made that account may
    /// have waited for its owner with a passkey, a linked account or a key in the hand.
    func dropWaysIn(of user: ID<User>) throws {
        try execute("DELETE FROM passkeys WHERE user_id = \(user)")
        try execute("DELETE FROM passkey_challenges WHERE user_id = \(user)")
        try execute("DELETE FROM social_identities WHERE user_id = \(user)")
        try execute("DELETE FROM second_factors WHERE user_id = \(user)")
        try execute("DELETE FROM recovery_codes WHERE user_id = \(user)")
        try execute("DELETE FROM api_keys WHERE user_id = \(user)")
    }
}
