import HTTPTypes
import HummingbirdTesting
import Identity
import NIOCore
import Search
import Souk
import TestSupport
import Testing

/// The merchant's pages about search, on a whole shop.
struct MerchantPagesTests {
    private func page(_ client: any TestClientProtocol, _ uri: String, asAdmin: Bool = true) async throws -> (
        status: Int, body: String, headers: HTTPFields
    ) {
        var headers: HTTPFields = [.accept: "text/html"]
        if asAdmin { headers[.authorization] = "Bearer \(TestSupport.TestShop.adminKey)" }
        let response = try await client.execute(uri: uri, method: .get, headers: headers, body: nil)
        return (response.status.code, String(buffer: response.body), response.headers)
    }

    @Test(arguments: ["/admin/search", "/admin/search/tuning"])
    func `a stranger sees none of them, and no cache keeps them`(_ uri: String) async throws {
        try await TestSupport.TestShop.with(.sqlite) { _, client in
            let refused = try await page(client, uri, asAdmin: false)
            #expect(refused.status == 401)
            let shown = try await page(client, uri)
            #expect(shown.status == 200)
            #expect(shown.headers[.cacheControl] == "no-store")
            #expect(shown.body.contains("<h1>"))
            #expect(!shown.body.contains("<script>"))
        }
    }

    @Test func `the report tells of a period that makes no sense, and shows the usual one`() async throws {
        try await TestSupport.TestShop.with(.sqlite) { _, client in
            let page = try await page(client, "/admin/search?from=2026-02-01&to=2026-01-01")
            #expect(page.status == 200)
            #expect(page.body.contains(#"role="alert""#))
            #expect(page.body.contains("Nobody searched in this time."))
        }
    }

    @Test func `weights are tried out, and what is typed cannot break out of the page`() async throws {
        try await TestSupport.TestShop.with(.sqlite) { _, client in
            let uri = "/admin/search/tuning?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&weight.price=2.5&weight.rating=x"
            let tried = try await page(client, uri)
            #expect(tried.status == 200)
            #expect(!tried.body.contains("<script>alert"))
            #expect(tried.body.contains(#"name="weight.price" value="2.5""#))
            #expect(tried.body.contains(#"name="weight.rating" value="0.1""#))
            let refused = try await page(client, "/admin/search/tuning?q=lamp&weight.price=11")
            #expect(refused.body.contains("weights.price"))
        }
    }

    /// A browser in which an admin is signed in, or somebody of another role.
    private func signIn(_ role: Role, _ browser: PaperBrowser) async throws {
        let email = "\(role.rawValue)@tuning.example"
        _ = try await browser.shop.identity.accounts.create(
            Registration(email: email, password: PaperBrowser.password), role: role)
        try await browser.signIn(email)
    }

    @Test func `what was tried out is saved, and holds from then on`() async throws {
        try await PaperBrowser.with { browser in
            try await signIn(.admin, browser)
            _ = try await browser.shop.merchandising.replace(RankingSettings(stopWords: ["the"]))
            try await browser.open("/admin/search/tuning?q=lamp")
            #expect(!browser.page.body.contains(#" id="save" "#), "There is nothing to save yet")
            #expect(browser.page.body.contains(#"name="typos.last_resort_from" value="2""#))
            #expect(browser.page.body.contains(#"name="typos.rare_below" value="10""#))
            try await browser.open(
                "/admin/search/tuning?q=lamp&version=1&weight.price=2.5&typos.on=false&typos.rare_below=0")
            try await browser.send("save")
            #expect(browser.page.path == "/admin/search/tuning?q=lamp&done=tuning-saved")
            #expect(browser.page.body.contains("Search ranks by these settings from now on."))
            let (settings, version) = try await browser.shop.merchandising.settings()
            #expect(version == 2 && settings.weights[.price] == 2.5 && settings.weights[.rating] == 0.1)
            #expect(!settings.typos.isOn && settings.typos.rareBelow == 0 && settings.stopWords == ["the"])
        }
    }

    @Test func `settings that somebody else changed meanwhile are not overwritten`() async throws {
        try await PaperBrowser.with { browser in
            try await signIn(.admin, browser)
            try await browser.open("/admin/search/tuning?version=0&weight.price=2.5")
            let merchandising = browser.shop.merchandising
            let others = try await merchandising.replace(RankingSettings(weights: [.price: 1]))
            try await browser.send("save")
            #expect(browser.page.status == 412)
            #expect(browser.page.body.contains("Somebody changed the settings") && browser.page.body.contains("2.5"))
            #expect(try await merchandising.settings() == others)
        }
    }

    @Test func `settings out of bounds are not saved, nor by who may not`() async throws {
        try await PaperBrowser.with { browser in
            try await signIn(.admin, browser)
            try await browser.open("/admin/search/tuning?weight.price=2.5")
            let csrf = try #require(try browser.form("save").hidden.first { $0.0 == "csrf" }?.1)
            let wrong = [("csrf", csrf), ("version", "0"), ("weight.price", "11"), ("typos.last_resort_from", "1")]
            #expect(try await browser.post("/admin/search/tuning", wrong).status == 422)
            #expect(browser.page.body.contains("typos.last_resort_from"))
            #expect(try await browser.post("/admin/search/tuning", [("version", "0")]).status == 403)
            let other = browser.another()
            try await signIn(.vendor, other)
            try await other.open("/account")
            let own = try #require(try other.form("leave").hidden.first { $0.0 == "csrf" }?.1)
            #expect(try await other.post("/admin/search/tuning", [("csrf", own), ("weight.price", "2")]).status == 403)
            #expect(try await browser.shop.merchandising.settings().version == 0)
        }
    }
}
