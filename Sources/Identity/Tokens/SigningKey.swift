import Crypto
import CryptoExtras
import Dispatch
import Foundation
package import Kernel

/// A pair of keys that access tokens are signed with.
package struct SigningKey: Sendable {
    enum Pair: Sendable {
        case rs256(_RSA.Signing.PrivateKey, _RSA.Signing.PublicKey)
        case es256(P256.Signing.PrivateKey, P256.Signing.PublicKey)
    }

    /// Its name, which tokens carry as `kid`.
    package let id: ID<SigningKey>
    /// When it was made.
    package let createdAt: Timestamp
    /// Since when it signs no more; `nil` while it may.
    package let retiredAt: Timestamp?
    private let pair: Pair
    /// The head of every token that it signs, encoded, with the dot behind it.
    let header: [UInt8]

    /// What it signs with.
    package var algorithm: TokenAlgorithm {
        switch pair {
        case .rs256: .rs256
        case .es256: .es256
        }
    }

    /// A key from what is kept of it.
    /// - Parameter privateKey: PKCS #8 in DER for RSA, the raw scalar for P-256.
    /// - Throws: what the cryptography says about bytes that are no key.
    init(
        _ id: ID<SigningKey>, _ algorithm: TokenAlgorithm, privateKey: [UInt8], createdAt: Timestamp,
        retiredAt: Timestamp? = nil
    ) throws {
        (self.id, self.createdAt, self.retiredAt) = (id, createdAt, retiredAt)
        switch algorithm {
        case .rs256:
            let key = try _RSA.Signing.PrivateKey(derRepresentation: privateKey)
            pair = .rs256(key, key.publicKey)
        case .es256:
            let key = try P256.Signing.PrivateKey(rawRepresentation: privateKey)
            pair = .es256(key, key.publicKey)
        }
        header = Array((SigningKey.header(algorithm, id).base64URL + ".").utf8)
    }

    /// A new key. Made on a thread of its own: the two primes of RSA take up to a second.
    static func make(_ algorithm: TokenAlgorithm, at moment: Timestamp) async throws -> SigningKey {
        let privateKey: [UInt8] = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        switch algorithm {
                        case .rs256: Array(try _RSA.Signing.PrivateKey(keySize: .bits2048).pkcs8DERRepresentation)
                        case .es256: Array(P256.Signing.PrivateKey().rawRepresentation)
                        }
                    })
            }
        }
        return try SigningKey(ID(at: moment), algorithm, privateKey: privateKey, createdAt: moment)
    }

    /// What is sealed and kept.
    var privateKey: [UInt8] {
        switch pair {
        case .rs256(let key, _): Array(key.pkcs8DERRepresentation)
        case .es256(let key, _): Array(key.rawRepresentation)
        }
    }

    /// The signature in the form of JWS (RFC 7518, 3.3 and 3.4).
    func signature(of message: [UInt8]) throws -> [UInt8] {
        switch pair {
        case .rs256(let key, _):
            Array(try key.signature(for: message, padding: .insecurePKCS1v1_5).rawRepresentation)
        case .es256(let key, _): Array(try key.signature(for: message).rawRepresentation)
        }
    }

    /// Whether the signature, in the form of JWS, is of this key and for that message.
    func isValid(_ signature: [UInt8], of message: some DataProtocol) -> Bool {
        switch pair {
        case .rs256(_, let key):
            let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
            return key.isValidSignature(signature, for: message, padding: .insecurePKCS1v1_5)
        case .es256(_, let key):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: message)
        }
    }

    /// Appends the public half as a JSON Web Key (RFC 7517; RFC 7518, 6).
    func writeJWK(to writer: inout JSONWriter) throws {
        try writer.object { writer in
            writer.member("kid", id.description)
            writer.member("use", "sig")
            writer.member("alg", algorithm.rawValue)
            switch pair {
            case .rs256(_, let key):
                let numbers = try key.getKeyPrimitives()
                writer.member("kty", "RSA")
                writer.member("n", numbers.modulus.base64URL)
                writer.member("e", numbers.publicExponent.base64URL)
            case .es256(_, let key):
                writer.member("kty", "EC")
                writer.member("crv", "P-256")
                writer.member("x", key.rawRepresentation.prefix(32).base64URL)
                writer.member("y", key.rawRepresentation.suffix(32).base64URL)
            }
        }
    }

    private static func header(_ algorithm: TokenAlgorithm, _ id: ID<SigningKey>) -> [UInt8] {
        var writer = JSONWriter(capacity: 96)
        writer.object { writer in
            writer.member("alg", algorithm.rawValue)
            writer.member("typ", "JWT")
            writer.member("kid", id.description)
        }
        return writer.bytes
    }
}
