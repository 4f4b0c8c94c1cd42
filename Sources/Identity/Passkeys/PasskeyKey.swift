import Crypto
import CryptoExtras
import Foundation

/// The public key of a passkey (COSE, RFC 9053), of one of the three sorts that we offer.
enum PasskeyKey: Sendable {
    /// ECDSA on P-256 with SHA-256: what nearly all have.
    case es256(P256.Signing.PublicKey)
    /// Ed25519.
    case ed25519(Curve25519.Signing.PublicKey)
    /// RSASSA-PKCS1-v1_5 with SHA-256: Windows Hello.
    case rs256(_RSA.Signing.PublicKey)

    /// The numbers of the algorithms (IANA, COSE Algorithms), the best first.
    static let algorithms = [-8, -7, -257]

    private enum Label {
        static let type: Int64 = 1
        static let algorithm: Int64 = 3
        static let curve: Int64 = -1
        static let x: Int64 = -2
        static let y: Int64 = -3
        static let modulus: Int64 = -1
        static let exponent: Int64 = -2
    }

    /// Reads a key.
    /// - Returns: `nil` for what is no key, not on its curve, too weak, or of another sort.
    init?(_ key: CBOR) {
        switch (key[Label.type]?.number, key[Label.algorithm]?.number, key[Label.curve]?.number) {
        case (2, -7, 1):
            guard let x = key[Label.x]?.bytes, let y = key[Label.y]?.bytes, x.count == 32, y.count == 32,
                let point = try? P256.Signing.PublicKey(rawRepresentation: x + y)
            else { return nil }
            self = .es256(point)
        case (1, -8, 6):
            guard let x = key[Label.x]?.bytes, x.count == 32,
                let point = try? Curve25519.Signing.PublicKey(rawRepresentation: x)
            else { return nil }
            self = .ed25519(point)
        case (3, -257, _):
            guard let modulus = key[Label.modulus]?.bytes, let exponent = key[Label.exponent]?.bytes,
                (256...1024).contains(modulus.count), (1...4).contains(exponent.count),
                let numbers = try? _RSA.Signing.PublicKey(n: modulus, e: exponent)
            else { return nil }
            self = .rs256(numbers)
        default: return nil
        }
    }

    /// Whether the signature, in the form that WebAuthn has for its algorithm (6.5.5), is of this key.
    func isValid(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        switch self {
        case .es256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: message)
        case .ed25519(let key): return key.isValidSignature(signature, for: message)
        case .rs256(let key):
            let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
            return key.isValidSignature(signature, for: message, padding: .insecurePKCS1v1_5)
        }
    }
}
