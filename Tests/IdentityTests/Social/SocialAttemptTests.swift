import Kernel
import Outbound
import Testing

@testable import Identity

@Suite struct SocialAttemptTests {
    private let box = SecretBox(secret: Array("the secret of the test's shop".utf8))
    private let now = Timestamp(seconds: 1_767_225_600)

    @Test func `what the browser keeps comes back as it was, within ten minutes, and shows nothing`() throws {
        let attempt = SocialAttempt("google", returnTo: "/account?x=1", user: ID(), at: now)
        let sealed = try attempt.sealed(by: box)
        #expect(SocialAttempt(sealed: sealed, box, at: now) == attempt)
        #expect(sealed.utf8.count < 2048)
        #expect(SocialAttempt(sealed: sealed, box, at: now.advanced(by: .seconds(600))) == nil)
        let other = SecretBox(secret: Array("the secret of another shop".utf8))
        #expect(SocialAttempt(sealed: sealed, other, at: now) == nil)
        var bytes = try #require([UInt8](base64URL: sealed))
        #expect(!bytes.contains(Array(attempt.verifier.utf8)))
        bytes[bytes.count - 1] ^= 1
        #expect(SocialAttempt(sealed: bytes.base64URL, box, at: now) == nil)
    }

    /// RFC 7636, appendix B, has the bytes of this verifier.
    @Test func `the challenge is the hash of the verifier`() {
        let verifier = Array("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".utf8)
        #expect(verifier.sha256.base64URL == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        let attempt = SocialAttempt("google", returnTo: "/", user: nil, at: now)
        #expect(attempt.verifier.utf8.count == 43)
        #expect(attempt.challenge == Array(attempt.verifier.utf8).sha256.base64URL)
    }

    @Test(arguments: ["/", "/account", "/p/x?y=/z#w", "/%2F%2Fevil.example"])
    func `a path of ours is a way back`(path: String) throws {
        #expect(try SocialAttempt.localPath(path) == path)
    }

    @Test func `without a path the way back is the beginning`() throws {
        #expect(try SocialAttempt.localPath(nil) == "/")
        #expect(try SocialAttempt.localPath("") == "/")
    }

    @Test(
        arguments: [
            "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
            "/ /evil",
            "javascript:alert(1)", "evil.example", "/\r\nSet-Cookie: a=b", "/ü", "///evil.example", " /account",
            "/" + String(repeating: "a", count: 512),
        ])
    func `any other place is refused`(path: String) {
        #expect(throws: ValidationError.self) { try SocialAttempt.localPath(path) }
    }

    @Test func `providers are known by their names or their issuers`() throws {
        let google = try SocialProvider(name: "google", clientID: "a", clientSecret: "b")
        #expect(google.language == .openID(issuer: "https://accounts.google.com"))
        let github = try SocialProvider(name: "github", clientID: "a", clientSecret: "b")
        #expect(github.language == .gitHub(site: "https://github.com", interface: "https://api.github.com"))
        let own = try SocialProvider(name: "own", issuer: "https://id.example/", clientID: "a", clientSecret: "b")
        #expect(own.language == .openID(issuer: "https://id.example"))
        #expect(throws: OutboundError.self) { try SocialProvider(name: "own", clientID: "a", clientSecret: "b") }
        #expect(throws: OutboundError.self) {
            try SocialProvider(name: "google", issuer: "accounts.google.com", clientID: "a", clientSecret: "b")
        }
    }
}
