import Foundation
import HTTPTypes
import Identity
import Kernel
import Souk
import Testing

@testable import Storefront

/// The rooms of an account.
@Suite struct RoomTests {
    static let rooms = Room.allCases.map(\.path)

    @Test func `strangers are shown the way in, and come back`() async throws {
        try await PaperBrowser.with { browser in
            for path in RoomTests.rooms {
                let page = try await browser.open(path)
                #expect(page.path == ReturnPath(path).after("/login"))
            }
        }
    }

    @Test func `every room says who is signed in, and no cache keeps it`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register(firstName: "<b>\"Ada")
            for path in RoomTests.rooms {
                let page = try await browser.open(path)
                #expect(page.status == 200, "\(path)")
                #expect(page.headers[.cacheControl] == "no-store")
                #expect(page.body.contains("<span class=\"hidden\">Your account: </span>&lt;b&gt;&quot;Ada</span>"))
                #expect(page.body.contains("aria-current=\"page\""))
                #expect(!page.body.contains("<b>") && !page.body.contains("style=") && !page.body.contains("onclick"))
            }
        }
    }

    @Test(arguments: ["/", "/search", "/login", "/nope"])
    func `pages that caches may keep do not say who looks at them`(path: String) async throws {
        try await PaperBrowser.with { browser in
            try await browser.register(firstName: "Adelheid")
            let page = try await browser.open(path)
            let isKept = page.headers[.cacheControl] != "no-store"
            #expect(isKept == ["/", "/search"].contains(path))
            if isKept { #expect(!page.body.contains("Adelheid") && page.headers[.setCookie] == nil) }
        }
    }

    @Test func `a profile is saved, and what is wrong with it is said`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            try await browser.open("/account/profile")
            try await browser.send("profile", ["first_name": "Ada", "phone": "call me"])
            #expect(browser.page.status == 422)
            #expect(browser.page.text(of: "profile-phone-error")?.contains("Telephone has digits") == true)
            #expect(browser.page.body.contains("value=\"call me\""))
            try await browser.send(
                "profile", ["first_name": "Ada", "bio": "One\r\nTwo & <three>", "marketing_consent": "true"])
            #expect(browser.page.path == "/account/profile?done=saved")
            #expect(browser.page.body.contains("Two &amp; &lt;three&gt;</textarea>"))
            #expect(browser.page.body.contains("name=\"marketing_consent\" value=\"true\" checked"))
        }
    }

    @Test func `the password changes for who knows it, and other devices are signed out`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            let other = browser.another()
            try await other.signIn()
            try await browser.open("/account/password")
            try await browser.send(
                "password", ["current_password": "wrong", "new_password": "another four words here"])
            #expect(browser.page.status == 422)
            #expect(browser.page.text(of: "password-current_password-error") != nil)
            try await browser.send(
                "password", ["current_password": PaperBrowser.password, "new_password": "another four words here"])
            #expect(browser.page.path == "/account/password?done=password")
            #expect(try await other.open("/account").isSignIn)
        }
    }

    @Test func `the address changes once the new one is proved`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            try await browser.open("/account/email")
            try await browser.send("email", ["email": "nonsense", "password": PaperBrowser.password])
            #expect(browser.page.status == 422 && browser.page.text(of: "email-email-error") != nil)
            try await browser.send("email", ["email": "lovelace@shop.example", "password": "wrong"])
            #expect(browser.page.status == 422 && browser.page.text(of: "email-password-error") != nil)
            #expect(browser.page.body.contains("value=\"lovelace@shop.example\""))
            try await browser.send("email", ["email": "lovelace@shop.example", "password": PaperBrowser.password])
            #expect(browser.page.body.contains("lovelace@shop.example, once its link was followed"))
            try await browser.open(try await browser.mailedLink(to: "lovelace@shop.example"))
            try await browser.send("verify")
            #expect(try await browser.open("/account").body.contains("lovelace@shop.example"))
        }
    }

    @Test func `a device is signed out from another, and nobody signs out somebody else's`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            let (other, eve) = (browser.another(), browser.another())
            try await other.signIn()
            try await eve.register("eve@shop.example")
            try await browser.open("/account/sessions")
            let id = try #require(
                browser.page.body.matches(of: #/id="end-([0-9a-f-]{36})"/#).map { String($0.output.1) }
                    .first { !browser.isCurrent($0) })
            let csrf = try #require(try eve.form("leave").hidden.first { $0.0 == "csrf" }?.1)
            #expect(try await eve.post("/account/sessions/end", [("csrf", csrf), ("session", id)]).status == 404)
            try await browser.send("end-\(id)")
            #expect(browser.page.path == "/account/sessions?done=ended")
            #expect(try await other.open("/account").isSignIn)
            try await browser.send("everywhere")
            #expect(browser.page.path == "/login?done=signed-out-everywhere")
        }
    }

    @Test func `a key is shown once, is listed, and is revoked`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            try await browser.open("/account/keys")
            try await browser.send("key", ["name": "", "scopes": "catalog:write"])
            #expect(browser.page.status == 422)
            #expect(browser.page.text(of: "key-name-error") != nil && browser.page.text(of: "key-scopes-error") != nil)
            try await browser.send("key", ["name": "till", "scopes": "profile:read", "lifetime": "30"])
            let key = try #require(browser.page.body.firstMatch(of: #/sk_[A-Za-z0-9_-]{43}/#)).output
            let caller = try await browser.shop.identity.sessions.authenticate(bearer: String(key))
            #expect(caller.may(.readProfile) && !caller.may(.signedIn))
            try await browser.open("/account/keys")
            #expect(!browser.page.body.contains(key) && browser.page.body.contains("till"))
            let form = try #require(browser.page.body.firstMatch(of: #/id="(revoke-[0-9a-f-]{36})"/#)).output.1
            try await browser.send(String(form))
            #expect(browser.page.path == "/account/keys?done=key-revoked")
            let (sessions, text) = (browser.shop.identity.sessions, String(key))
            await #expect(throws: IdentityError.unauthenticated) { try await sessions.authenticate(bearer: text) }
        }
    }

    @Test func `an account is taken along and deleted, with the password`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            let export = try await browser.open("/account/data/export")
            #expect(export.headers[.contentDisposition] == "attachment; filename=\"souk-account.json\"")
            #expect(export.headers[.cacheControl] == "no-store" && export.body.contains("\"ada@shop.example\""))
            try await browser.open("/account/data")
            try await browser.send("delete", ["password": "wrong"])
            #expect(browser.page.status == 422 && browser.page.text(of: "delete-password-error") != nil)
            try await browser.send("delete", ["password": PaperBrowser.password])
            #expect(browser.page.path == "/login?done=deleted")
            try await browser.signIn()
            #expect(browser.page.status == 401)
        }
    }
}

extension PaperBrowser {
    /// Whether the session of that id is the one of this browser, as the page says.
    func isCurrent(_ id: String) -> Bool {
        page.body.components(separatedBy: "<li>").contains { $0.contains("end-\(id)") && $0.contains("This device") }
    }
}
