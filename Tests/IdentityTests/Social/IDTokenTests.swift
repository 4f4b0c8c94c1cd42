import Crypto
import CryptoExtras
import Foundation
import Kernel
import Testing

@testable import Identity

@Suite struct IDTokenTests {
    private static let now = Timestamp(seconds: 1_767_225_600)
    private static let usual =
        #"{"iss":"https://op.example","aud":"shop","sub":"1","nonce":"n","exp":1767225900,"iat":1767225600}"#
    private let pair = P256.Signing.PrivateKey()

    private var key: JSONWebKey? { JSONWebKey(Self.jwk(pair.publicKey, id: "one")) }

    private func token(_ claims: String = usual, header: String = #"{"alg":"ES256","kid":"one"}"#) throws -> IDToken? {
        let message = "\(Array(header.utf8).base64URL).\(Array(claims.utf8).base64URL)"
        let signature = try pair.signature(for: Data(message.utf8)).rawRepresentation
        return IDToken("\(message).\(signature.base64URL)")
    }

    private func claims(_ claims: String) throws -> JSONValue? {
        try token(claims)?.claims(issuer: "https://op.example", audience: "shop", nonce: "n", at: Self.now)
    }

    @Test func `a token for us says who it is`() throws {
        let token = try #require(try token())
        #expect(token.isSigned(byOneOf: [try #require(key)]))
        #expect(try claims(Self.usual)?["sub"]?.text == "1")
    }

    @Test(
        arguments: [
            (#""iss":"https://op.example""#, #""iss":"https://evil.example""#), (#""aud":"shop""#, #""aud":"other""#),
            (#""aud":"shop""#, #""aud":["shop","other"]"#), (#""aud":"shop""#, #""aud":[]"#),
            (#""aud":"shop""#, #""aud":"shop","azp":"other""#), (#""nonce":"n""#, #""nonce":"m""#),
            (#""nonce":"n","#, ""), (#""exp":1767225900"#, #""exp":1767225540"#),
            (#""exp":1767225900"#, #""exp":"never""#),
            (#","iat":1767225600"#, ""), (#""iat":1767225600"#, #""iat":1767225901"#),
        ])
    func `a token for others, of another login or of another time is refused`(part: String, other: String) throws {
        let bent = Self.usual.replacing(part, with: other)
        #expect(bent != Self.usual)
        #expect(try claims(bent) == nil)
    }

    @Test func `a token for several is taken when it was made for us`() throws {
        let several = Self.usual.replacing(#""aud":"shop""#, with: #""aud":["shop","other"],"azp":"shop""#)
        #expect(try claims(several) != nil)
    }

    @Test(
        arguments: [
            #"{"alg":"none","kid":"one"}"#, #"{"alg":"HS256","kid":"one"}"#, #"{"alg":"ES384","kid":"one"}"#,
            #"{"alg":"RS256","kid":"one"}"#, #"{"alg":"ES256","kid":"two"}"#, #"{"kid":"one"}"#,
            #"{"alg":"ES256","kid":"one","crit":["exp"]}"#,
        ])
    func `a signature counts by the key that is named, and by its algorithm`(header: String) throws {
        let key = try #require(key)
        #expect(try token(header: header)?.isSigned(byOneOf: [key]) ?? false == false)
    }

    @Test func `a token that names no key may be of any`() throws {
        let other = try #require(JSONWebKey(Self.jwk(P256.Signing.PrivateKey().publicKey, id: nil)))
        let token = try #require(try token(header: #"{"alg":"ES256"}"#))
        #expect(token.isSigned(byOneOf: [other, try #require(key)]))
        #expect(!token.isSigned(byOneOf: [other]))
        #expect(!token.isSigned(byOneOf: []))
    }

    @Test func `every sort of key checks what it has signed, and only by its algorithms`() throws {
        let message = Array("what is signed".utf8)
        let rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let numbers = try rsa.publicKey.getKeyPrimitives()
        let (p384, p521, edwards) = (
            P384.Signing.PrivateKey(), P521.Signing.PrivateKey(), Curve25519.Signing.PrivateKey()
        )
        let rsaKey = #"{"kty":"RSA","n":"\#(numbers.modulus.base64URL)","e":"\#(numbers.publicExponent.base64URL)"}"#
        let cases: [(String, String, Data)] = [
            (
                "RS256", rsaKey,
                try rsa.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5).rawRepresentation
            ),
            (
                "RS384", rsaKey,
                try rsa.signature(for: SHA384.hash(data: message), padding: .insecurePKCS1v1_5).rawRepresentation
            ),
            (
                "RS512", rsaKey,
                try rsa.signature(for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5).rawRepresentation
            ),
            ("PS256", rsaKey, try rsa.signature(for: SHA256.hash(data: message), padding: .PSS).rawRepresentation),
            (
                "ES384", Self.curve("P-384", p384.publicKey.rawRepresentation),
                try p384.signature(for: message).rawRepresentation
            ),
            (
                "ES512", Self.curve("P-521", p521.publicKey.rawRepresentation),
                try p521.signature(for: message).rawRepresentation
            ),
            (
                "EdDSA", #"{"kty":"OKP","crv":"Ed25519","x":"\#(edwards.publicKey.rawRepresentation.base64URL)"}"#,
                try edwards.signature(for: message)
            ),
        ]
        for (algorithm, text, signature) in cases {
            let key = try #require(JSONWebKey(try JSONValue(parsing: Array(text.utf8))), "\(algorithm)")
            #expect(key.isValid(Array(signature), of: message, by: algorithm), "\(algorithm)")
            #expect(!key.isValid(Array(signature), of: message + [0], by: algorithm), "\(algorithm)")
            for other in cases.map(\.0) + ["HS256", "none"] where other != algorithm {
                #expect(!key.isValid(Array(signature), of: message, by: other), "\(algorithm) as \(other)")
            }
        }
    }

    @Test(
        arguments: [
            #"{"kty":"oct","k":"c2VjcmV0"}"#, #"{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}"#,
            #"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#,
            #"{"kty":"OKP","crv":"X25519","x":"AA"}"#, #"{}"#,
        ])
    func `keys that check nothing of ours are left out`(text: String) throws {
        #expect(JSONWebKey(try JSONValue(parsing: Array(text.utf8))) == nil)
    }

    private static func jwk(_ key: P256.Signing.PublicKey, id: String?) -> JSONValue {
        let text = curve("P-256", key.rawRepresentation)
        let named = id.map { text.replacing("{", with: #"{"kid":"\#($0)","#) } ?? text
        return (try? JSONValue(parsing: Array(named.utf8))) ?? .null
    }

    private static func curve(_ name: String, _ point: Data) -> String {
        let half = point.count / 2
        return
            #"{"kty":"EC","crv":"\#(name)","x":"\#(point.prefix(half).base64URL)","y":"\#(point.suffix(half).base64URL)"}"#
    }
}
