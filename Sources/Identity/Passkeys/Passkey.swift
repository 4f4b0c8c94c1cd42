package import Kernel
import Persistence

/// A key on somebody's device that proves who they are, instead of a password (WebAuthn).
package struct Passkey: Sendable, Hashable {
    /// Its identity with us.
    package let id: ID<Passkey>
    /// Its identity on the authenticator.
    package let credentialID: [UInt8]
    /// What its owner calls it.
    package let name: String
    /// How a browser reaches it: `internal`, `hybrid`, `usb` …
    package let transports: [String]
    /// Whether it is kept on more than one device.
    package let isBackedUp: Bool
    /// When it was added.
    package let createdAt: Timestamp
    /// When somebody last came in with it.
    package let lastUsedAt: Timestamp?

    /// A passkey with those parts.
    package init(
        id: ID<Passkey>, credentialID: [UInt8], name: String, transports: [String], isBackedUp: Bool,
        createdAt: Timestamp, lastUsedAt: Timestamp?
    ) {
        (self.id, self.credentialID, self.name, self.transports) = (id, credentialID, name, transports)
        (self.isBackedUp, self.createdAt, self.lastUsedAt) = (isBackedUp, createdAt, lastUsedAt)
    }

    /// How many one account may have.
    package static let maximumCount = 20
    /// How long its name may be, in characters.
    package static let nameLength = 1...100
}

/// A credential that a browser is told of, to be used or not to be made again.
package struct PasskeyDescriptor: Sendable, Hashable {
    /// Its identity on the authenticator.
    package let credentialID: [UInt8]
    /// How it is reached.
    package let transports: [String]
}

/// What a browser needs to make a passkey (`PublicKeyCredentialCreationOptions`).
package struct PasskeyCreationOptions: Sendable {
    /// To be signed once, within five minutes.
    package let challenge: [UInt8]
    /// For whom.
    package let relyingParty: RelyingParty
    /// How the authenticator knows the account: nothing about the person.
    package let userHandle: [UInt8]
    /// What the account is called.
    package let userName: String
    /// What its owner is called.
    package let displayName: String
    /// The algorithms that we take, the best first.
    package let algorithms: [Int]
    /// Those that the account has.
    package let excluded: [PasskeyDescriptor]

    /// Options of these parts.
    package init(
        challenge: [UInt8], relyingParty: RelyingParty, userHandle: [UInt8], userName: String, displayName: String,
        algorithms: [Int], excluded: [PasskeyDescriptor]
    ) {
        (self.challenge, self.relyingParty, self.userHandle) = (challenge, relyingParty, userHandle)
        (self.userName, self.displayName) = (userName, displayName)
        (self.algorithms, self.excluded) = (algorithms, excluded)
    }
}

/// What a browser needs to use a passkey (`PublicKeyCredentialRequestOptions`).
package struct PasskeyRequestOptions: Sendable {
    /// To be signed once, within five minutes.
    package let challenge: [UInt8]
    /// For whom.
    package let relyingParty: RelyingParty
    /// Those that may be used; any that the authenticator has for us when there is none.
    package let allowed: [PasskeyDescriptor]

    /// Options of these parts.
    package init(challenge: [UInt8], relyingParty: RelyingParty, allowed: [PasskeyDescriptor]) {
        (self.challenge, self.relyingParty, self.allowed) = (challenge, relyingParty, allowed)
    }
}

/// What a browser answers when it made a passkey (`AuthenticatorAttestationResponse`).
package struct PasskeyRegistration: Sendable {
    /// `response.clientDataJSON`
    package let clientData: [UInt8]
    /// `response.attestationObject`
    package let attestationObject: [UInt8]
    /// `response.transports`
    package let transports: [String]

    /// An answer of these parts.
    package init(clientData: [UInt8], attestationObject: [UInt8], transports: [String] = []) {
        (self.clientData, self.attestationObject, self.transports) = (clientData, attestationObject, transports)
    }
}

/// What a browser answers when a passkey was used (`AuthenticatorAssertionResponse`).
package struct PasskeyAssertion: Sendable {
    /// `rawId`
    package let credentialID: [UInt8]
    /// `response.clientDataJSON`
    package let clientData: [UInt8]
    /// `response.authenticatorData`
    package let authenticatorData: [UInt8]
    /// `response.signature`
    package let signature: [UInt8]
    /// `response.userHandle`
    package let userHandle: [UInt8]?

    /// An answer of these parts.
    package init(
        credentialID: [UInt8], clientData: [UInt8], authenticatorData: [UInt8], signature: [UInt8],
        userHandle: [UInt8]? = nil
    ) {
        (self.credentialID, self.clientData) = (credentialID, clientData)
        (self.authenticatorData, self.signature, self.userHandle) = (authenticatorData, signature, userHandle)
    }
}

extension PasskeyRegistration {
    /// What was signed for us: the challenge that it answers, and the new credential.
    ///
    /// The steps of WebAuthn, 7.1. We ask for no attestation; a statement that comes all the same is neither checked nor
    /// trusted, since no rule of ours hangs on the make of a device.
    /// - Returns: `nil` when a step fails.
    func verified(for party: RelyingParty) -> (challenge: [UInt8], AuthenticatorData, AuthenticatorData.Credential)? {
        guard let client = CollectedClientData(clientData, .creation, party),
            let object = try? CBOR(parsing: attestationObject), let format = object["fmt"]?.text,
            case .map(let statement)? = object["attStmt"], format != "none" || statement.isEmpty,
            let data = object["authData"]?.bytes.flatMap({ AuthenticatorData($0) }), data.isFor(party),
            let credential = data.credential
        else { return nil }
        return (client.challenge, data, credential)
    }
}

extension PasskeyAssertion {
    /// What was signed for us, with that key: the challenge that it answers, and what the authenticator says.
    ///
    /// The steps of WebAuthn, 7.2, but for the counter, which is compared where it is kept.
    /// - Returns: `nil` when a step fails.
    func verified(by key: PasskeyKey, for party: RelyingParty) -> (challenge: [UInt8], AuthenticatorData)? {
        guard let client = CollectedClientData(clientData, .assertion, party),
            let data = AuthenticatorData(authenticatorData), data.isFor(party),
            key.isValid(signature, of: authenticatorData + clientData.sha256)
        else { return nil }
        return (client.challenge, data)
    }
}

extension AuthenticatorData {
    /// Whether it is about us, and the authenticator knows its owner: a passkey stands for both factors.
    fileprivate func isFor(_ party: RelyingParty) -> Bool {
        relyingParty == party.hash && isUserPresent && isUserVerified
    }
}
