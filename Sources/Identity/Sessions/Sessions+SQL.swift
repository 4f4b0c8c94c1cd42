import Kernel
import Persistence

/// A session as tokens are checked against it.
struct SessionState: Sendable, RowDecodable {
    let user: ID<User>
    let nonce: [UInt8]
    let generation: Int
    let rotatedAt: Timestamp
    let lastUsedAt: Timestamp
    let expiresAt: Timestamp
    let role: Role
    let status: UserStatus

    init(row: inout Row) throws {
        user = try row.decode("user_id")
        nonce = try row.decode("nonce")
        generation = try row.decode("generation")
        rotatedAt = try row.decode("rotated_at")
        lastUsedAt = try row.decode("last_used_at")
        expiresAt = try row.decode("expires_at")
        role = try row.decode("role")
        status = try row.decode("status")
    }

    /// Whether it may be used at that moment.
    func isAlive(at now: Timestamp) -> Bool {
        status == .active && now < expiresAt && now < lastUsedAt.advanced(by: Session.idleTime)
    }
}

/// An account as a login finds it.
struct LoginAccount: Sendable, RowDecodable {
    let id: ID<User>
    let emailFolded: String
    let passwordHash: String?
    let passwordChangedAt: Timestamp
    let status: UserStatus
    let hasSecondFactor: Bool

    init(row: inout Row) throws {
        id = try row.decode("id")
        emailFolded = try row.decode("email_folded")
        passwordHash = try row.decode("password_hash")
        passwordChangedAt = try row.decode("password_changed_at")
        status = try row.decode("status")
        hasSecondFactor = try row.decode("has_second_factor")
    }
}

extension Transaction {
    private static let loginColumns: SQL = """
        SELECT id, email_folded, password_hash, password_changed_at, status,
            EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = users.id AND f.confirmed_at IS NOT NULL)
                AS has_second_factor
        FROM users WHERE erased_at IS NULL
        """

    func loginAccount(folded email: String) throws -> LoginAccount? {
        try first("\(Transaction.loginColumns) AND email_folded = \(email)")
    }

    func loginAccount(_ id: ID<User>) throws -> LoginAccount? {
        try first("\(Transaction.loginColumns) AND id = \(id)")
    }

    func sessionState(_ id: ID<Session>) throws -> SessionState? {
        try first(
            """
            SELECT s.user_id, s.nonce, s.generation, s.rotated_at, s.last_used_at, s.expires_at, u.role, u.status
            FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = \(id)
            """)
    }

    func insert(
        _ id: ID<Session>, of user: ID<User>, nonce: [UInt8], from client: Client, until end: Timestamp,
        at now: Timestamp
    ) throws {
        try execute(
            """
            INSERT INTO sessions (id, user_id, nonce, generation, rotated_at, device, address, created_at, last_used_at,
                expires_at)
            VALUES (\(id), \(user), \(nonce), 0, \(now), \(client.device), \(client.address?.description), \(now),
                \(now), \(end))
            """)
    }

    /// Ends the sessions of that user but the `count` that were used last.
    func trimSessions(of user: ID<User>, to count: Int) throws {
        try execute(
            """
            DELETE FROM sessions WHERE user_id = \(user) AND id NOT IN (
                SELECT id FROM sessions WHERE user_id = \(user) ORDER BY last_used_at DESC, id DESC LIMIT \(count)
            )
            """)
    }

    /// Moves a session on to the next generation.
    /// - Returns: whether this call did; `false` when another one did, or the session was ended.
    func rotate(_ token: RefreshToken, from client: Client, at now: Timestamp) throws -> Bool {
        try execute(
            """
            UPDATE sessions SET generation = \(token.generation + 1), rotated_at = \(now), last_used_at = \(now),
                device = \(client.device), address = \(client.address?.description)
            WHERE id = \(token.session) AND generation = \(token.generation)
            """) == 1
    }

    /// Writes down that a session was used, unless that was written lately.
    func touch(_ id: ID<Session>, at now: Timestamp) throws {
        let border = now.advanced(by: .zero - Session.touchInterval)
        try execute("UPDATE sessions SET last_used_at = \(now) WHERE id = \(id) AND last_used_at < \(border)")
    }

    func sessions(of user: ID<User>, at now: Timestamp) throws -> [Session] {
        let border = now.advanced(by: .zero - Session.idleTime)
        return try all(
            """
            SELECT id, device, address, created_at, last_used_at, expires_at FROM sessions
            WHERE user_id = \(user) AND last_used_at > \(border) AND expires_at > \(now)
            ORDER BY last_used_at DESC, id DESC LIMIT \(Session.maximumCount)
            """)
    }

    /// Ends a session.
    /// - Returns: whether it was there and that user's.
    func end(_ id: ID<Session>, of user: ID<User>, at now: Timestamp) throws -> Bool {
        guard try execute("DELETE FROM sessions WHERE id = \(id) AND user_id = \(user)") == 1 else { return false }
        try record([SessionsEnded(user)], at: now)
        return true
    }

    /// Ends every session of a user but one.
    func endSessions(of user: ID<User>, but kept: ID<Session>? = nil, at now: Timestamp) throws {
        let condition: SQL = if let kept { "AND id <> \(kept)" } else { .empty }
        try execute("DELETE FROM sessions WHERE user_id = \(user) \(condition)")
        try record([SessionsEnded(user)], at: now)
    }

    /// Removes sessions that have ended by themselves.
    /// - Returns: how many there were.
    func pruneSessions(at now: Timestamp, limit: Int) throws -> Int {
        let border = now.advanced(by: .zero - Session.idleTime)
        return try execute(
            """
            DELETE FROM sessions WHERE id IN (
                SELECT id FROM sessions WHERE last_used_at <= \(border) OR expires_at <= \(now)
                ORDER BY last_used_at LIMIT \(limit)
            )
            """)
    }
}
