import Kernel
import Persistence

extension Transaction {
    func insert(_ key: APIKey, of user: ID<User>, hash: [UInt8]) throws {
        try execute(
            """
            INSERT INTO api_keys (id, user_id, name, hash, hint, scopes, created_at, expires_at)
            VALUES (\(key.id), \(user), \(key.name), \(hash), \(key.hint), \(key.scopes.text), \(key.createdAt),
                \(key.expiresAt))
            """)
    }

    func keys(of user: ID<User>) throws -> [APIKey] {
        try all(
            """
            SELECT id, name, hint, scopes, created_at, expires_at, last_used_at FROM api_keys
            WHERE user_id = \(user) ORDER BY created_at, id
            """)
    }

    func keyState(hash: [UInt8]) throws -> APIKeyState? {
        try first(
            """
            SELECT k.id, k.user_id, u.role, u.status, k.scopes, k.expires_at, k.last_used_at
            FROM api_keys k JOIN users u ON u.id = k.user_id WHERE k.hash = \(hash)
            """)
    }

    /// Writes down that a key was used, unless that was written lately.
    func touch(_ key: ID<APIKey>, at now: Timestamp) throws {
        let border = now.advanced(by: .zero - Session.touchInterval)
        try execute(
            """
            UPDATE api_keys SET last_used_at = \(now)
            WHERE id = \(key) AND (last_used_at IS NULL OR last_used_at < \(border))
            """)
    }

    /// - Returns: whether it was there and that user's.
    func deleteKey(_ key: ID<APIKey>, of user: ID<User>) throws -> Bool {
        try execute("DELETE FROM api_keys WHERE id = \(key) AND user_id = \(user)") == 1
    }
}
