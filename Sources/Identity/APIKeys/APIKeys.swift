import Foundation
import Jobs
package import Kernel
import Persistence

/// The keys of machines.
package struct APIKeys: Sendable {
    private let parts: IdentityParts

    /// The keys of that shop.
    package init(_ parts: IdentityParts) {
        self.parts = parts
    }

    /// Makes a key for somebody who signed in a short while ago, and tells the owner of the account by mail.
    /// - Parameter client: from where it was asked for.
    /// - Returns: the key, and its text, which is shown this once.
    /// - Throws: as the other one.
    package func create(
        for login: RecentLogin, name: String, scopes: [String], until end: Timestamp? = nil, from client: Client
    ) async throws -> (key: APIKey, text: String) {
        try await create(for: login.user, name: name, scopes: scopes, until: end, from: client, tellsOwner: true)
    }

    /// Makes a key on the operator's command.
    /// - Parameters:
    ///   - scopes: the words of permissions that the user's role has.
    ///   - end: when it ends, in the future; `nil` for never.
    /// - Returns: the key, and its text, which is shown this once.
    /// - Throws: `ValidationError`, `IdentityError.tooManyKeys`, `.userNotFound`.
    package func create(
        for user: ID<User>, name: String, scopes: [String], until end: Timestamp? = nil
    ) async throws -> (key: APIKey, text: String) {
        try await create(for: user, name: name, scopes: scopes, until: end, from: .commandLine, tellsOwner: false)
    }

    private func create(
        for user: ID<User>, name: String, scopes: [String], until end: Timestamp?, from client: Client,
        tellsOwner: Bool
    ) async throws -> (key: APIKey, text: String) {
        let now = parts.clock.now
        let name = name.trimmingCharacters(in: .whitespaces)
        let secret = OneTimeSecret.make()
        let text = APIKey.prefix + secret.clear
        let key = try await parts.database.write { transaction in
            guard let owner = try transaction.lockedUser(user) else { throw IdentityError.userNotFound }
            let permissions = try APIKeys.checked(name, scopes, of: owner.role, until: end, at: now)
            guard try transaction.keys(of: user).count < APIKey.maximumCount else { throw IdentityError.tooManyKeys }
            let key = APIKey(
                id: ID(at: now), name: name, hint: String(text.prefix(8)), scopes: permissions, createdAt: now,
                expiresAt: end, lastUsedAt: nil)
            try transaction.insert(key, of: user, hash: OneTimeSecret.hash(of: text))
            try transaction.note(
                .apiKeyCreated, actor: user, subject: user, client, ["key": key.id.description], at: now)
            if tellsOwner { try transaction.enqueue(SendIdentityMail(.apiKeyCreated, to: user), at: now) }
            return key
        }
        return (key, text)
    }

    /// The keys of a user, the oldest first.
    package func list(of user: ID<User>) async throws -> [APIKey] {
        try await parts.database.read { try $0.keys(of: user) }
    }

    /// Ends a key.
    /// - Throws: `IdentityError.apiKeyNotFound`, also for a key of somebody else.
    package func revoke(_ key: ID<APIKey>, of user: ID<User>, from client: Client) async throws {
        let now = parts.clock.now
        try await parts.database.write { transaction in
            guard try transaction.deleteKey(key, of: user) else { throw IdentityError.apiKeyNotFound }
            // Whoever remembers the user's keys forgets them.
            try transaction.record([UserChanged(user)], at: now)
            try transaction.note(
                .apiKeyRevoked, actor: user, subject: user, client, ["key": key.description], at: now)
        }
    }

    /// Which machine sends that key.
    /// - Throws: `IdentityError.unauthenticated`.
    func authenticate(_ text: String) async throws -> Caller {
        guard text.utf8.count <= 100 else { throw IdentityError.unauthenticated }
        let (now, hash, cache) = (parts.clock.now, OneTimeSecret.hash(of: text), parts.remembered.keys)
        if let state = cache.value(of: hash, at: now) { return try state.caller(at: now) }
        let (forgettings, absent) = (cache.forgettings, parts.remembered.absentKeys)
        guard !absent.holds(hash, at: now) else { throw IdentityError.unauthenticated }
        guard let state = try await parts.database.lookUp({ try $0.keyState(hash: hash) }) else {
            absent.note(hash, at: now)
            throw IdentityError.unauthenticated
        }
        let caller = try state.caller(at: now)
        cache.keep(state, of: hash, user: state.user, at: now, since: forgettings)
        if state.lastUsedAt.map({ now > $0.advanced(by: Session.touchInterval) }) ?? true {
            // A use that cannot be written down is still a use.
            try? await parts.database.write { try $0.touch(state.id, at: now) }
        }
        return caller
    }

    private static func checked(
        _ name: String, _ scopes: [String], of role: Role, until end: Timestamp?, at now: Timestamp
    ) throws -> Set<Permission> {
        var errors: [FieldError] = []
        let isLine = !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
        if !(1...100).contains(name.unicodeScalars.count) || !isLine {
            errors.append(FieldError("name", code: "invalid_length", message: "has 1 to 100 characters on one line"))
        }
        if let end, end <= now {
            errors.append(FieldError("expires_at", code: "in_the_past", message: "must lie in the future"))
        }
        let allowed = Permission.scopes.filter(role.permissions.contains)
        let chosen = Set(scopes.compactMap { scope in allowed.first { $0.rawValue == scope } })
        if chosen.isEmpty || chosen.count != Set(scopes).count {
            let words = allowed.map(\.rawValue).joined(separator: ", ")
            let wish = scopes.isEmpty ? "Choose what the key may do, at least one of" : "A key of yours may do some of"
            errors.append(FieldError("scopes", code: "invalid_scope", message: "\(wish): \(words)."))
        }
        guard errors.isEmpty else { throw ValidationError(errors) }
        return chosen
    }
}

extension APIKeyState {
    fileprivate func caller(at now: Timestamp) throws -> Caller {
        guard isAlive(at: now) else { throw IdentityError.unauthenticated }
        return .apiKey(APIKeyCaller(id: id, user: user, role: role, scopes: scopes))
    }
}
