import Foundation
import HTTPTypes
import Kernel
import Outbound
import Souk
import TestSupport
import Testing

@testable import Identity
@testable import Storefront

/// Coming in through an account elsewhere, as a browser does it, at a provider that nobody here wrote.
@Suite(.enabled(if: TestProvider.isThere, "needs SOUK_TEST_PYTHON"))
struct SocialPagesTests {
    @Test func `who agrees at the provider comes in where they wanted to go`() async throws {
        try await Elsewhere.with { elsewhere in
            let browser = elsewhere.browser
            try await elsewhere.open("page-ada")
            try await browser.open("/login?return_to=%2Faccount%2Fkeys")
            let button = try #require(browser.page.body.firstMatch(of: #/href="(/api/v1/auth/oauth/mock/[^"]*)"/#))
            let gone = try await browser.ask(for: String(button.output.1))
            #expect(gone.status == 302 && gone.headers[.cacheControl] == "no-store")
            let url = try #require(gone.headers[.location])
            #expect(url.hasPrefix(elsewhere.provider.namedSite) && url.contains("code_challenge="))
            let back = try await elsewhere.back(from: url, as: "page-ada")
            #expect(back.status == 302 && back.headers[.location] == "/account/keys")
            #expect(back.headers[HTTPField.Name("Referrer-Policy") ?? .referer] == "no-referrer")
            #expect(browser.cookies["__Host-souk_session"] != nil && browser.cookies["souk_device"] != nil)
            #expect(browser.cookies["__Host-souk_ceremony"] == nil)
            #expect(try await browser.open("/account/keys").heading == "API keys")
            #expect(try await browser.open("/account").body.contains("Ada"))
        }
    }

    @Test func `the second step is asked for after the provider, too`() async throws {
        try await Elsewhere.with { elsewhere in
            let browser = elsewhere.browser
            try await elsewhere.open("page-two-step")
            try await elsewhere.visit("page-two-step")
            let user = try await browser.shop.identity.users.find(email: "page-two-step@example.com")
            let secret = try await browser.shop.setUpSecondFactor(of: user.id)
            try await browser.open("/account")
            try await browser.send("leave")
            let back = try await elsewhere.visit("page-two-step")
            #expect(back.headers[.location] == "/login/code?return_to=%2Faccount")
            #expect(browser.cookies["__Host-souk_session"] == nil && browser.cookies["__Host-souk_step"] != nil)
            try await browser.open("/login/code?return_to=%2Faccount")
            let step = TOTP.step(at: WallClock.system.now) + 1
            try await browser.send("step", ["code": TOTP.code(secret, step: step)])
            #expect(browser.page.path == "/account")
        }
    }

    @Test func `an answer opens nothing for another browser, a second time, made up, or refused`() async throws {
        try await Elsewhere.with { elsewhere in
            let browser = elsewhere.browser
            try await elsewhere.open("page-forged")
            let url = try await elsewhere.leave()
            let answer = try await elsewhere.provider.answer("page-forged", to: url, by: elsewhere.client)
            let path = try #require(answer.pathAndQuery)
            let thief = browser.another()
            let forged = [
                (thief, path), (browser, path.replacing("state=", with: "state=x")),
                (browser, path.replacing(#/iss=[^&]*/#, with: "iss=https%3A%2F%2Fevil.example")),
                (browser, "/api/v1/auth/oauth/mock/callback"),
                (browser, "/api/v1/auth/oauth/mock/callback?error=access_denied"),
            ]
            for (browser, path) in forged {
                try await elsewhere.leave()
                let refused = try await browser.ask(for: path)
                #expect(refused.headers[.location] == "/login?done=social-refused", "\(path)")
                #expect(browser.cookies["__Host-souk_session"] == nil)
            }
            let denied = try await elsewhere.back(from: try await elsewhere.leave(), as: nil)
            #expect(denied.headers[.location] == "/login?done=social-refused")
            #expect(try await browser.open("/login?done=social-refused").body.contains("did not succeed"))

            let kept = try await elsewhere.leave()
            let cookie = browser.cookies["__Host-souk_ceremony"]
            let once = try #require(
                try await elsewhere.provider.answer("page-forged", to: kept, by: elsewhere.client).pathAndQuery)
            #expect(try await browser.ask(for: once).headers[.location] == "/account")
            let again = browser.another()
            again.keep("__Host-souk_ceremony", cookie)
            #expect(try await again.ask(for: once).headers[.location] == "/login?done=social-refused")
            #expect(again.cookies["__Host-souk_session"] == nil)
        }
    }

    @Test func `an account elsewhere is connected, leads in, and goes unless it is the last way in`() async throws {
        try await Elsewhere.with { elsewhere in
            let browser = elsewhere.browser
            try await elsewhere.open("page-linked", email: "elsewhere@example.com")
            try await browser.register()
            try await browser.open("/account/connections")
            try await browser.send("link-mock")
            let refresh = try #require(browser.page.headers[HTTPField.Name("Refresh") ?? .location])
            let url = String(try #require(refresh.split(separator: "url=").last))
            let back = try await elsewhere.back(from: url, as: "page-linked")
            #expect(back.headers[.location] == "/account/connections?done=linked")
            #expect(try await browser.open("/account/connections?done=linked").body.contains("elsewhere@example.com"))

            let other = Elsewhere(browser: browser.another(), provider: elsewhere.provider)
            #expect(try await other.visit("page-linked").headers[.location] == "/account")
            #expect(try await other.browser.open("/account").body.contains("ada@shop.example"))

            let user = try await browser.shop.identity.users.find(email: "ada@shop.example")
            let identity = try #require(try await browser.shop.identity.socialLogins.list(of: user.id).first)
            let stranger = browser.another()
            try await stranger.register("eve@shop.example")
            try await stranger.open("/account/connections")
            let csrf = try #require(try stranger.form("leave").hidden.first { $0.0 == "csrf" }?.1)
            let foreign = try await stranger.post(
                "/account/connections/unlink", [("csrf", csrf), ("identity", "\(identity.id)")])
            #expect(foreign.status == 404)

            try await browser.open("/account/connections")
            try await browser.send("unlink-\(identity.id)")
            #expect(browser.page.path == "/account/connections?done=unlinked")
        }
    }

    @Test func `the only way in is never disconnected`() async throws {
        try await Elsewhere.with { elsewhere in
            let browser = elsewhere.browser
            try await elsewhere.open("page-only")
            try await elsewhere.visit("page-only")
            let user = try await browser.shop.identity.users.find(email: "page-only@example.com")
            let identity = try #require(try await browser.shop.identity.socialLogins.list(of: user.id).first)
            try await browser.open("/account/connections")
            try await browser.send("unlink-\(identity.id)")
            #expect(browser.page.status == 409 && browser.page.body.contains("the last way into your account"))
            #expect(try await browser.shop.identity.socialLogins.list(of: user.id).count == 1)
            // What asks for a password leads to one first.
            for room in ["email", "password", "data"] {
                let page = try await browser.open("/account/\(room)")
                #expect(page.body.contains("href=\"/forgot-password\""), "\(room)")
                #expect(!page.body.contains("type=\"password\""), "\(room)")
            }
        }
    }

    @Test func `an account that somebody else may own is not opened, and its owner told what to do`() async throws {
        try await Elsewhere.with { elsewhere in
            let browser = elsewhere.browser
            try await browser.another().register("page-owner@shop.example")
            try await elsewhere.open("page-squatter", email: "page-owner@shop.example")
            let back = try await elsewhere.back(from: try await elsewhere.leave(), as: "page-squatter")
            #expect(back.headers[.location] == "/login?done=link-needs-password")
            #expect(browser.cookies["__Host-souk_session"] == nil)
        }
    }

    @Test func `a provider that does not answer, or that nobody knows, is said in words`() async throws {
        let environment = Elsewhere.environment(site: "http://127.0.0.1:1")
        try await PaperBrowser.with(environment: environment) { browser in
            let down = try await browser.ask(for: "/api/v1/auth/oauth/mock/authorize")
            #expect(down.status == 302 && down.headers[.location] == "/login?done=provider-unavailable")
            let unknown = try await browser.ask(for: "/api/v1/auth/oauth/nowhere/authorize")
            #expect(unknown.status == 404 && unknown.heading == "There is nothing here")
        }
    }

    @Test(arguments: ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example"])
    func `nobody is sent on to another site afterwards`(place: String) async throws {
        try await Elsewhere.with { elsewhere in
            let subject = "page-open-\(place.utf8.count)"
            try await elsewhere.open(subject)
            let url = try await elsewhere.leave("?return_to=" + place)
            #expect(try await elsewhere.back(from: url, as: subject).headers[.location] == "/account")
        }
    }
}

/// A browser and the provider that it goes to. Accounts there are called differently in each test, since all tests have
/// the same one.
struct Elsewhere {
    let browser: PaperBrowser
    let provider: TestProvider
    var client: OutboundClient { browser.shop.outside.client }

    static func environment(site: String) -> [String: String] {
        ["OIDC_MOCK_ISSUER": site, "OIDC_MOCK_CLIENT_ID": "shop", "OIDC_MOCK_CLIENT_SECRET": "a secret"]
    }

    static func with(_ body: @escaping @Sendable (Elsewhere) async throws -> Void) async throws {
        let provider = try TestProvider.shared
        try await PaperBrowser.with(environment: environment(site: provider.namedSite)) { browser in
            try await body(Elsewhere(browser: browser, provider: provider))
        }
    }

    /// An account at the provider.
    func open(_ subject: String, email: String? = nil) async throws {
        try await provider.openAccount(
            subject, email: email ?? "\(subject)@example.com", at: provider.namedSite, by: client)
    }

    /// Sets out for the provider.
    /// - Returns: where the browser is sent.
    @discardableResult
    func leave(_ query: String = "") async throws -> String {
        try #require(try await browser.ask(for: "/api/v1/auth/oauth/mock/authorize" + query).headers[.location])
    }

    /// Comes back from there, as somebody who has agreed, or nobody.
    @discardableResult
    func back(from url: String, as subject: String?) async throws -> PaperBrowser.Page {
        let address = try await provider.answer(subject, to: url, by: client)
        return try await browser.ask(for: try #require(address.pathAndQuery))
    }

    /// There and back again.
    @discardableResult
    func visit(_ subject: String) async throws -> PaperBrowser.Page {
        try await back(from: try await leave(), as: subject)
    }
}

extension Shop {
    /// A second factor for somebody, confirmed by the code of this moment.
    fileprivate func setUpSecondFactor(of user: ID<User>) async throws -> [UInt8] {
        let enrolment = try await identity.secondFactors.begin(for: RecentLogin(user))
        let secret = SecondFactorPagesTests.bytes(base32: enrolment.secret)
        let code = TOTP.code(secret, step: TOTP.step(at: WallClock.system.now))
        _ = try await identity.secondFactors.confirm(code, of: user, from: .commandLine)
        return secret
    }
}

extension String {
    /// Of an address, what a server of it is asked for.
    fileprivate var pathAndQuery: String? {
        guard let parts = URLComponents(string: self), !parts.path.isEmpty else { return nil }
        return parts.percentEncodedPath + (parts.percentEncodedQuery.map { "?" + $0 } ?? "")
    }
}
