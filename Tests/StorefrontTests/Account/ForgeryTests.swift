import HTTPTypes
import Testing

@testable import Storefront

/// Forms that another site sends with the cookies of its victim.
@Suite struct ForgeryTests {
    static let forStrangers = [
        "/register", "/verify-email", "/verify-email/resend", "/login", "/login/code", "/login/recovery-code",
        "/login/passkey", "/login/passkey/options",
        "/logout", "/forgot-password", "/reset-password",
    ]
    static let forMembers = [
        "/logout", "/account/verification", "/account/profile", "/account/email", "/account/password",
        "/account/sessions/end", "/account/sessions/end-all", "/account/two-step/begin", "/account/two-step/confirm",
        "/account/passkeys", "/account/passkeys/options", "/account/passkeys/remove", "/account/connections/link",
        "/account/connections/unlink", "/account/two-step/codes", "/account/two-step/disable", "/account/keys",
        "/account/keys/revoke", "/account/searches/new", "/account/searches/mail", "/account/searches/remove",
        "/account/data/delete",
    ]

    @Test func `a form without the token of its page is refused everywhere`() async throws {
        try await PaperBrowser.with { browser in
            let strange = browser.another()
            try await strange.open("/login")
            let foreign = try #require(try strange.form("login").hidden.first { $0.0 == "csrf" }?.1)
            for path in ForgeryTests.forStrangers {
                #expect(try await strange.post(path, []).status == 403, "\(path)")
                #expect(try await strange.post(path, [("csrf", "made-up")]).status == 403, "\(path)")
            }
            try await browser.register()
            for path in ForgeryTests.forMembers {
                #expect(try await browser.post(path, []).status == 403, "\(path)")
                // The token of a stranger's page is that of nobody's session.
                #expect(try await browser.post(path, [("csrf", foreign)]).status == 403, "\(path)")
            }
            #expect(try await browser.open("/account").status == 200)
        }
    }

    @Test func `no page of an account can be framed, and none runs a script of its own`() async throws {
        try await PaperBrowser.with { browser in
            for path in ["/login", "/register", "/forgot-password", "/verify-email?token=a", "/reset-password?token=a"]
            {
                let page = try await browser.open(path)
                #expect(page.headers[.cacheControl] == "no-store", "\(path)")
                let policy = page.headers[.contentSecurityPolicy] ?? ""
                #expect(policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self'"))
                #expect(!policy.contains("unsafe-inline"))
                #expect(page.body.matches(of: #/<script(?![^>]* src=)/#).isEmpty, "\(path)")
            }
        }
    }
}
