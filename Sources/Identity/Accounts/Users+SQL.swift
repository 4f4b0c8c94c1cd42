import Kernel
import Persistence

extension Transaction {
    private static let userColumns: SQL = """
        SELECT id, email, email_verified_at, owner_proved_at, pending_email, first_name, last_name, phone, bio, avatar_url,
            marketing_consent, role, status, password_hash IS NOT NULL AS has_password, created_at, updated_at
        FROM users WHERE erased_at IS NULL
        """

    func user(_ id: ID<User>) throws -> User? {
        try first("\(Transaction.userColumns) AND id = \(id)")
    }

    func user(folded email: String) throws -> User? {
        try first("\(Transaction.userColumns) AND email_folded = \(email)")
    }

    /// A user whose row nobody else changes until this transaction ends.
    func lockedUser(_ id: ID<User>) throws -> User? {
        try first(
            "\(Transaction.userColumns) AND id = \(id) \(sqlite: "", postgres: "FOR NO KEY UPDATE")")
    }

    /// The same of a user who proved a moment ago to know the password, if that is still the one that counts: a reset
    /// that came in between was meant to shut out whoever knew the old one.
    /// - Throws: `IdentityError.wrongPassword`.
    func lockedUser(proved account: LoginAccount, field: String) throws -> User {
        guard let user = try lockedUser(account.id),
            try loginAccount(account.id)?.passwordChangedAt == account.passwordChangedAt
        else { throw IdentityError.wrongPassword(field: field) }
        return user
    }

    func insert(_ user: User, folded email: String, passwordHash: String?) throws {
        try execute(
            """
            INSERT INTO users (id, email, email_folded, email_verified_at, owner_proved_at, password_hash,
                password_changed_at, first_name, last_name, name_folded, phone, bio, avatar_url, marketing_consent, role,
                status, created_at, updated_at)
            VALUES (\(user.id), \(user.email), \(email), \(user.emailVerifiedAt), \(user.ownerProvedAt),
                \(passwordHash), \(user.createdAt), \(user.profile.firstName), \(user.profile.lastName), \(user.profile.folded), \(user.profile.phone),
                \(user.profile.bio), \(user.profile.avatarURL), \(user.profile.marketingConsent), \(user.role),
                \(user.status), \(user.createdAt), \(user.updatedAt))
            """)
    }

    func setProfile(_ profile: Profile, of id: ID<User>, at now: Timestamp) throws {
        try execute(
            """
            UPDATE users SET first_name = \(profile.firstName), last_name = \(profile.lastName),
                name_folded = \(profile.folded), phone = \(profile.phone), bio = \(profile.bio),
                avatar_url = \(profile.avatarURL), marketing_consent = \(profile.marketingConsent), updated_at = \(now)
            WHERE id = \(id)
            """)
    }

    /// Every password of a user has a date of its own, also two that are set in one moment: by the date a login knows
    /// whether the password that it checked is still the one that counts. The user's row is locked. An address that the
    /// account was to change to is forgotten: whoever asked for it knew the old password.
    /// - Parameter hash: `nil` for none, until one is set with a mail's token.
    func setPassword(_ hash: String?, of id: ID<User>, at now: Timestamp) throws {
        let last = try value("SELECT password_changed_at FROM users WHERE id = \(id)", as: Timestamp.self) ?? now
        let date = max(now, last.advanced(by: .microseconds(1)))
        try execute(
            """
            UPDATE users SET password_hash = \(hash), password_changed_at = \(date), pending_email = NULL,
                updated_at = \(now)
            WHERE id = \(id)
            """)
    }

    /// The password stays what it is, so neither `password_changed_at` nor any session changes.
    func upgradeHash(of id: ID<User>, from old: String, to hash: String) throws {
        try execute("UPDATE users SET password_hash = \(hash) WHERE id = \(id) AND password_hash = \(old)")
    }

    func setPendingEmail(_ email: String?, of id: ID<User>) throws {
        try execute("UPDATE users SET pending_email = \(email) WHERE id = \(id)")
    }

    func setVerified(_ id: ID<User>, at now: Timestamp) throws {
        try execute("UPDATE users SET email_verified_at = \(now), updated_at = \(now) WHERE id = \(id)")
    }

    /// Writes down whether whoever gets into the account reads the mails of its address.
    func setOwnerProved(_ moment: Timestamp?, of id: ID<User>) throws {
        try execute("UPDATE users SET owner_proved_at = \(moment) WHERE id = \(id)")
    }

    func setEmail(_ address: EmailAddress, of id: ID<User>, at now: Timestamp) throws {
        try execute(
            """
            UPDATE users SET email = \(address.text), email_folded = \(address.folded), email_verified_at = \(now),
                pending_email = NULL, updated_at = \(now)
            WHERE id = \(id)
            """)
    }

    func setAccess(_ role: Role, _ status: UserStatus, of id: ID<User>, at now: Timestamp) throws {
        try execute(
            "UPDATE users SET role = \(role), status = \(status), updated_at = \(now) WHERE id = \(id)")
    }

    /// Those who can run the shop, in a fixed order. On PostgreSQL their rows are locked, so that two who leave at the
    /// same time do not both count the other.
    func lockedAdmins() throws -> [ID<User>] {
        try values(
            """
            SELECT id FROM users WHERE role = 'admin' AND status = 'active' ORDER BY id
            \(sqlite: "", postgres: "FOR NO KEY UPDATE")
            """)
    }

    func users(_ filter: UserFilter, before place: TimedPlace<User>?, limit: Int) throws -> [User] {
        var conditions: [SQL] = ["TRUE"]
        if let text = filter.text {
            let pattern = "%" + text.escapedForLike + "%"
            conditions.append("email_folded LIKE \(pattern) ESCAPE '\\' OR name_folded LIKE \(pattern) ESCAPE '\\'")
        }
        if let role = filter.role { conditions.append("role = \(role)") }
        if let status = filter.status { conditions.append("status = \(status)") }
        if let place { conditions.append("(created_at, id) < (\(place.at), \(place.id))") }
        return try all(
            """
            \(Transaction.userColumns) AND (\(SQL.all(conditions))) ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """)
    }

    /// Takes everything personal out of an account. Its row stays, for what names its id. In the audit log that is from
    /// where the user acted, or somebody unknown did on the account; what an admin did stays evidence.
    func erase(_ id: ID<User>, at now: Timestamp) throws {
        try execute(
            """
            UPDATE users SET email = '', email_folded = NULL, email_verified_at = NULL, owner_proved_at = NULL,
                pending_email = NULL, password_hash = NULL, password_changed_at = \(now), first_name = NULL, last_name = NULL,
                name_folded = '', phone = NULL, bio = NULL, avatar_url = NULL, marketing_consent = \(false),
                status = 'inactive', updated_at = \(now), erased_at = \(now)
            WHERE id = \(id)
            """)
        try execute("DELETE FROM one_time_tokens WHERE user_id = \(id)")
        try dropWaysIn(of: id)
        try execute("UPDATE audit_log SET address = NULL, device = NULL WHERE \(AuditEntry.isPersonal(to: id))")
    }
}

extension Profile {
    /// What it is searched by.
    fileprivate var folded: String { EmailAddress.fold(fullName ?? "") }
}

extension String {
    fileprivate var escapedForLike: String {
        replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }
}
