package import Persistence

/// The tables of what leads into an account beside its password.
package enum WayInMigrations {
    /// Versions 9 and 10: passkeys, accounts elsewhere.
    package static let all = [createPasskeys, createSocialIdentities]

    private static let createPasskeys = Migration(9, "create passkeys") { type in
        [
            """
            CREATE TABLE passkeys (
                id            \(type.uuid) PRIMARY KEY,
                user_id       \(type.uuid) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                credential_id \(type.bytes) NOT NULL,
                public_key    \(type.bytes) NOT NULL,
                model         \(type.bytes) NOT NULL,
                counter       \(type.integer) NOT NULL CHECK (counter >= 0),
                transports    \(type.text) NOT NULL,
                is_backed_up  \(type.bool) NOT NULL,
                name          \(type.text) NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
                created_at    \(type.timestamp) NOT NULL,
                last_used_at  \(type.timestamp),
                CONSTRAINT passkeys_credential_id_key UNIQUE (credential_id)
            )\(type.tableOptions)
            """,
            "CREATE INDEX passkeys_user ON passkeys (user_id, id)",
            """
            CREATE TABLE passkey_challenges (
                hash       \(type.bytes) PRIMARY KEY,
                purpose    \(type.text) NOT NULL CHECK (purpose IN ('registration', 'log_in')),
                user_id    \(type.uuid) REFERENCES users (id) ON DELETE CASCADE,
                expires_at \(type.timestamp) NOT NULL
            )\(type.tableOptions)
            """,
            "CREATE INDEX passkey_challenges_expiry ON passkey_challenges (expires_at)",
        ]
    } down: { _ in
        ["DROP TABLE passkey_challenges", "DROP TABLE passkeys"]
    }

    private static let createSocialIdentities = Migration(10, "create social identities") { type in
        [
            """
            CREATE TABLE social_identities (
                id           \(type.uuid) PRIMARY KEY,
                user_id      \(type.uuid) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                provider     \(type.text) NOT NULL,
                subject      \(type.text) NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
                label        \(type.text),
                created_at   \(type.timestamp) NOT NULL,
                last_used_at \(type.timestamp),
                CONSTRAINT social_identities_subject_key UNIQUE (provider, subject)
            )\(type.tableOptions)
            """,
            "CREATE INDEX social_identities_user ON social_identities (user_id, id)",
            """
            CREATE TABLE used_social_states (
                hash       \(type.bytes) PRIMARY KEY,
                expires_at \(type.timestamp) NOT NULL
            )\(type.tableOptions)
            """,
            "CREATE INDEX used_social_states_expiry ON used_social_states (expires_at)",
        ]
    } down: { _ in
        ["DROP TABLE used_social_states", "DROP TABLE social_identities"]
    }
}
