import Foundation
import Jobs
package import Kernel
import Persistence

/// Logging in with a key on one's device instead of a password (WebAuthn level 2): making, using and looking after them.
///
/// A passkey that knows its owner, by PIN, finger or face, stands for password and second factor. So we take no other,
/// and ask for those that the device finds by itself: nobody has to type an address, and nobody learns from us who has
/// one.
package struct Passkeys: Sendable {
    private let parts: IdentityParts
    private let party: RelyingParty

    /// The passkeys of that shop, bound to its public address.
    package init(_ parts: IdentityParts) {
        self.parts = parts
        party = RelyingParty(publicURL: parts.options.publicURL, name: parts.options.shopName)
    }

    // MARK: Making one

    /// What the browser of a user needs to make one who signed in a short while ago. Without its challenge none is added.
    /// - Throws: `IdentityError.tooManyPasskeys`, `.userNotFound`.
    package func registrationOptions(for login: RecentLogin) async throws -> PasskeyCreationOptions {
        let id = login.user
        let challenge = PasskeyChallenge(.registration, of: id, at: parts.clock.now)
        let (user, known) = try await parts.database.write { transaction in
            let user = try transaction.existing(id)
            let known = try transaction.passkeys(of: id)
            guard known.count < Passkey.maximumCount else { throw IdentityError.tooManyPasskeys }
            try transaction.insert(challenge)
            return (user, known)
        }
        return PasskeyCreationOptions(
            challenge: challenge.bytes, relyingParty: party, userHandle: id.bytes, userName: user.email,
            displayName: user.profile.fullName ?? user.email, algorithms: PasskeyKey.algorithms,
            excluded: known.map(\.descriptor))
    }

    /// Adds the passkey that the browser made, and tells its owner by mail.
    /// - Parameter name: what its owner calls it; the day, when that is empty.
    /// - Throws: `IdentityError.passkeyInvalid`, `.passkeyTaken`, `.tooManyPasskeys`, `ValidationError`.
    package func register(
        _ registration: PasskeyRegistration, name: String? = nil, for id: ID<User>, from client: Client
    ) async throws -> Passkey {
        let now = parts.clock.now
        let name = try Passkeys.checked(name ?? "", orElse: "Passkey of \(now.description.prefix(10))")
        guard let (challenge, data, credential) = registration.verified(for: party),
            try await take(challenge, .registration, of: id)
        else { throw IdentityError.passkeyInvalid }
        let passkey = Passkey(
            id: ID(at: now), credentialID: credential.id, name: name, transports: registration.knownTransports,
            isBackedUp: data.isBackedUp, createdAt: now, lastUsedAt: nil)
        try await parts.database.write { transaction in
            guard try transaction.lockedUser(id) != nil else { throw IdentityError.userNotFound }
            guard try transaction.passkeys(of: id).count < Passkey.maximumCount else {
                throw IdentityError.tooManyPasskeys
            }
            try translating {
                try transaction.insert(
                    passkey, of: id, publicKey: credential.publicKey, model: credential.model,
                    counter: data.signatureCount)
            } violation: {
                $0.name == "passkeys_credential_id_key" ? IdentityError.passkeyTaken : nil
            }
            try transaction.note(
                .passkeyAdded, actor: id, subject: id, client, ["passkey": passkey.id.description], at: now)
            try transaction.enqueue(SendIdentityMail(.passkeyAdded, to: id), at: now)
        }
        return passkey
    }

    // MARK: Coming in with one

    /// What a browser needs to use one. Those of an account are named only to a device that has logged into it before:
    /// to all others the answer is the same for every address.
    package func logInOptions(email: String? = nil, from client: Client) async throws -> PasskeyRequestOptions {
        let challenge = PasskeyChallenge(.logIn, of: nil, at: parts.clock.now)
        try await parts.database.write { try $0.insert(challenge) }
        return PasskeyRequestOptions(
            challenge: challenge.bytes, relyingParty: party, allowed: try await descriptors(of: email, client))
    }

    /// Begins a session for whoever owns the passkey that was used.
    /// - Throws: `IdentityError.passkeyRefused`, whatever is wrong; `.incorrectCredentials` for a disabled account.
    package func logIn(_ assertion: PasskeyAssertion, from client: Client) async throws -> SignedIn {
        let owned = try await parts.database.lookUp { try $0.passkey(credentialID: assertion.credentialID) }
        guard let owned, let data = try await proof(of: owned, in: assertion) else {
            return try await refuse(owned?.user, client)
        }
        let now = parts.clock.now
        let isNew = try await parts.database.write { transaction in
            let isNew = try transaction.use(
                owned.id, counter: data.signatureCount, isBackedUp: data.isBackedUp, at: now)
            if !isNew {
                try transaction.note(
                    .passkeySuspected, subject: owned.user, client, ["passkey": owned.id.description], at: now)
            }
            return isNew
        }
        guard isNew, case .signedIn(let login) = try await Sessions(parts).logIn(owned.user, by: .passkey, from: client)
        else { return try await refuse(owned.user, client) }
        return login
    }

    /// What the authenticator says, if it signed a challenge of ours with the key that we know.
    private func proof(of owned: OwnedPasskey, in assertion: PasskeyAssertion) async throws -> AuthenticatorData? {
        guard assertion.userHandle == nil || assertion.userHandle == owned.user.bytes,
            let key = (try? CBOR(parsing: owned.publicKey)).flatMap({ PasskeyKey($0) }),
            let (challenge, data) = assertion.verified(by: key, for: party),
            try await take(challenge, .logIn, of: nil)
        else { return nil }
        return data
    }

    private func refuse(_ user: ID<User>?, _ client: Client) async throws -> SignedIn {
        try await parts.noteFailure(subject: user, client, .passkey)
        throw IdentityError.passkeyRefused
    }

    private func descriptors(of email: String?, _ client: Client) async throws -> [PasskeyDescriptor] {
        guard let folded = email.flatMap({ try? EmailAddress($0) })?.folded, client.deviceProof != nil,
            let account = try await parts.database.lookUp({ try $0.loginAccount(folded: folded) }),
            parts.device(of: account.id, client) != nil
        else { return [] }
        return try await list(of: account.id).map(\.descriptor)
    }

    /// Uses a challenge up.
    /// - Returns: whether it was of ours, for that and for them, and still good.
    private func take(_ challenge: [UInt8], _ purpose: PasskeyChallenge.Purpose, of user: ID<User>?) async throws
        -> Bool
    {
        let now = parts.clock.now
        return try await parts.database.write { try $0.take(challenge, purpose, of: user, at: now) }
    }

    // MARK: Looking after them

    /// Those of a user, the oldest first.
    package func list(of user: ID<User>) async throws -> [Passkey] {
        try await parts.database.lookUp { try $0.passkeys(of: user) }
    }

    /// One of a user's.
    /// - Throws: `IdentityError.wayInNotFound`, also for one of somebody else.
    package func read(_ id: ID<Passkey>, of user: ID<User>) async throws -> Passkey {
        guard let passkey = try await list(of: user).first(where: { $0.id == id }) else {
            throw IdentityError.wayInNotFound
        }
        return passkey
    }

    /// Calls one of a user's by another name.
    /// - Throws: `IdentityError.wayInNotFound`, `ValidationError`.
    package func rename(_ id: ID<Passkey>, of user: ID<User>, to name: String) async throws -> Passkey {
        let name = try Passkeys.checked(name, orElse: nil)
        guard try await parts.database.write({ try $0.rename(id, of: user, to: name) }) else {
            throw IdentityError.wayInNotFound
        }
        return try await read(id, of: user)
    }

    /// Removes one of a user's, unless nothing else would lead into the account.
    /// - Throws: `IdentityError.wayInNotFound`, `.lastWayIn`.
    package func remove(_ id: ID<Passkey>, of user: ID<User>, from client: Client) async throws {
        let now = parts.clock.now
        try await parts.database.write { transaction in
            guard try transaction.lockedUser(user) != nil, try transaction.deletePasskey(id, of: user) else {
                throw IdentityError.wayInNotFound
            }
            guard try transaction.hasWayIn(user) else { throw IdentityError.lastWayIn }
            try transaction.note(
                .passkeyRemoved, actor: user, subject: user, client, ["passkey": id.description], at: now)
        }
    }

    private static func checked(_ name: String, orElse usual: String?) throws -> String {
        let trimmed = name.trimmingCharacters(in: .whitespacesAndNewlines)
        if trimmed.isEmpty, let usual { return usual }
        guard Passkey.nameLength.contains(trimmed.unicodeScalars.count),
            trimmed.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else {
            throw ValidationError("name", code: "invalid_name", message: "has 1 to 100 characters, in one line")
        }
        return trimmed
    }
}

extension Passkey {
    /// How a browser is told of it.
    package var descriptor: PasskeyDescriptor {
        PasskeyDescriptor(credentialID: credentialID, transports: transports)
    }
}

extension PasskeyRegistration {
    /// Those that WebAuthn knows (level 3, 5.8.4); whatever else a client sends is not kept.
    fileprivate var knownTransports: [String] {
        ["ble", "hybrid", "internal", "nfc", "smart-card", "usb"].filter { transports.contains($0) }
    }
}
