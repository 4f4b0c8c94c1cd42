package import Kernel
package import Persistence

/// An account elsewhere that leads into one of ours.
package struct SocialIdentity: Sendable, Hashable {
    /// Its identity with us.
    package let id: ID<SocialIdentity>
    /// Where the account is: `google`.
    package let provider: String
    /// What it is called there.
    package let label: String?
    /// When it was linked.
    package let createdAt: Timestamp
    /// When somebody last came in through it.
    package let lastUsedAt: Timestamp?

    /// An account elsewhere with those parts.
    package init(
        id: ID<SocialIdentity>, provider: String, label: String?, createdAt: Timestamp, lastUsedAt: Timestamp?
    ) {
        (self.id, self.provider, self.label) = (id, provider, label)
        (self.createdAt, self.lastUsedAt) = (createdAt, lastUsedAt)
    }
}

/// A browser that is about to be sent to a provider.
package struct SocialStart: Sendable {
    /// Where to.
    package let url: String
    /// What the browser keeps meanwhile, in a cookie that only the callback gets: sealed, at most 2 KB.
    package let cookie: String
    /// How long it keeps it.
    package let lifetime: Duration
}

/// What a provider sends a browser back with.
package struct SocialAnswer: Sendable {
    /// The code, to be exchanged once.
    package let code: String?
    /// The state that the browser was sent out with.
    package let state: String?
    /// Who the sender says that it is, where it says so (`iss`, RFC 9207).
    package let issuer: String?

    /// An answer of these parts; without a code somebody has changed their mind, or the provider refused.
    package init(code: String?, state: String?, issuer: String? = nil) {
        (self.code, self.state, self.issuer) = (code, state, issuer)
    }
}

/// What became of it.
package struct SocialOutcome: Sendable {
    /// The login; `nil` when an account was linked to the one that is signed in.
    package let login: LoginOutcome?
    /// Where the browser goes now, a path of ours.
    package let returnTo: String
}

extension SocialIdentity: RowDecodable {
    /// Reads a row of `social_identities`.
    package init(row: inout Row) throws {
        id = try row.decode("id")
        provider = try row.decode("provider")
        label = try row.decode("label")
        createdAt = try row.decode("created_at")
        lastUsedAt = try row.decode("last_used_at")
    }
}

extension Transaction {
    /// Whose account it is that somebody came in through; notes that they did.
    func socialOwner(_ provider: String, _ subject: String, at now: Timestamp) throws -> ID<User>? {
        try execute(
            """
            UPDATE social_identities SET last_used_at = \(now)
            WHERE provider = \(provider) AND subject = \(subject)
            """)
        return try value(
            "SELECT user_id FROM social_identities WHERE provider = \(provider) AND subject = \(subject)")
    }

    /// Links an account elsewhere.
    /// - Throws: `IdentityError.identityTaken` when it leads somewhere already.
    func link(_ person: SocialPerson, at provider: String, to user: ID<User>, at now: Timestamp) throws {
        try translating {
            _ = try execute(
                """
                INSERT INTO social_identities (id, user_id, provider, subject, label, created_at)
                VALUES (\(ID<SocialIdentity>(at: now)), \(user), \(provider), \(person.subject),
                    \(person.label.map { String($0.prefix(255)) }), \(now))
                """)
        } violation: {
            $0.name == "social_identities_subject_key" ? IdentityError.identityTaken : nil
        }
    }

    func socialIdentities(of user: ID<User>) throws -> [SocialIdentity] {
        try all(
            """
            SELECT id, provider, label, created_at, last_used_at FROM social_identities
            WHERE user_id = \(user) ORDER BY id LIMIT 100
            """)
    }

    func deleteSocialIdentity(_ id: ID<SocialIdentity>, of user: ID<User>) throws -> Bool {
        try execute("DELETE FROM social_identities WHERE id = \(id) AND user_id = \(user)") == 1
    }

    /// Uses a state up.
    /// - Returns: whether nobody has before.
    func useState(_ attempt: SocialAttempt, at now: Timestamp) throws -> Bool {
        try execute("DELETE FROM used_social_states WHERE expires_at <= \(now)")
        return try execute(
            """
            INSERT INTO used_social_states (hash, expires_at)
            VALUES (\(Array(attempt.state.utf8).sha256), \(attempt.expiresAt))
            ON CONFLICT DO NOTHING
            """) == 1
    }
}
