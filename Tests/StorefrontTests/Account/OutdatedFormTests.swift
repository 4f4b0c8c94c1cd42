import HTTPTypes
import Kernel
import Souk
import Testing

@testable import Identity
@testable import Storefront

/// Pages that were left open until the session was over.
@Suite struct OutdatedFormTests {
    @Test func `a form of a session that has ended leads to sign-in, and back to its page`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            for (path, form, room) in [
                ("/account/profile", "profile", "/account/profile"),
                ("/account/two-step", "begin", "/account/two-step"),
                ("/account", "leave", "/account"),
            ] {
                if !browser.page.path.hasPrefix("/account") { try await browser.signIn() }
                try await browser.open(path)
                try await browser.endSessions()
                try await browser.send(form, form == "profile" ? ["first_name": "Changed"] : [:])
                guard form != "leave" else {
                    #expect(browser.page.path == "/login?done=signed-out")
                    continue
                }
                #expect(browser.page.status == 200 && browser.page.path.hasPrefix("/login?"))
                #expect(browser.page.body.contains("You are not signed in any more, so nothing was changed."))
                try await browser.signIn()
                #expect(browser.page.path == room)
            }
            let user = try await browser.shop.identity.users.find(email: "ada@shop.example")
            #expect(user.profile.firstName == nil)
        }
    }

    @Test func `who signed out in another window is told so by the browser's word alone`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            try await browser.open("/account/password")
            let csrf = try #require(try browser.form("password").hidden.first { $0.0 == "csrf" }?.1)
            try await browser.open("/account")
            try await browser.send("leave")
            #expect(browser.cookies["__Host-souk_session"] == nil)
            // An older browser says nothing about where a form comes from.
            let silent = browser.another()
            #expect(try await silent.post("/account/password", [("csrf", csrf)]).status == 403)
            let led = try await silent.post("/account/password", [("csrf", csrf)], [.secFetch: "same-origin"])
            #expect(led.status == 303)
            #expect(led.headers[.location] == "/login?return_to=%2Faccount%2Fpassword&done=session-ended")
        }
    }

    @Test func `the page of another session is shown anew, and nothing is done`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            try await browser.open("/account/profile")
            let csrf = try #require(try browser.form("profile").hidden.first { $0.0 == "csrf" }?.1)
            let fields = [("csrf", csrf), ("first_name", "Changed")]
            let other = browser.another()
            try await other.register("eve@shop.example")
            let led = try await other.post("/account/profile", fields, [.secFetch: "same-origin"])
            #expect(led.status == 303 && led.headers[.location] == "/account/profile?done=outdated")
            #expect(try await other.open("/account/profile?done=outdated").body.contains("This page was out of date"))
            for site in ["cross-site", "same-site"] {
                #expect(try await other.post("/account/profile", fields, [.secFetch: site]).status == 403)
            }
            let user = try await browser.shop.identity.users.find(email: "eve@shop.example")
            #expect(user.profile.firstName == nil)
        }
    }

    /// Browsers keep their tabs when they are started anew, and not the cookies that end with them.
    @Test(
        arguments: [
            ("/login", nil, "/login?done=outdated"),
            (
                "/login", "https://shop.example/login?done=signed-out&return_to=%2Fx",
                "/login?return_to=%2Fx&done=outdated"
            ),
            ("/login", "https://shop.example/elsewhere", "/login?done=outdated"),
            (
                "/reset-password", "https://shop.example/reset-password?token=abc",
                "/reset-password?token=abc&done=outdated"
            ),
            ("/login/passkey", "https://shop.example/login", "/login?done=outdated"),
            ("/logout", "https://shop.example/account", "/login?done=signed-out"),
            (
                "/account/two-step/confirm", "https://shop.example/account/two-step/begin",
                "/login?return_to=%2Faccount%2Ftwo-step&done=session-ended"
            ),
        ] as [(String, String?, String)])
    func `a form of a browser that was started anew leads to its page`(
        path: String, referer: String?, wanted: String
    ) async throws {
        try await PaperBrowser.with { browser in
            let token = [UInt8](repeating: 5, count: 32).base64URL
            var headers: HTTPFields = [.secFetch: "same-origin"]
            headers[.referer] = referer
            let led = try await browser.post(path, [("csrf", token)], headers)
            #expect(led.status == 303 && led.headers[.location] == wanted)
        }
    }

    @Test func `a script is told in words`() async throws {
        try await PaperBrowser.with { browser in
            let token = [UInt8](repeating: 5, count: 32).base64URL
            let answer = try await browser.post(
                "/account/passkeys/options", [("csrf", token)], [.secFetch: "same-origin", .accept: "application/json"])
            #expect(answer.status == 403 && answer.body.contains("The page is out of date."))
        }
    }
}

extension PaperBrowser {
    /// Ends every session, as an admin does, or a day.
    fileprivate func endSessions() async throws {
        let user = try await shop.identity.users.find(email: "ada@shop.example")
        try await shop.identity.sessions.logOutEverywhere(user.id, from: .commandLine)
    }
}

extension HTTPField.Name {
    fileprivate static let secFetch = HTTPField.Name("Sec-Fetch-Site") ?? .origin
}
