import Persistence
import TestSupport
import Testing

@testable import Identity

/// Who sent an answer, by its parameter `iss` (RFC 9207).
@Suite(.enabled(if: TestProvider.isThere, "needs SOUK_TEST_PYTHON"))
struct SenderTests {
    @Test func `a provider that says who it is is believed when it is the one that was asked`() async throws {
        try await SocialFixture.with { fixture in
            let site = fixture.provider.namedSite
            try await fixture.openAccount("sender", email: "sender@example.com", at: site)
            let start = try await fixture.logins.begin("named", returnTo: nil)
            let answer = try await fixture.answer("sender", to: start)
            #expect(answer.issuer == site)
            let outcome = try await fixture.logins.finish("named", answer, cookie: start.cookie, as: nil, from: .home)
            #expect(outcome.user?.email == "sender@example.com")
        }
    }

    /// Each would be a sound answer but for who sent it, or does not say so.
    @Test(arguments: [nil, "https://evil.example", "", "/"])
    func `a provider that announces to say who it is has to, and truly`(said: String?) async throws {
        try await SocialFixture.with { fixture in
            let site = fixture.provider.namedSite
            try await fixture.openAccount("forged", email: "forged@example.com", at: site)
            let start = try await fixture.logins.begin("named", returnTo: nil)
            let honest = try await fixture.answer("forged", to: start)
            let issuer = said == "/" ? site + "/" : said
            let bent = SocialAnswer(code: honest.code, state: honest.state, issuer: issuer)
            await #expect(throws: IdentityError.socialLoginRefused) {
                try await fixture.logins.finish("named", bent, cookie: start.cookie, as: nil, from: .stranger)
            }
            #expect(try await fixture.shop.count("users") == 0)
            #expect(try await fixture.shop.actions() == ["login.failed"])
        }
    }

    @Test(arguments: [("https://evil.example", false), ("itself", true)])
    func `what a provider says without having announced it counts as well`(said: String, isTaken: Bool) async throws {
        try await SocialFixture.with { fixture in
            let subject = "quiet-\(isTaken)"
            try await fixture.openAccount(subject, email: "quiet@example.com")
            let start = try await fixture.logins.begin("mock", returnTo: nil)
            let honest = try await fixture.answer(subject, to: start)
            #expect(honest.issuer == nil)
            let issuer = said == "itself" ? fixture.provider.site : said
            let answer = SocialAnswer(code: honest.code, state: honest.state, issuer: issuer)
            let login = try? await fixture.logins.finish("mock", answer, cookie: start.cookie, as: nil, from: .home)
            #expect((login != nil) == isTaken)
        }
    }

    @Test func `a provider that cannot be reached is not available, whatever is the matter`() async throws {
        try await SocialFixture.with { fixture in
            let nowhere = try SocialProvider(
                name: "nowhere", issuer: "http://127.0.0.1:1", clientID: "shop", clientSecret: "a secret")
            let logins = SocialLogins(fixture.shop.parts, providers: [nowhere], client: fixture.client)
            await #expect(throws: IdentityError.providerUnavailable) {
                try await logins.begin("nowhere", returnTo: nil)
            }
        }
    }
}
