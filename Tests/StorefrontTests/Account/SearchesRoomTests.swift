import Foundation
import HTTPTypes
import Kernel
import Search
import Souk
import Testing

@testable import Storefront

/// Saved searches on the pages.
@Suite struct SearchesRoomTests {
    @Test func `a search is saved from its page, by way of signing in`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            let other = browser.another()
            try await other.open("/search?q=Red+toner&brand=Xerox&price=-50&page=3")
            let link = try #require(other.page.body.firstMatch(of: #/<a href="(\/account\/searches\/new[^"]*)"/#))
            let address = String(link.output.1).replacing("&amp;", with: "&")
            #expect(address == "/account/searches/new?q=Red+toner&brand=Xerox&price=-50")
            #expect(try await other.open(address).isSignIn)
            try await other.send("login", ["email": "ada@shop.example", "password": PaperBrowser.password])
            #expect(other.page.status == 200 && other.page.body.contains("value=\"Red toner, Xerox\""))
            #expect(other.page.body.contains("Xerox, Under $50"))
            try await other.send("search", ["name": "Toner <b>", "mail": "true"])
            #expect(other.page.path == "/account/searches?done=search-saved")
            #expect(other.page.body.contains("Toner &lt;b&gt;") && other.page.body.contains("Stop mails"))
            #expect(other.page.body.contains("href=\"/search?q=red+toner&amp;brand=Xerox&amp;price=-50\""))
            #expect(other.page.body.contains("Yours is not confirmed yet"))
        }
    }

    @Test func `pages without words or filters have nothing to save`() async throws {
        try await PaperBrowser.with { browser in
            for (path, canBeSaved) in [("/search", false), ("/search?in_stock=true", true)] {
                let page = try await browser.open(path)
                #expect(page.body.contains("/account/searches/new") == canBeSaved)
            }
        }
    }

    @Test func `mails are switched and a search removed, by its owner only`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            try await browser.open("/account/searches/new?q=toner")
            try await browser.send("search", ["name": "Toner"])
            let form = try #require(browser.page.body.firstMatch(of: #/id="mail-([0-9a-f-]{36})"/#))
            let id = String(form.output.1)
            let eve = browser.another()
            try await eve.register("eve@shop.example")
            let csrf = try #require(try eve.form("leave").hidden.first { $0.0 == "csrf" }?.1)
            for path in ["mail", "remove"] {
                let fields = [("csrf", csrf), ("search", id), ("mail", "true")]
                #expect(try await eve.post("/account/searches/\(path)", fields).status == 404)
            }
            try await browser.send("mail-\(id)")
            #expect(browser.page.path == "/account/searches?done=search-mail-on")
            try await browser.send("mail-\(id)")
            #expect(browser.page.path == "/account/searches?done=search-mail-off")
            #expect(browser.page.body.contains("Send mails"))
            try await browser.send("remove-\(id)")
            #expect(browser.page.path == "/account/searches?done=search-removed")
            #expect(browser.page.body.contains("You have none yet"))
        }
    }

    @Test func `what cannot be saved is said on the form`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            try await browser.open("/account/searches/new?q=toner&category=no-such")
            try await browser.send("search", ["name": "Toner"])
            #expect(browser.page.status == 422 && browser.page.body.contains("no category"))
            #expect(browser.page.body.contains("value=\"Toner\""))
            try await browser.open("/account/searches/new?q=toner")
            try await browser.send("search", ["name": String(repeating: "n", count: 101)])
            #expect(browser.page.status == 422 && browser.page.text(of: "search-name-error") != nil)
        }
    }

    @Test func `the link of a mail asks, stops by its button, and cannot be made up`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            try await browser.open("/account/searches/new?q=toner")
            try await browser.send("search", ["name": "Toner", "mail": "true"])
            let form = try #require(browser.page.body.firstMatch(of: #/id="mail-([0-9a-f-]{36})"/#))
            let id = try #require(ID<SavedSearch>(String(form.output.1)))
            let path = StopLink(browser.shop.secrets.box).path(for: id)
            let stranger = browser.another()
            try await stranger.open(path)
            #expect(stranger.page.status == 200 && stranger.page.heading == "No more mails about this search?")
            #expect(try await browser.open("/account/searches").body.contains("Stop mails"))
            try await stranger.send("stop")
            #expect(stranger.page.status == 200 && stranger.page.heading == "The mails are stopped")
            #expect(try await browser.open("/account/searches").body.contains("Send mails"))
            for wrong in [StopLink(browser.shop.secrets.box).path(for: ID()).suffix(43), "x", ""] {
                let address = "/saved-searches/\(id)/stop/\(wrong)"
                #expect(try await stranger.open(address).status == 404)
                #expect(try await stranger.post(address, []).status == 404)
            }
        }
    }
}
