package import Kernel
package import Persistence

/// What another context holds about people: its name in an export, how it is found, and how it is taken out when somebody
/// asks to be forgotten.
package struct PersonalDataSource: Sendable {
    let name: String
    let find: @Sendable (ID<User>) async throws -> JSONValue
    let erase: @Sendable (ID<User>, Transaction) throws -> Void

    /// A source.
    /// - Parameters:
    ///   - find: what is held about that user.
    ///   - erase: takes it out, in the transaction that erases the account; nothing by default, for what the law has kept.
    package init(
        _ name: String, find: @escaping @Sendable (ID<User>) async throws -> JSONValue,
        erase: @escaping @Sendable (ID<User>, Transaction) throws -> Void = { _, _ in }
    ) {
        (self.name, self.find, self.erase) = (name, find, erase)
    }
}

extension Accounts {
    /// Everything that is held about a user, as one JSON document. Secrets are named, not shown; nor is from where an
    /// admin acted on the account, which is about the admin.
    /// - Throws: `IdentityError.userNotFound`.
    package func export(_ id: ID<User>, from client: Client) async throws -> [UInt8] {
        let now = parts.clock.now
        var foreign: [(String, JSONValue)] = []
        for source in parts.others { foreign.append((source.name, try await source.find(id))) }
        try await parts.database.write { transaction in
            _ = try transaction.existing(id)
            try transaction.note(.exported, actor: id, subject: id, client, at: now)
        }
        // Not with the writer in the hand: a year of entries takes a while to read.
        let own = try await parts.database.read { try PersonalData(of: id, in: $0, at: now) }
        var writer = JSONWriter(capacity: 16_384)
        writer.object { object in
            object.member("exported_at", now.description)
            own.write(to: &object)
            for (name, value) in foreign {
                object.key(name)
                object.value(value)
            }
        }
        return writer.bytes
    }
}

/// What Identity itself holds about a user.
struct PersonalData: Sendable {
    /// The newest entries of the audit log; all of a year would be hundreds of thousands for a machine's account.
    private static let maximumEntries = 10_000

    let user: User
    let sessions: [Session]
    let keys: [APIKey]
    let secondFactor: SecondFactorState?
    let passkeys: [Passkey]
    let identities: [SocialIdentity]
    let entries: [AuditEntry]

    init(of id: ID<User>, in transaction: Transaction, at now: Timestamp) throws {
        user = try transaction.existing(id)
        sessions = try transaction.sessions(of: id, at: now)
        keys = try transaction.keys(of: id)
        secondFactor = try transaction.secondFactorState(of: id)
        passkeys = try transaction.passkeys(of: id)
        identities = try transaction.socialIdentities(of: id)
        entries = try transaction.auditEntries(
            about: id, action: nil, before: nil, limit: PersonalData.maximumEntries)
    }
}

extension PersonalData {
    func write(to object: inout JSONWriter) {
        object.key("user")
        object.object { user.write(to: &$0) }
        object.key("second_factor")
        object.object { writer in
            writer.member("confirmed_at", secondFactor?.confirmedAt.description)
            writer.member("recovery_codes_left", secondFactor?.recoveryCodesLeft ?? 0)
        }
        object.key("passkeys")
        object.array(passkeys) { array, passkey in array.object { passkey.write(to: &$0) } }
        object.key("identities")
        object.array(identities) { array, identity in array.object { identity.write(to: &$0) } }
        object.key("sessions")
        object.array(sessions) { array, session in array.object { session.write(to: &$0) } }
        object.key("api_keys")
        object.array(keys) { array, key in array.object { key.write(to: &$0) } }
        object.key("audit")
        object.array(entries) { array, entry in array.object { entry.write(to: &$0, for: user.id) } }
    }
}

extension User {
    fileprivate func write(to object: inout JSONWriter) {
        object.member("id", id.description)
        object.member("email", email)
        object.member("email_verified_at", emailVerifiedAt?.description)
        object.member("owner_proved_at", ownerProvedAt?.description)
        object.member("pending_email", pendingEmail)
        object.member("first_name", profile.firstName)
        object.member("last_name", profile.lastName)
        object.member("phone", profile.phone)
        object.member("bio", profile.bio)
        object.member("avatar_url", profile.avatarURL)
        object.member("marketing_consent", profile.marketingConsent)
        object.member("role", role.rawValue)
        object.member("status", status.rawValue)
        object.member("has_password", hasPassword)
        object.member("created_at", createdAt.description)
        object.member("updated_at", updatedAt.description)
    }
}

extension Passkey {
    fileprivate func write(to object: inout JSONWriter) {
        object.member("id", id.description)
        object.member("name", name)
        object.member("is_backed_up", isBackedUp)
        object.member("created_at", createdAt.description)
        object.member("last_used_at", lastUsedAt?.description)
    }
}

extension SocialIdentity {
    fileprivate func write(to object: inout JSONWriter) {
        object.member("id", id.description)
        object.member("provider", provider)
        object.member("label", label)
        object.member("created_at", createdAt.description)
        object.member("last_used_at", lastUsedAt?.description)
    }
}

extension Session {
    fileprivate func write(to object: inout JSONWriter) {
        object.member("id", id.description)
        object.member("device", device)
        object.member("address", address)
        object.member("created_at", createdAt.description)
        object.member("last_used_at", lastUsedAt.description)
        object.member("expires_at", expiresAt.description)
    }
}

extension APIKey {
    fileprivate func write(to object: inout JSONWriter) {
        object.member("id", id.description)
        object.member("name", name)
        object.member("hint", hint)
        object.key("scopes")
        object.array(scopes.map(\.rawValue).sorted()) { $0.value($1) }
        object.member("created_at", createdAt.description)
        object.member("expires_at", expiresAt?.description)
        object.member("last_used_at", lastUsedAt?.description)
    }
}

extension AuditEntry {
    fileprivate func write(to object: inout JSONWriter, for user: ID<User>) {
        let isPersonal = isPersonal(to: user)
        object.member("at", at.description)
        object.member("action", action)
        object.member("address", isPersonal ? address : nil)
        object.member("device", isPersonal ? device : nil)
        object.key("detail")
        object.object { writer in
            for (name, text) in detail.sorted(by: { $0.key < $1.key }) { writer.member(name, text) }
        }
    }
}
