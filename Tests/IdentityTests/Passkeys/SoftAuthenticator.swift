import Crypto
import CryptoExtras
import Foundation
import Kernel

@testable import Identity

/// An authenticator and the browser before it, made for tests; what it says can be bent.
struct SoftAuthenticator: Sendable {
    enum Pair: Sendable {
        case es256(P256.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
        case rs256(_RSA.Signing.PrivateKey)
    }

    /// What it and the browser say; honest unless a test changes it.
    struct Words: Sendable {
        var origin = "https://shop.example"
        var relyingParty = "shop.example"
        var kind: String?
        var flags: UInt8 = 0x05
        var counter: UInt32 = 0
        var extra = ""
        var extensions: [UInt8] = []
        var trailing: [UInt8] = []
        var format = "none"
        var statement = CBOR.pairs([])
    }

    let pair: Pair
    let credentialID: [UInt8]

    init(_ pair: Pair = .es256(P256.Signing.PrivateKey()), credentialID: [UInt8] = .random(count: 32)) {
        (self.pair, self.credentialID) = (pair, credentialID)
    }

    static func make(_ algorithm: Int) throws -> SoftAuthenticator {
        switch algorithm {
        case -8: SoftAuthenticator(.ed25519(Curve25519.Signing.PrivateKey()))
        case -257: SoftAuthenticator(.rs256(try _RSA.Signing.PrivateKey(keySize: .bits2048)))
        default: SoftAuthenticator()
        }
    }

    /// The public key as COSE has it.
    var publicKey: CBOR {
        switch pair {
        case .es256(let key):
            let point = Array(key.publicKey.rawRepresentation)
            return CBOR.pairs([
                (CBOR(1), CBOR(2)), (CBOR(3), CBOR(-7)), (CBOR(-1), CBOR(1)), (CBOR(-2), .bytes(Array(point[..<32]))),
                (CBOR(-3), .bytes(Array(point[32...]))),
            ])
        case .ed25519(let key):
            return CBOR.pairs([
                (CBOR(1), CBOR(1)), (CBOR(3), CBOR(-8)), (CBOR(-1), CBOR(6)),
                (CBOR(-2), .bytes(Array(key.publicKey.rawRepresentation))),
            ])
        case .rs256(let key):
            let numbers = try? key.publicKey.getKeyPrimitives()
            return CBOR.pairs([
                (CBOR(1), CBOR(3)), (CBOR(3), CBOR(-257)), (CBOR(-1), .bytes(Array(numbers?.modulus ?? Data()))),
                (CBOR(-2), .bytes(Array(numbers?.publicExponent ?? Data()))),
            ])
        }
    }

    /// Makes a passkey.
    func create(_ challenge: [UInt8], _ change: (inout Words) -> Void = { _ in }) -> PasskeyRegistration {
        var words = Words()
        change(&words)
        words.flags |= 0x40
        let length = [UInt8(credentialID.count >> 8), UInt8(credentialID.count & 0xFF)]
        let credential = [UInt8](repeating: 0, count: 16) + length + credentialID + publicKey.encoded
        let object = CBOR.pairs([
            (.text("fmt"), .text(words.format)), (.text("attStmt"), words.statement),
            (.text("authData"), .bytes(data(words, credential))),
        ])
        return PasskeyRegistration(
            clientData: clientData(challenge, words, orElse: "webauthn.create"), attestationObject: object.encoded,
            transports: ["internal", "hybrid", "telepathy"])
    }

    /// Uses it.
    func use(
        _ challenge: [UInt8], userHandle: [UInt8]? = nil, _ change: (inout Words) -> Void = { _ in }
    ) throws -> PasskeyAssertion {
        var words = Words()
        change(&words)
        let (data, client) = (data(words, []), clientData(challenge, words, orElse: "webauthn.get"))
        return PasskeyAssertion(
            credentialID: credentialID, clientData: client, authenticatorData: data,
            signature: try signature(of: data + client.sha256), userHandle: userHandle)
    }

    func signature(of message: [UInt8]) throws -> [UInt8] {
        switch pair {
        case .es256(let key): Array(try key.signature(for: message).derRepresentation)
        case .ed25519(let key): Array(try key.signature(for: message))
        case .rs256(let key): Array(try key.signature(for: message, padding: .insecurePKCS1v1_5).rawRepresentation)
        }
    }

    private func data(_ words: Words, _ credential: [UInt8]) -> [UInt8] {
        let counter = (0..<4).map { UInt8(truncatingIfNeeded: words.counter >> (24 - 8 * UInt32($0))) }
        return Array(words.relyingParty.utf8).sha256 + [words.flags] + counter + credential + words.extensions
            + words.trailing
    }

    private func clientData(_ challenge: [UInt8], _ words: Words, orElse kind: String) -> [UInt8] {
        Array(
            """
            {"type":"\(words.kind ?? kind)","challenge":"\(challenge.base64URL)","origin":"\(words.origin)"\
            ,"crossOrigin":false\(words.extra)}
            """.utf8)
    }
}
