import Crypto
import CryptoExtras
import Foundation
import Kernel

/// A public key of a provider (RFC 7517), with which it signs its tokens.
///
/// Only asymmetric algorithms are known here, so a token that claims to be signed with a shared secret, or with nothing,
/// has nothing that could check it.
struct JSONWebKey: Sendable {
    private enum Key: Sendable {
        case rsa(_RSA.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
        case p384(P384.Signing.PublicKey)
        case p521(P521.Signing.PublicKey)
        case ed25519(Curve25519.Signing.PublicKey)
    }

    /// Its name, where it has one.
    let id: String?
    /// The one algorithm that it is for, where it says.
    let algorithm: String?
    private let key: Key

    /// Reads a key.
    /// - Returns: `nil` for one that is not for signing, or of a sort that we do not know.
    init?(_ json: JSONValue) {
        guard json["use"]?.text != "enc", let key = JSONWebKey.key(json) else { return nil }
        (id, algorithm, self.key) = (json["kid"]?.text, json["alg"]?.text, key)
    }

    private static func key(_ json: JSONValue) -> Key? {
        func number(_ name: String) -> [UInt8]? { json[name]?.text.flatMap { [UInt8](base64URL: $0) } }
        switch (json["kty"]?.text, json["crv"]?.text) {
        case ("RSA", _):
            guard let n = number("n"), let e = number("e"), (256...1024).contains(n.count) else { return nil }
            return (try? _RSA.Signing.PublicKey(n: n, e: e)).map { .rsa($0) }
        case ("EC", let curve):
            guard let x = number("x"), let y = number("y"), x.count == y.count else { return nil }
            switch curve {
            case "P-256": return (try? P256.Signing.PublicKey(rawRepresentation: x + y)).map { .p256($0) }
            case "P-384": return (try? P384.Signing.PublicKey(rawRepresentation: x + y)).map { .p384($0) }
            case "P-521": return (try? P521.Signing.PublicKey(rawRepresentation: x + y)).map { .p521($0) }
            default: return nil
            }
        case ("OKP", "Ed25519"):
            guard let x = number("x") else { return nil }
            return (try? Curve25519.Signing.PublicKey(rawRepresentation: x)).map { .ed25519($0) }
        default: return nil
        }
    }

    /// Whether the signature (RFC 7518, 3) is of this key, by that algorithm.
    func isValid(_ signature: [UInt8], of message: [UInt8], by algorithm: String) -> Bool {
        guard self.algorithm == nil || self.algorithm == algorithm else { return false }
        switch (key, algorithm) {
        case (.rsa(let key), _): return JSONWebKey.isValid(signature, of: message, by: algorithm, key)
        case (.p256(let key), "ES256"):
            let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
            return signature.map { key.isValidSignature($0, for: message) } ?? false
        case (.p384(let key), "ES384"):
            let signature = try? P384.Signing.ECDSASignature(rawRepresentation: signature)
            return signature.map { key.isValidSignature($0, for: message) } ?? false
        case (.p521(let key), "ES512"):
            let signature = try? P521.Signing.ECDSASignature(rawRepresentation: signature)
            return signature.map { key.isValidSignature($0, for: message) } ?? false
        case (.ed25519(let key), "EdDSA"), (.ed25519(let key), "Ed25519"):
            return key.isValidSignature(signature, for: message)
        default: return false
        }
    }

    private static func isValid(
        _ signature: [UInt8], of message: [UInt8], by algorithm: String, _ key: _RSA.Signing.PublicKey
    ) -> Bool {
        let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
        let padding: _RSA.Signing.Padding = algorithm.hasPrefix("PS") ? .PSS : .insecurePKCS1v1_5
        switch algorithm {
        case "RS256", "PS256": return key.isValidSignature(signature, for: SHA256.hash(data: message), padding: padding)
        case "RS384", "PS384": return key.isValidSignature(signature, for: SHA384.hash(data: message), padding: padding)
        case "RS512", "PS512": return key.isValidSignature(signature, for: SHA512.hash(data: message), padding: padding)
        default: return false
        }
    }
}
