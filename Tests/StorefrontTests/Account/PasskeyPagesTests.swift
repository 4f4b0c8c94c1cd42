import HTTPTypes
import Kernel
import Souk
import Testing

@testable import Storefront

/// The pages around passkeys. The ceremonies themselves are tested in a browser with an authenticator.
@Suite struct PasskeyPagesTests {
    @Test func `the page to sign in has a form for passkeys, and says what to sign`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.open("/login?return_to=%2Faccount%2Fkeys")
            #expect(browser.page.body.contains("data-passkey=\"get\" data-options=\"/login/passkey/options\""))
            let (_, hidden) = try browser.form("passkey")
            #expect(hidden.contains { $0 == ("return_to", "/account/keys") })
            let csrf = try #require(hidden.first { $0.0 == "csrf" }?.1)
            let answer = try await browser.post("/login/passkey/options", [("csrf", csrf)])
            #expect(answer.status == 200 && answer.headers[.cacheControl] == "no-store")
            let options = try JSONValue(parsing: Array(answer.body.utf8))
            let key = try #require(options.members?.first { $0.name == "publicKey" }?.value)
            let names = key.members?.map(\.name) ?? []
            #expect(Set(names) == ["challenge", "rpId", "allowCredentials", "userVerification", "timeout"])
            let again = try await browser.post("/login/passkey/options", [("csrf", csrf)])
            #expect(again.body != answer.body)
        }
    }

    @Test(arguments: ["", "{}", "[]", "no json", #"{"type":"public-key","rawId":"AA","response":{}}"#])
    func `what is no passkey opens nothing`(credential: String) async throws {
        try await PaperBrowser.with { browser in
            try await browser.open("/login")
            let csrf = try #require(try browser.form("passkey").hidden.first { $0.0 == "csrf" }?.1)
            let answer = try await browser.post("/login/passkey", [("csrf", csrf), ("credential", credential)])
            #expect(answer.status == 401)
            #expect(answer.body.contains("The passkey was not accepted."))
            #expect(browser.cookies["__Host-souk_session"] == nil)
        }
    }

    @Test func `a new passkey that is none is refused, and so is taking away somebody else's`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            try await browser.open("/account/passkeys")
            let csrf = try #require(try browser.form("passkey").hidden.first { $0.0 == "csrf" }?.1)
            let options = try await browser.post("/account/passkeys/options", [("csrf", csrf)])
            #expect(options.body.contains("\"ada@shop.example\"") && options.body.contains("\"attestation\":\"none\""))
            let answer = try await browser.post(
                "/account/passkeys", [("csrf", csrf), ("credential", "{}"), ("name", "<telephone>")])
            #expect(answer.status == 422 && answer.body.contains("value=\"&lt;telephone&gt;\""))
            for id in ["nonsense", "0190aaaa-0000-7000-8000-000000000000"] {
                let gone = try await browser.post("/account/passkeys/remove", [("csrf", csrf), ("passkey", id)])
                #expect(gone.status == 404)
            }
        }
    }

    @Test func `where no other site is set up none is offered`() async throws {
        try await PaperBrowser.with { browser in
            #expect(try await browser.open("/login").body.contains("/api/v1/auth/oauth/") == false)
            try await browser.register()
            #expect(try await browser.open("/account/connections").body.contains("There are none"))
            let csrf = try #require(try browser.form("leave").hidden.first { $0.0 == "csrf" }?.1)
            let unknown = try await browser.post(
                "/account/connections/link", [("csrf", csrf), ("provider", "nowhere")])
            #expect(unknown.status == 404)
            let foreign = try await browser.post(
                "/account/connections/unlink", [("csrf", csrf), ("identity", "0190aaaa-0000-7000-8000-000000000000")])
            #expect(foreign.status == 404)
        }
    }
}
