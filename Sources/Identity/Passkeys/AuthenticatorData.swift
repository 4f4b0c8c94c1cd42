/// What an authenticator signs (WebAuthn, 6.1): for whom, whether a person was there and who, and in a registration the
/// new credential.
struct AuthenticatorData {
    /// The credential of a registration.
    struct Credential {
        /// What model made it; sixteen zeros when it does not say.
        let model: [UInt8]
        let id: [UInt8]
        /// As it was written, to be kept.
        let publicKey: [UInt8]
        let key: PasskeyKey
    }

    /// SHA-256 of the id of the relying party.
    let relyingParty: [UInt8]
    /// Somebody touched it.
    let isUserPresent: Bool
    /// It knows who, by PIN, finger or face.
    let isUserVerified: Bool
    /// It may be copied to other devices.
    let isBackupEligible: Bool
    /// It was.
    let isBackedUp: Bool
    /// Grows with each use; 0 where it is not counted.
    let signatureCount: Int
    let credential: Credential?

    /// Reads it whole; not a byte may be left over.
    /// - Returns: `nil` for what an authenticator would not write.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 37 else { return nil }
        let flags = bytes[32]
        relyingParty = Array(bytes[..<32])
        (isUserPresent, isUserVerified) = (flags & 0x01 != 0, flags & 0x04 != 0)
        (isBackupEligible, isBackedUp) = (flags & 0x08 != 0, flags & 0x10 != 0)
        signatureCount = bytes[33..<37].reduce(0) { $0 << 8 | Int($1) }
        guard isBackupEligible || !isBackedUp else { return nil }
        var rest = bytes[37...]
        if flags & 0x40 != 0 {
            guard let credential = AuthenticatorData.credential(from: &rest) else { return nil }
            self.credential = credential
        } else {
            credential = nil
        }
        if flags & 0x80 != 0 {
            guard case .map? = AuthenticatorData.value(from: &rest) else { return nil }
        }
        guard rest.isEmpty else { return nil }
    }

    private static func credential(from rest: inout ArraySlice<UInt8>) -> Credential? {
        guard rest.count >= 18 else { return nil }
        let model = Array(rest.prefix(16))
        let length = rest.dropFirst(16).prefix(2).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(18)
        guard (1...1023).contains(length), rest.count > length else { return nil }
        let id = Array(rest.prefix(length))
        rest = rest.dropFirst(length)
        let start = rest
        guard let value = value(from: &rest), let key = PasskeyKey(value) else { return nil }
        return Credential(model: model, id: id, publicKey: Array(start.prefix(start.count - rest.count)), key: key)
    }

    private static func value(from rest: inout ArraySlice<UInt8>) -> CBOR? {
        guard let (value, behind) = try? CBOR.first(of: rest) else { return nil }
        rest = behind
        return value
    }
}
