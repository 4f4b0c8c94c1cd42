import Foundation
import Kernel

/// A login at a provider that is under way. The browser keeps it, sealed, while it is away: so a callback is only taken
/// from the browser that was sent out, and no row waits for those who never come back.
struct SocialAttempt: Sendable, Equatable {
    /// How long somebody may take there.
    static let lifetime = Duration.seconds(600)
    private static let purpose = "social"
    /// The longest way back that is kept, in bytes.
    static let longestReturn = 512

    let provider: String
    /// What the provider gives back with the code (RFC 6749, 10.12).
    let state: String
    /// What the provider signs into its token.
    let nonce: String
    /// What proves to the provider that the code comes from whom it was given to (RFC 7636).
    let verifier: String
    /// Where the browser goes afterwards, a path of ours.
    let returnTo: String
    /// Who wants to link an account; `nil` for somebody who wants to come in.
    let user: ID<User>?
    let expiresAt: Timestamp

    init(_ provider: String, returnTo: String, user: ID<User>?, at now: Timestamp) {
        (self.provider, self.returnTo, self.user) = (provider, returnTo, user)
        state = [UInt8].random(count: 32).base64URL
        nonce = [UInt8].random(count: 32).base64URL
        verifier = [UInt8].random(count: 32).base64URL
        expiresAt = now.advanced(by: SocialAttempt.lifetime)
    }

    /// What the provider sees of the verifier before (RFC 7636, 4.2, S256).
    var challenge: String { Array(verifier.utf8).sha256.base64URL }

    /// What the browser keeps.
    func sealed(by box: SecretBox) throws -> String {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.member("provider", provider)
            writer.member("state", state)
            writer.member("nonce", nonce)
            writer.member("verifier", verifier)
            writer.member("return_to", returnTo)
            writer.member("user", user?.description)
            writer.member("expires_at", Int(expiresAt.microseconds))
        }
        return try box.seal(writer.bytes, for: SocialAttempt.purpose).base64URL
    }

    /// Reads what a browser kept; `nil` when we have not sealed it, or it is too old.
    init?(sealed text: String, _ box: SecretBox, at now: Timestamp) {
        guard text.utf8.count <= 4096, let bytes = [UInt8](base64URL: text),
            let clear = try? box.open(bytes, for: SocialAttempt.purpose), let json = try? JSONValue(parsing: clear),
            let provider = json["provider"]?.text, let state = json["state"]?.text, let nonce = json["nonce"]?.text,
            let verifier = json["verifier"]?.text, let returnTo = json["return_to"]?.text,
            let expiresAt = json["expires_at"]?.wholeNumber.map({ Timestamp(microseconds: Int64($0)) }), now < expiresAt
        else { return nil }
        (self.provider, self.state, self.nonce) = (provider, state, nonce)
        (self.verifier, self.returnTo, self.expiresAt) = (verifier, returnTo, expiresAt)
        user = json["user"]?.text.flatMap { ID($0) }
    }

    /// A path of this shop, and nothing that a browser would take for another place.
    /// - Throws: `ValidationError` about `return_to`.
    static func localPath(_ path: String?) throws(ValidationError) -> String {
        guard let path, !path.isEmpty else { return "/" }
        let isPlain = path.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        guard path.hasPrefix("/"), !path.hasPrefix("//"), isPlain, path.utf8.count <= longestReturn else {
            throw ValidationError(
                "return_to", code: "not_local", message: "must be a path of this shop, such as /account")
        }
        return path
    }
}
