import HTTPTypes
import Identity
import Kernel
import Souk
import Testing

@testable import Storefront

/// What a page shows once, and a reload does not make anew.
@Suite struct ShownOnceTests {
    private let box = SecretBox(secret: Array("the secret of the test's shop".utf8))
    private let now = Timestamp(microseconds: 1_767_225_600_000_000)

    @Test func `an API key is shown on the page after its form, once`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            try await browser.open("/account/keys")
            let (action, hidden) = try browser.form("key")
            let answer = try await browser.post(
                action, hidden + [("name", "robot"), ("scopes", "profile:read"), ("lifetime", "30")])
            #expect(answer.status == 303 && answer.headers[.location] == "/account/keys")
            #expect(answer.body.isEmpty)
            let kept = try #require(browser.cookies["__Host-souk_shown_once"])
            // Another page of the account does not take it away.
            try await browser.open("/account/two-step")
            let page = try await browser.open("/account/keys")
            let key = try #require(page.body.firstMatch(of: #/<li class="code">(sk_[^<]*)</#)).output.1
            #expect(!answer.headers.contains { $0.value.contains(key) } && !kept.contains(key))
            #expect(page.headers[.cacheControl] == "no-store")
            #expect(browser.cookies["__Host-souk_shown_once"] == nil)
            let again = try await browser.open("/account/keys")
            #expect(again.status == 200 && !again.body.contains(key) && again.body.contains("robot"))
            let user = try await browser.shop.identity.users.find(email: "ada@shop.example")
            #expect(try await browser.shop.identity.apiKeys.list(of: user.id).count == 1)

            let thief = browser.another()
            try await thief.register("eve@shop.example")
            thief.keep("__Host-souk_shown_once", kept)
            #expect(try await thief.open("/account/keys").body.contains(key) == false)
        }
    }

    @Test func `it is for one page of one session, for a minute`() throws {
        let session = ID<Session>()
        let shown = ShownOnce(in: .keys, of: session, title: "T", text: "W", ["a", "b"], at: now)
        let sealed = try shown.sealed(by: box)
        func read(_ room: Room = .keys, _ session: ID<Session>, _ box: SecretBox, _ now: Timestamp) -> ShownOnce? {
            ShownOnce(sealed: sealed, for: room, of: session, box, at: now)
        }
        #expect(read(.keys, session, box, now) == shown)
        #expect(read(.keys, session, box, now.advanced(by: .seconds(59))) == shown)
        #expect(read(.keys, session, box, now.advanced(by: .seconds(60))) == nil)
        #expect(read(.secondFactor, session, box, now) == nil)
        #expect(read(.keys, ID(), box, now) == nil)
        let other = SecretBox(secret: Array("the secret of another shop".utf8))
        #expect(read(.keys, session, other, now) == nil)
        for text in ["", "made up", String(sealed.dropLast())] {
            #expect(ShownOnce(sealed: text, for: .keys, of: session, box, at: now) == nil)
        }
    }
}
