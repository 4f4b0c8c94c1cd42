import Kernel

/// What an OpenID provider signs about a login (OpenID Connect Core, 2).
struct IDToken: Sendable {
    /// How far clocks may be apart.
    static let leeway = Duration.seconds(60)

    /// The name of the key that it was signed with, where it says.
    let keyID: String?
    private let algorithm: String
    private let claims: JSONValue
    private let message: [UInt8]
    private let signature: [UInt8]

    /// Takes a token apart; nothing of it is believed yet.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard bytes.count <= 16_384, parts.count == 3, let header = JSONValue(encoded: parts[0]), header["crit"] == nil,
            let algorithm = header["alg"]?.text, let claims = JSONValue(encoded: parts[1]),
            let signature = [UInt8](base64URL: String(decoding: parts[2], as: UTF8.self))
        else { return nil }
        (self.algorithm, self.claims, self.signature) = (algorithm, claims, signature)
        keyID = header["kid"]?.text
        message = Array(bytes[..<parts[1].endIndex])
    }

    /// Whether one of the keys has signed it: the one that it names, or any when it names none.
    func isSigned(byOneOf keys: [JSONWebKey]) -> Bool {
        keys.contains { (keyID == nil || $0.id == keyID) && $0.isValid(signature, of: message, by: algorithm) }
    }

    /// What it says, if it is about this login with us (OpenID Connect Core, 3.1.3.7).
    func claims(issuer: String, audience: String, nonce: String, at now: Timestamp) -> JSONValue? {
        let party = claims["azp"]?.text
        let audiences = claims["aud"]?.elements?.compactMap(\.text) ?? [claims["aud"]?.text].compactMap(\.self)
        guard claims["iss"]?.text == issuer, audiences.contains(audience), party == nil || party == audience,
            audiences.count == 1 || party == audience, claims["nonce"]?.text == nonce,
            let end = claims["exp"]?.wholeNumber, let start = claims["iat"]?.wholeNumber,
            now < Timestamp(seconds: end).advanced(by: IDToken.leeway),
            Timestamp(seconds: start) < now.advanced(by: IDToken.leeway * 5)
        else { return nil }
        return claims
    }
}

extension SocialPerson {
    /// Reads the standard claims (OpenID Connect Core, 5.1); `nil` without a subject.
    init?(_ claims: JSONValue) {
        guard let subject = claims["sub"]?.text, (1...255).contains(subject.utf8.count), !subject.contains("\0") else {
            return nil
        }
        self.init(subject: subject)
        email = claims["email"]?.text.flatMap { try? EmailAddress($0) }
        // Some write the truth as text.
        isEmailVerified = claims["email_verified"]?.truth ?? (claims["email_verified"]?.text == "true")
        profile = SocialPerson.profile(
            first: claims["given_name"]?.text, last: claims["family_name"]?.text, full: claims["name"]?.text)
        label = email?.text ?? claims["preferred_username"]?.text ?? claims["name"]?.text
    }

    /// A profile with a name, if it can be one of ours; what cannot is left out rather than refused.
    static func profile(first: String?, last: String?, full: String?) -> Profile {
        var profile = Profile(firstName: first, lastName: last)
        if first == nil, last == nil { profile.fullName = full }
        return (try? profile.checked()) ?? Profile()
    }
}
