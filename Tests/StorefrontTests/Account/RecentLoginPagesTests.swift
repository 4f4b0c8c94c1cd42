import HTTPTypes
import Identity
import Kernel
import Persistence
import Souk
import Testing

@testable import Storefront

/// Signing in once more, before another way into the account is added.
@Suite struct RecentLoginPagesTests {
    @Test func `who signed in a while ago does it once more, and then adds a passkey`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            try await browser.open("/account/passkeys")
            let csrf = try #require(try browser.form("passkey").hidden.first { $0.0 == "csrf" }?.1)
            try await browser.age()
            try await browser.open("/account/passkeys")
            #expect(!browser.page.body.contains("data-passkey=\"create\""))
            #expect(browser.page.body.contains("You signed in a while ago."))
            // The script of a page that was open all the while is told why.
            let refused = try await browser.post(
                "/account/passkeys/options", [("csrf", csrf)], [.accept: "application/json"])
            #expect(refused.status == 401 && refused.body.contains("sign in once more"))

            let user = try await browser.shop.identity.users.find(email: "ada@shop.example")
            let old = try #require(try await browser.shop.identity.sessions.list(of: user.id).first)
            try await browser.open("/account/passkeys")
            let way = try #require(browser.page.body.firstMatch(of: #/href="(/login\?[^"]*)"/#)).output.1
            try await browser.open(String(way).replacing("&amp;", with: "&"))
            #expect(browser.page.status == 200 && browser.page.body.contains("Please sign in once more"))
            try await browser.signIn()
            #expect(browser.page.path == "/account/passkeys")
            #expect(browser.page.body.contains("data-passkey=\"create\""))
            let sessions = try await browser.shop.identity.sessions.list(of: user.id)
            #expect(sessions.count == 1 && sessions.first?.id != old.id)
        }
    }

    @Test(arguments: [("/account/keys", "key"), ("/account/two-step", "begin")])
    func `making a key and setting up a second step need it as well`(path: String, form: String) async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            try await browser.open(path)
            let (action, hidden) = try browser.form(form)
            try await browser.age()
            let sent = try await browser.post(action, hidden + [("name", "till"), ("scopes", "profile:read")])
            #expect(sent.status == 303 && sent.headers[.location]?.hasSuffix("&done=recent-login") == true)
            let page = try await browser.open(path)
            #expect(page.body.contains("You signed in a while ago.") && !page.body.contains("id=\"\(form)\""))
            let user = try await browser.shop.identity.users.find(email: "ada@shop.example")
            #expect(try await browser.shop.identity.apiKeys.list(of: user.id).isEmpty)
        }
    }

    @Test func `connecting an account elsewhere needs it as well`() async throws {
        let environment = Elsewhere.environment(site: "http://127.0.0.1:1")
        try await PaperBrowser.with(environment: environment) { browser in
            try await browser.register()
            try await browser.open("/account/connections")
            let (action, hidden) = try browser.form("link-mock")
            try await browser.age()
            let sent = try await browser.post(action, hidden)
            #expect(sent.status == 303)
            #expect(sent.headers[.location] == "/login?return_to=%2Faccount%2Fconnections&done=recent-login")
            #expect(try await browser.open("/account/connections").body.contains("You signed in a while ago."))
        }
    }
}

extension PaperBrowser {
    /// As if a quarter of an hour had gone by.
    fileprivate func age() async throws {
        let past = WallClock.system.now.advanced(by: .seconds(-900))
        _ = try await shop.database.write { try $0.execute("UPDATE sessions SET created_at = \(past)") }
    }
}
