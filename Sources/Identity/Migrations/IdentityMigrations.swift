package import Persistence

/// The tables of accounts. Those of signing keys, passkeys and social logins have steps of their own.
package enum IdentityMigrations {
    /// Version 7: users, sessions, one-time tokens, second factors, API keys and the audit log. Version 16: whose an
    /// account was shown to be.
    package static let all = [createAccounts, addOwnerProof]

    /// Accounts of before are their owners', where the address was proved.
    private static let addOwnerProof = Migration(16, "say whose an account was shown to be") { type in
        [
            "ALTER TABLE users ADD COLUMN owner_proved_at \(type.timestamp)",
            "UPDATE users SET owner_proved_at = email_verified_at",
        ]
    } down: { _ in
        ["ALTER TABLE users DROP COLUMN owner_proved_at"]
    }

    private static let createAccounts = Migration(7, "create accounts") { type in
        users(type) + sessions(type) + secondFactors(type) + keys(type) + audit(type)
    } down: { _ in
        ["audit_log", "api_keys", "recovery_codes", "second_factors", "one_time_tokens", "sessions", "users"]
            .map { "DROP TABLE \($0)" }
    }

    /// An erased account keeps its row, without anything personal, so that what names its id still has something to
    /// name; its address is free again.
    private static func users(_ type: ColumnTypes) -> [String] {
        [
            """
            CREATE TABLE users (
                id                  \(type.uuid) PRIMARY KEY,
                email               \(type.text) NOT NULL CHECK (length(email) <= 255),
                email_folded        \(type.text),
                email_verified_at   \(type.timestamp),
                pending_email       \(type.text),
                password_hash       \(type.text),
                password_changed_at \(type.timestamp) NOT NULL,
                first_name          \(type.text),
                last_name           \(type.text),
                name_folded         \(type.text) NOT NULL,
                phone               \(type.text),
                bio                 \(type.text),
                avatar_url          \(type.text),
                marketing_consent   \(type.bool) NOT NULL,
                role                \(type.text) NOT NULL CHECK (role IN ('customer', 'vendor', 'admin')),
                status              \(type.text) NOT NULL CHECK (status IN ('active', 'inactive', 'suspended')),
                created_at          \(type.timestamp) NOT NULL,
                updated_at          \(type.timestamp) NOT NULL,
                erased_at           \(type.timestamp),
                CONSTRAINT users_email_folded_key UNIQUE (email_folded),
                CONSTRAINT users_erased_check CHECK ((erased_at IS NULL) = (email_folded IS NOT NULL)),
                CONSTRAINT users_erased_status_check CHECK (erased_at IS NULL OR status <> 'active')
            )\(type.tableOptions)
            """,
            "CREATE INDEX users_newest ON users (created_at, id)",
            "CREATE INDEX users_role ON users (role, status)",
            """
            CREATE TABLE one_time_tokens (
                hash       \(type.bytes) PRIMARY KEY,
                user_id    \(type.uuid) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                purpose    \(type.text) NOT NULL CHECK (purpose IN ('verify', 'reset', 'email')),
                email      \(type.text),
                created_at \(type.timestamp) NOT NULL,
                expires_at \(type.timestamp) NOT NULL
            )\(type.tableOptions)
            """,
            "CREATE INDEX one_time_tokens_user ON one_time_tokens (user_id, purpose)",
            "CREATE INDEX one_time_tokens_expiry ON one_time_tokens (expires_at)",
        ]
    }

    /// `generation` counts the refreshes, `nonce` is what the session's tokens are derived from, together with the
    /// shop's secret. A session that was ended has no row any more.
    private static func sessions(_ type: ColumnTypes) -> [String] {
        [
            """
            CREATE TABLE sessions (
                id           \(type.uuid) PRIMARY KEY,
                user_id      \(type.uuid) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                nonce        \(type.bytes) NOT NULL,
                generation   \(type.integer) NOT NULL CHECK (generation >= 0),
                rotated_at   \(type.timestamp) NOT NULL,
                device       \(type.text) NOT NULL,
                address      \(type.text),
                created_at   \(type.timestamp) NOT NULL,
                last_used_at \(type.timestamp) NOT NULL,
                expires_at   \(type.timestamp) NOT NULL
            )\(type.tableOptions)
            """,
            "CREATE INDEX sessions_user ON sessions (user_id, last_used_at)",
            "CREATE INDEX sessions_last_used ON sessions (last_used_at)",
        ]
    }

    /// `last_step` is the newest time step whose code was accepted: none is accepted twice.
    private static func secondFactors(_ type: ColumnTypes) -> [String] {
        [
            """
            CREATE TABLE second_factors (
                user_id      \(type.uuid) PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
                secret       \(type.bytes) NOT NULL,
                last_step    \(type.integer) NOT NULL,
                created_at   \(type.timestamp) NOT NULL,
                confirmed_at \(type.timestamp)
            )\(type.tableOptions)
            """,
            """
            CREATE TABLE recovery_codes (
                user_id \(type.uuid) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                hash    \(type.bytes) NOT NULL,
                PRIMARY KEY (user_id, hash)
            )\(type.tableOptions)
            """,
        ]
    }

    private static func keys(_ type: ColumnTypes) -> [String] {
        [
            """
            CREATE TABLE api_keys (
                id           \(type.uuid) PRIMARY KEY,
                user_id      \(type.uuid) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                name         \(type.text) NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
                hash         \(type.bytes) NOT NULL,
                hint         \(type.text) NOT NULL,
                scopes       \(type.text) NOT NULL,
                created_at   \(type.timestamp) NOT NULL,
                expires_at   \(type.timestamp),
                last_used_at \(type.timestamp),
                CONSTRAINT api_keys_hash_key UNIQUE (hash)
            )\(type.tableOptions)
            """,
            "CREATE INDEX api_keys_user ON api_keys (user_id, created_at)",
        ]
    }

    /// No references: an entry outlives whom it is about.
    private static func audit(_ type: ColumnTypes) -> [String] {
        [
            """
            CREATE TABLE audit_log (
                id       \(type.uuid) PRIMARY KEY,
                at       \(type.timestamp) NOT NULL,
                action   \(type.text) NOT NULL,
                actor    \(type.uuid),
                subject  \(type.uuid),
                address  \(type.text),
                device   \(type.text),
                detail   \(type.text) NOT NULL
            )\(type.tableOptions)
            """,
            "CREATE INDEX audit_log_time ON audit_log (at, id)",
            "CREATE INDEX audit_log_actor ON audit_log (actor, at, id)",
            "CREATE INDEX audit_log_subject ON audit_log (subject, at, id)",
            "CREATE INDEX audit_log_action ON audit_log (action, at, id)",
        ]
    }
}
