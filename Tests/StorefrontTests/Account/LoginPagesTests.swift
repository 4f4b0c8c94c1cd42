import HTTPTypes
import Identity
import Kernel
import Souk
import Testing

@testable import Storefront

/// Signing in and out, as a browser without JavaScript does it.
@Suite struct LoginPagesTests {
    @Test func `whoever signs in comes to where he wanted to go, and can sign out`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            try await browser.send("leave")
            #expect(browser.page.path == "/login?done=signed-out")
            #expect(browser.cookies["__Host-souk_session"] == nil)
            try await browser.open("/account/profile")
            #expect(browser.page.path == "/login?return_to=%2Faccount%2Fprofile")
            try await browser.signIn()
            #expect(browser.page.path == "/account/profile" && browser.page.status == 200)
        }
    }

    /// Who signs out has signed out on the server: the cookie alone opens nothing any more.
    @Test func `a session that was left is over, whatever the browser still has`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            let cookie = try #require(browser.cookies["__Host-souk_session"])
            try await browser.send("leave")
            let answer = try await browser.shop.identity.sessions.authenticates(cookie)
            #expect(!answer)
        }
    }

    @Test func `an unknown address and a wrong password get the same page`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            var pages: [String] = []
            for email in ["ada@shop.example", "eve@shop.example"] {
                let stranger = browser.another()
                try await stranger.signIn(email, password: "not the password")
                #expect(stranger.page.status == 401)
                #expect(stranger.page.headers[.wwwAuthenticate] == nil)
                #expect(stranger.page.title?.hasPrefix("Error: ") == true)
                #expect(stranger.page.body.contains("role=\"alert\">Incorrect email or password.</p>"))
                #expect(stranger.page.body.contains("value=\"\(email)\""))
                #expect(!stranger.page.body.contains("not the password"))
                let csrf = try #require(stranger.form("login").hidden.first { $0.0 == "csrf" }?.1)
                pages.append(stranger.page.body.replacing(email, with: "E").replacing(csrf, with: "C"))
            }
            #expect(pages[0] == pages[1])
        }
    }

    @Test(arguments: [
        "//evil.example", "/\\evil.example", "https://evil.example", "/%09/evil.example\t", "javascript:alert(1)",
        "/\t/evil",
        "evil.example", "", "/a b", "/\u{2215}/evil", "/x\r\nSet-Cookie: a=b", "\\\\evil.example",
    ])
    func `nobody is sent to another site`(address: String) async throws {
        #expect(ReturnPath(address) == nil)
        try await PaperBrowser.with { browser in
            try await browser.register()
            try await browser.send("leave")
            let csrf = try #require(try browser.form("login").hidden.first { $0.0 == "csrf" }?.1)
            let answer = try await browser.post(
                "/login",
                [
                    ("csrf", csrf), ("return_to", address), ("email", "ada@shop.example"),
                    ("password", PaperBrowser.password),
                ])
            #expect(answer.status == 303 && answer.headers[.location] == "/account")
        }
    }

    @Test(arguments: ["/", "/products/a?b=c&d=%2F", "/account/keys"])
    func `a path of the shop may be returned to`(path: String) {
        #expect(ReturnPath(path)?.path == path)
    }

    /// Fixation: a session that somebody planted in a browser is not the one that a login begins.
    @Test func `a login begins a session of its own and keeps nothing of the stranger's`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            let first = try #require(browser.cookies["__Host-souk_session"])
            try await browser.send("leave")
            try await browser.signIn()
            let second = try #require(browser.cookies["__Host-souk_session"])
            #expect(first != second)
            let csrf = try #require(try browser.form("leave").hidden.first { $0.0 == "csrf" }?.1)
            #expect(browser.cookies["__Host-souk_form"] != csrf)
        }
    }

    @Test func `who is signed in needs no page to sign in`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            #expect(try await browser.open("/login").path == "/account")
            #expect(try await browser.open("/login?return_to=%2Fsearch").path == "/search")
            #expect(try await browser.open("/register").path == "/account")
        }
    }

    @Test func `too many tries are said, with the time to wait`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            let stranger = browser.another()
            for _ in 0..<5 { try await stranger.signIn(password: "not the password") }
            try await stranger.signIn(password: "not the password")
            #expect(stranger.page.status == 429)
            #expect(stranger.page.headers[.retryAfter] != nil)
            #expect(stranger.page.body.contains("Too many logins failed."))
        }
    }

    @Test func `tries to sign in are limited for pages as for programs`() async throws {
        try await PaperBrowser.with(adjust: { $0.limits.login = RateLimit(count: 2, period: .seconds(60)) }) {
            browser in
            for _ in 0..<2 { try await browser.signIn("eve@shop.example") }
            #expect(browser.page.status == 401)
            try await browser.signIn("eve@shop.example")
            #expect(browser.page.status == 429 && browser.page.headers[.retryAfter] != nil)
        }
    }

    @Test func `a stranger at the same address is not in the way of a browser that was signed in before`() async throws
    {
        try await PaperBrowser.with(adjust: { $0.limits.login = RateLimit(count: 2, period: .seconds(60)) }) {
            browser in
            try await browser.register("ada@shop.example")
            let stranger = browser.another()
            for _ in 0..<3 { try await stranger.signIn(password: "a guess of a stranger") }
            #expect(stranger.page.status == 429)
            try await browser.send("leave")
            try await browser.signIn("ada@shop.example")
            #expect(browser.page.path == "/account")
        }
    }
}

extension Sessions {
    /// Whether a cookie still proves a session.
    func authenticates(_ cookie: String) async throws -> Bool {
        do {
            _ = try await authenticate(cookie: cookie)
            return true
        } catch IdentityError.unauthenticated {
            return false
        }
    }
}
