package import Kernel
package import Persistence

/// What happened to accounts: who, what, from where, when.
package struct AuditLog: Sendable {
    private let database: any Database
    private let clock: WallClock

    /// How long entries are kept.
    package static let retention = Duration.seconds(365 * 86_400)

    /// The log of that shop.
    package init(_ parts: IdentityParts) {
        (database, clock) = (parts.database, parts.clock)
    }

    /// Entries, the newest first, and the cursor for the rest; `nil` at the end.
    /// - Parameters:
    ///   - person: only what that user did, or what was done to it.
    ///   - action: only entries of that sort.
    /// - Throws: `InvalidCursor`.
    package func list(
        about person: ID<User>? = nil, action: AuditAction? = nil, before cursor: Cursor? = nil, limit: Int = 50
    ) async throws -> (entries: [AuditEntry], next: Cursor?) {
        let place = try cursor.map { try TimedPlace<AuditEntry>($0) }
        let limit = min(max(limit, 1), 1000)
        let found = try await database.read {
            try $0.auditEntries(about: person, action: action, before: place, limit: limit + 1)
        }
        let page = Array(found.prefix(limit))
        return (page, found.count > limit ? page.last.map { TimedPlace(at: $0.at, id: $0.id).cursor } : nil)
    }

    /// Writes down what others of the shop did that concerns security, such as changing a key.
    package func note(_ action: AuditAction, actor: ID<User>? = nil, from client: Client) async throws {
        let now = clock.now
        try await database.write { try $0.note(action, actor: actor, client, at: now) }
    }
}

/// What can happen to accounts. The words are stable: they stand in rows that are kept for a year.
package enum AuditAction: String, Sendable, CaseIterable, SQLConvertible {
    /// An account was made by its owner.
    case registered = "user.registered"
    /// An account was made by an admin, or on the command line.
    case created = "user.created"
    /// Somebody tried to register an address that has an account.
    case registrationRefused = "user.registration_refused"
    /// The owner proved to have the address.
    case emailVerified = "email.verified"
    /// Whoever was in the account before its address was proved is out, with all that led into it but the password.
    case shutOut = "user.shut_out"
    /// The password of such an account counts no more either: its owner came in through an account elsewhere.
    case passwordDropped = "password.dropped"
    /// The owner asked for another address.
    case emailChangeRequested = "email.change_requested"
    /// The owner has another address.
    case emailChanged = "email.changed"
    /// A mail to verify the address was asked for.
    case verificationRequested = "email.verification_requested"
    /// A token from a mail was refused.
    case tokenRefused = "token.refused"
    /// A session began.
    case loggedIn = "login.succeeded"
    /// A password or a code was wrong, or the account disabled or unknown.
    case loginFailed = "login.failed"
    /// A session was ended by itself.
    case loggedOut = "session.logged_out"
    /// All sessions of a user were ended by it.
    case loggedOutEverywhere = "session.logged_out_everywhere"
    /// A user ended one of its sessions.
    case sessionRevoked = "session.revoked"
    /// A refresh token was used by two: its session was ended.
    case refreshTokenReused = "session.token_reused"
    /// A mail to reset the password was asked for.
    case passwordResetRequested = "password.reset_requested"
    /// The password was set anew by mail.
    case passwordReset = "password.reset"
    /// The password was changed by its owner.
    case passwordChanged = "password.changed"
    /// A second factor was set up.
    case secondFactorEnabled = "mfa.enabled"
    /// The second factor was taken away.
    case secondFactorDisabled = "mfa.disabled"
    /// New recovery codes took the place of the old ones.
    case recoveryCodesRenewed = "mfa.recovery_codes_renewed"
    /// A key for machines was made.
    case apiKeyCreated = "api_key.created"
    /// A key for machines was revoked.
    case apiKeyRevoked = "api_key.revoked"
    /// The profile was changed.
    case profileChanged = "user.profile_changed"
    /// An admin changed the role.
    case roleChanged = "user.role_changed"
    /// An admin changed the status.
    case statusChanged = "user.status_changed"
    /// The owner read everything that is held about him.
    case exported = "user.exported"
    /// The account was erased.
    case erased = "user.erased"
    /// A passkey was added.
    case passkeyAdded = "passkey.added"
    /// A passkey was removed.
    case passkeyRemoved = "passkey.removed"
    /// A passkey was copied, as its counter tells.
    case passkeySuspected = "passkey.suspected"
    /// An account elsewhere was linked.
    case identityLinked = "identity.linked"
    /// An account elsewhere was unlinked.
    case identityUnlinked = "identity.unlinked"
    /// Tokens are signed with another key.
    case keysRotated = "keys.rotated"
}

/// A line of the audit log.
package struct AuditEntry: Hashable, Sendable, RowDecodable {
    /// Its identity.
    package let id: ID<AuditEntry>
    /// When it happened.
    package let at: Timestamp
    /// What happened.
    package let action: String
    /// Who did it; `nil` when that is not known, or it was the shop itself.
    package let actor: ID<User>?
    /// Whom it was done to.
    package let subject: ID<User>?
    /// From which address.
    package let address: String?
    /// With what device.
    package let device: String?
    /// Details by name; nothing secret.
    package let detail: [String: String]

    /// An entry with those parts.
    package init(
        id: ID<AuditEntry>, at: Timestamp, action: AuditAction, actor: ID<User>? = nil, subject: ID<User>? = nil,
        address: String? = nil, device: String? = nil, detail: [String: String] = [:]
    ) {
        (self.id, self.at, self.action, self.actor, self.subject) = (id, at, action.rawValue, actor, subject)
        (self.address, self.device, self.detail) = (address, device, detail)
    }

    /// Reads a row of `audit_log`.
    package init(row: inout Row) throws {
        id = try row.decode("id")
        at = try row.decode("at")
        action = try row.decode("action")
        actor = try row.decode("actor")
        subject = try row.decode("subject")
        address = try row.decode("address")
        device = try row.decode("device")
        let text = try row.decode("detail", as: String.self)
        let members = (try? JSONValue(parsing: Array(text.utf8)))?.members ?? []
        detail = members.reduce(into: [:]) { detail, member in
            if case .string(let text) = member.value { detail[member.name] = text }
        }
    }
}
