import Crypto
import Foundation
import Identity
import Kernel

/// A passkey on a device of the tests, and the browser before it: what a program sends of them, written here by itself.
struct TestPasskey: Sendable {
    /// What the browser and the device say; true unless a test changes it.
    struct Words: Sendable {
        var origin = "http://localhost:8080"
        var relyingParty = "localhost"
        /// Somebody was there, and was known.
        var flags: UInt8 = 0x05
        var userHandle: [UInt8]?
    }

    private let key = P256.Signing.PrivateKey()
    private let id = (0..<32).map { _ in UInt8.random(in: .min ... .max) }

    /// The body that adds it.
    func made(for challenge: String, name: String? = nil, _ change: (inout Words) -> Void = { _ in }) -> String {
        var words = Words()
        change(&words)
        words.flags |= 0x40
        var credential = [UInt8](repeating: 0, count: 17)
        credential.append(UInt8(id.count))
        credential += id + publicKey
        let data = authenticatorData(words) + credential
        let object = TestPasskey.attestation(data)
        let client = clientData("webauthn.create", challenge, words)
        let named = name.map { #""name": "\#($0)", "# } ?? ""
        return """
            {\(named)\(ends), "response": {
                "clientDataJSON": "\(client.base64URL)", "attestationObject": "\(object.base64URL)",
                "transports": ["internal"]}}
            """
    }

    /// The body that signs in with it.
    func used(for challenge: String, _ change: (inout Words) -> Void = { _ in }) throws -> String {
        var words = Words()
        change(&words)
        let (data, client) = (authenticatorData(words), clientData("webauthn.get", challenge, words))
        let signed = data + Array(SHA256.hash(data: client))
        let signature = Array(try key.signature(for: signed).derRepresentation)
        let handle = words.userHandle.map { #", "userHandle": "\#($0.base64URL)""# } ?? ""
        return """
            {\(ends), "response": {
                "clientDataJSON": "\(client.base64URL)", "authenticatorData": "\(data.base64URL)",
                "signature": "\(signature.base64URL)"\(handle)}}
            """
    }

    /// What stands in both, as `toJSON()` of a browser writes it.
    private var ends: String {
        #""id": "\#(id.base64URL)", "rawId": "\#(id.base64URL)", "type": "public-key", "#
            + #""authenticatorAttachment": "platform", "clientExtensionResults": {}"#
    }

    /// {1: 2, 3: -7, -1: 1, -2: x, -3: y}, a key on P-256 (RFC 9053).
    private var publicKey: [UInt8] {
        let point = Array(key.publicKey.rawRepresentation)
        var bytes: [UInt8] = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32]
        bytes += point[..<32]
        bytes += [0x22, 0x58, 32] as [UInt8]
        bytes += point[32...]
        return bytes
    }

    /// {"fmt": "none", "attStmt": {}, "authData": data} in CBOR (RFC 8949).
    private static func attestation(_ data: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0xA3]
        for (name, value) in [
            ("fmt", [0x64] + Array("none".utf8)), ("attStmt", [0xA0]), ("authData", [0x58, UInt8(data.count)] + data),
        ] as [(String, [UInt8])] {
            bytes.append(0x60 + UInt8(name.utf8.count))
            bytes += name.utf8
            bytes += value
        }
        return bytes
    }

    private func authenticatorData(_ words: Words) -> [UInt8] {
        Array(SHA256.hash(data: Array(words.relyingParty.utf8))) + [words.flags, 0, 0, 0, 0]
    }

    private func clientData(_ kind: String, _ challenge: String, _ words: Words) -> [UInt8] {
        Array(
            #"{"type":"\#(kind)","challenge":"\#(challenge)","origin":"\#(words.origin)","crossOrigin":false}"#.utf8)
    }
}
