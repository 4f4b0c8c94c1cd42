import Crypto
import Foundation
import JWTKit
import Kernel
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite struct AccessTokensTests {
    @Test(arguments: TestDatabase.all, TokenAlgorithm.allCases)
    func `a token says what it was issued for, the second time as well`(
        _ kind: TestDatabase, _ algorithm: TokenAlgorithm
    ) async throws {
        try await TokenFixture.with(kind, algorithm) { fixture in
            let (user, session) = (ID<User>(), ID<Session>())
            let (token, expiresIn) = try await fixture.tokens.issue(for: user, session: session, role: .vendor)
            #expect(expiresIn == 3600)
            for _ in 0..<2 {
                let claims = try await fixture.tokens.verify(token)
                #expect((claims.user, claims.session, claims.role) == (user, session, .vendor))
                #expect(claims.issuedAt == fixture.clock.now)
                #expect(claims.expiresAt == fixture.clock.now.advanced(by: .seconds(3600)))
            }
        }
    }

    @Test(arguments: [true, false])
    func `a token ends after an hour, whether it was seen before or not`(wasSeen: Bool) async throws {
        try await TokenFixture.with(.sqlite) { fixture in
            let token = try await fixture.issue()
            fixture.clock.advance(by: .seconds(3599))
            if wasSeen { _ = try await fixture.tokens.verify(token) }
            fixture.clock.advance(by: .seconds(1))
            await #expect(throws: IdentityError.unauthenticated) { try await fixture.tokens.verify(token) }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `rotation logs nobody out, and other nodes learn of the new key by its first token`(
        _ kind: TestDatabase
    ) async throws {
        try await TokenFixture.with(kind) { fixture in
            let keys = TokenFixture.node(fixture.database, clock: fixture.clock)
            let other = AccessTokens(keys, issuer: TokenFixture.issuer, clock: fixture.clock.wall)
            let old = try await fixture.issue()
            _ = try await other.verify(old)
            try await fixture.tokens.rotate()
            let new = try await fixture.issue()
            #expect(Self.header(of: old)["kid"] != Self.header(of: new)["kid"])
            fixture.clock.advance(by: SigningKeys.pause)
            _ = try await other.verify(new)
            _ = try await other.verify(old)
            _ = try await fixture.tokens.verify(old)
        }
    }

    @Test func `however many tokens there are, each is still checked`() async throws {
        try await TokenFixture.with(.sqlite) { fixture in
            var tokens: [String] = []
            for _ in 0..<30 { tokens.append(try await fixture.issue()) }
            for token in tokens + tokens { _ = try await fixture.tokens.verify(token) }
            var changed = tokens[3]
            changed.removeLast()
            let shorter = changed
            await #expect(throws: IdentityError.unauthenticated) { try await fixture.tokens.verify(shorter) }
        }
    }

    @Test func `tokens of another shop, or for another use, are refused`() async throws {
        try await TokenFixture.with(.sqlite) { fixture in
            for (issuer, audience) in [("https://other.example", "souk"), (TokenFixture.issuer, "other")] {
                let other = AccessTokens(fixture.keys, issuer: issuer, audience: audience, clock: fixture.clock.wall)
                let token = try await other.issue(for: ID(), session: ID(), role: .admin).token
                _ = try await other.verify(token)
                await #expect(throws: IdentityError.unauthenticated) { try await fixture.tokens.verify(token) }
            }
        }
    }

    @Test func `no bit of a token can be changed`() async throws {
        try await TokenFixture.with(.sqlite) { fixture in
            let token = Array(try await fixture.issue().utf8)
            for index in token.indices {
                var changed = token
                changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
                let text = String(decoding: changed, as: UTF8.self)
                await #expect(throws: IdentityError.unauthenticated) { try await fixture.tokens.verify(text) }
            }
        }
    }

    @Test func `forged tokens are refused`() async throws {
        try await TokenFixture.with(.sqlite, .rs256) { fixture in
            let token = try await fixture.issue()
            let forgeries = try await Self.forgeries(of: token, fixture)
            for (name, forgery) in forgeries {
                await #expect(throws: IdentityError.unauthenticated, "\(name)") {
                    try await fixture.tokens.verify(forgery)
                }
            }
            _ = try await fixture.tokens.verify(token)
        }
    }

    /// The known attacks on JWT (RFC 8725), by name.
    private static func forgeries(of token: String, _ fixture: TokenFixture) async throws -> [(String, String)] {
        let parts = token.split(separator: ".").map { String($0) }
        let kid = try #require(header(of: token)["kid"]?.text)
        func signed(_ header: String, _ sign: ([UInt8]) throws -> [UInt8]) rethrows -> String {
            let message = "\(Array(header.utf8).base64URL).\(parts[1])"
            return "\(message).\(try sign(Array(message.utf8)).base64URL)"
        }
        let jwks = try await fixture.keys.jwks()
        let stranger = P256.Signing.PrivateKey()
        let own = try await fixture.keys.current()
        return [
            ("alg none", "\(Array(#"{"alg":"none","kid":"\#(kid)"}"#.utf8).base64URL).\(parts[1])."),
            ("alg None", "\(Array(#"{"alg":"None","kid":"\#(kid)"}"#.utf8).base64URL).\(parts[1]).\(parts[2])"),
            (
                "HS256 keyed with the public key",
                signed(#"{"alg":"HS256","typ":"JWT","kid":"\#(kid)"}"#) {
                    Array(HMAC<SHA256>.authenticationCode(for: $0, using: SymmetricKey(data: jwks)))
                }
            ),
            (
                "a foreign key under our name",
                try signed(#"{"alg":"ES256","kid":"\#(kid)"}"#) {
                    Array(try stranger.signature(for: $0).rawRepresentation)
                }
            ),
            (
                "a foreign key under its own name",
                try signed(#"{"alg":"ES256","kid":"\#(ID<SigningKey>())"}"#) {
                    Array(try stranger.signature(for: $0).rawRepresentation)
                }
            ),
            (
                "a key in the head",
                try signed(#"{"alg":"ES256","jwk":{"kty":"EC","crv":"P-256"}}"#) {
                    Array(try stranger.signature(for: $0).rawRepresentation)
                }
            ),
            (
                "an unknown extension",
                try signed(#"{"alg":"RS256","kid":"\#(kid)","crit":["b64"]}"#, own.signature(of:))
            ),
            ("another algorithm of the same key", try signed(#"{"alg":"RS512","kid":"\#(kid)"}"#, own.signature(of:))),
            ("no signature", "\(parts[0]).\(parts[1])."), ("two parts", "\(parts[0]).\(parts[1])"),
            ("four parts", token + ".x"), ("padding", token + "="), ("space", token + " "), ("nothing", ""),
            ("too long", token + String(repeating: "A", count: 2048)), ("words", "this.is.not"),
        ]
    }

    @Test(arguments: TokenAlgorithm.allCases)
    func `jwt-kit reads our tokens with our public keys`(_ algorithm: TokenAlgorithm) async throws {
        try await TokenFixture.with(.sqlite, algorithm) { fixture in
            let token = try await fixture.issue()
            let set = String(decoding: try await fixture.tokens.jwks(), as: UTF8.self)
            let collection = try await JWTKeyCollection().add(jwksJSON: set)
            let claims = try await collection.verify(token, as: PlainClaims.self)
            #expect(claims.iss == TokenFixture.issuer)
            #expect(!set.contains("\"d\""), "a private half")
        }
    }

    @Test(.enabled(if: TestPython.isThere, "needs SOUK_TEST_PYTHON"), arguments: TokenAlgorithm.allCases)
    func `PyJWT reads our tokens with our public keys`(_ algorithm: TokenAlgorithm) async throws {
        try await TokenFixture.with(.sqlite, algorithm) { fixture in
            let session = ID<Session>()
            let token = try await fixture.tokens.issue(for: ID(), session: session, role: .admin).token
            var input = JSONWriter()
            input.object { input in
                input.member("token", token)
                input.member("issuer", TokenFixture.issuer)
                input.key("jwks")
                input.raw("null")
            }
            let text = input.text.replacing(
                "\"jwks\":null", with: "\"jwks\":" + String(decoding: try await fixture.tokens.jwks(), as: UTF8.self))
            let answer = try TestPython.run("read_token.py", input: Data(text.utf8))
            let claims = try JSONValue(parsing: Array(answer))
            #expect(claims["sid"]?.text == session.description)
            #expect(claims["role"]?.text == "admin")
        }
    }

    private static func header(of token: String) -> JSONValue {
        JSONValue(encoded: Array(token.utf8.prefix { $0 != UInt8(ascii: ".") })[...]) ?? .null
    }
}

/// The claims that any reader wants.
private struct PlainClaims: JWTPayload {
    let iss: String
    let sub: String
    let exp: Int

    func verify(using algorithm: some JWTAlgorithm) async throws {}
}
