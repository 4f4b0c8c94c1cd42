package import Kernel
package import Persistence

/// A login that lasts: on one device, until it is ended, unused for a day, or thirty days old.
package struct Session: Hashable, Sendable {
    /// Its identity.
    package let id: ID<Session>
    /// What the device is called, as far as it said.
    package let device: String
    /// The address from which it was last refreshed.
    package let address: String?
    /// When it began.
    package let createdAt: Timestamp
    /// When it was last used, to five minutes.
    package let lastUsedAt: Timestamp
    /// When it ends at the latest.
    package let expiresAt: Timestamp

    /// A session with those parts.
    package init(
        id: ID<Session>, device: String, address: String?, createdAt: Timestamp, lastUsedAt: Timestamp,
        expiresAt: Timestamp
    ) {
        (self.id, self.device, self.address) = (id, device, address)
        (self.createdAt, self.lastUsedAt, self.expiresAt) = (createdAt, lastUsedAt, expiresAt)
    }

    /// Unused for so long, it ends.
    package static let idleTime = Duration.seconds(86_400)
    /// So old, it ends.
    package static let lifetime = Duration.seconds(30 * 86_400)
    /// A user has at most so many; one more ends the one that was unused the longest.
    static let maximumCount = 100
    /// A refresh token that was just used gets the same successor for so long: two tabs, or an answer that was lost.
    static let grace = Duration.seconds(10)
    /// `lastUsedAt` is written when it is older than this.
    static let touchInterval = Duration.seconds(300)
}

extension Session: RowDecodable {
    /// Reads a row of `sessions`.
    package init(row: inout Row) throws {
        id = try row.decode("id")
        device = try row.decode("device")
        address = try row.decode("address")
        createdAt = try row.decode("created_at")
        lastUsedAt = try row.decode("last_used_at")
        expiresAt = try row.decode("expires_at")
    }
}

/// What came of a login.
package enum LoginOutcome: Sendable {
    /// A session has begun.
    case signedIn(SignedIn)
    /// The password was right; the second factor is to come, with this token, within five minutes.
    case secondFactorRequired(token: String)
}

/// A session that has just begun.
package struct SignedIn: Sendable {
    /// Whose it is.
    package let user: User
    /// The session.
    package let session: ID<Session>
    /// When it ends at the latest.
    package let expiresAt: Timestamp
    /// What the device keeps to be known again, for 180 days.
    package let deviceProof: String
    let nonce: [UInt8]

    /// How long a device is remembered.
    package static let deviceLifetime = DeviceProof.lifetime
}

/// What a client gets to speak for a session.
package struct TokenPair: Sendable {
    /// Sent with every call.
    package let accessToken: String
    /// Seconds that it lasts.
    package let expiresIn: Int
    /// Exchanged for the next pair.
    package let refreshToken: String

    /// A pair of tokens.
    package init(accessToken: String, expiresIn: Int, refreshToken: String) {
        (self.accessToken, self.expiresIn, self.refreshToken) = (accessToken, expiresIn, refreshToken)
    }
}

/// By what somebody proved who he is.
package enum WayIn: String, Sendable {
    /// The password alone.
    case password
    /// Password and a code of the authenticator.
    case code
    /// Password and a recovery code.
    case recoveryCode = "recovery_code"
    /// A passkey.
    case passkey
    /// An account elsewhere.
    case social
}
