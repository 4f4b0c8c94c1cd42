import HTTPTypes
import Kernel
import Souk
import Testing

@testable import Identity
@testable import Storefront

/// The second step, from being switched on to being switched off.
@Suite struct SecondFactorPagesTests {
    @Test func `a second step is set up, asked for, passed by a recovery code, and switched off`() async throws {
        try await PaperBrowser.with { browser in
            let (secret, codes) = try await SecondFactorPagesTests.setUp(browser)
            #expect(codes.count == 10)
            try await browser.open("/account/two-step")
            #expect(browser.page.body.contains("It is on"))

            try await browser.send("leave")
            try await browser.open("/login?return_to=%2Faccount%2Fkeys")
            try await browser.signIn()
            #expect(browser.page.path == "/login/code?return_to=%2Faccount%2Fkeys")
            #expect(browser.cookies["__Host-souk_session"] == nil)
            try await browser.send("step", ["code": "000000"])
            #expect(browser.page.status == 401 && browser.page.text(of: "step-code-error") != nil)
            try await browser.send("step", ["code": SecondFactorPagesTests.next(secret)])
            #expect(browser.page.path == "/account/keys")
            #expect(browser.cookies["__Host-souk_step"] == nil)

            try await browser.send("leave")
            try await browser.signIn()
            try await browser.open("/login/recovery-code")
            try await browser.send("step", ["code": codes[0].uppercased()])
            #expect(browser.page.path == "/account")

            try await browser.open("/account/two-step")
            try await browser.send("disable", ["password": "wrong"])
            #expect(browser.page.status == 422 && browser.page.text(of: "disable-password-error") != nil)
            try await browser.send("disable", ["password": PaperBrowser.password])
            #expect(browser.page.path == "/account/two-step?done=two-step-off")
            try await browser.send("leave")
            try await browser.signIn()
            #expect(browser.page.path == "/account")
        }
    }

    @Test func `a wrong first code leaves the key in view for one more try`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            try await browser.open("/account/two-step")
            try await browser.send("begin")
            let shown = try browser.form("confirm").hidden.first { $0.0 == "secret" }?.1
            try await browser.send("confirm", ["code": "12"])
            #expect(browser.page.status == 422 && browser.page.text(of: "confirm-code-error") != nil)
            let again = try browser.form("confirm").hidden.first { $0.0 == "secret" }?.1
            #expect(again == shown)
            #expect(browser.page.body.contains("<svg"))
        }
    }

    @Test func `the second step needs the first`() async throws {
        try await PaperBrowser.with { browser in
            for path in ["/login/code", "/login/recovery-code"] {
                let page = try await browser.open(path)
                #expect(page.path == "/login")
            }
        }
    }

    @Test func `new recovery codes take the place of the old ones`() async throws {
        try await PaperBrowser.with { browser in
            let (_, codes) = try await SecondFactorPagesTests.setUp(browser)
            try await browser.open("/account/two-step")
            try await browser.send("codes")
            let new = SecondFactorPagesTests.codes(in: browser.page)
            #expect(new.count == 10 && Set(new).isDisjoint(with: codes))
            #expect(browser.page.headers[.cacheControl] == "no-store")
        }
    }

    private static func setUp(_ browser: PaperBrowser) async throws -> (secret: [UInt8], codes: [String]) {
        try await browser.register()
        try await browser.open("/account/two-step")
        try await browser.send("begin")
        let text = try #require(try browser.form("confirm").hidden.first { $0.0 == "secret" }?.1)
        let secret = bytes(base32: text)
        try await browser.send("confirm", ["code": TOTP.code(secret, step: TOTP.step(at: WallClock.system.now))])
        return (secret, codes(in: browser.page))
    }

    private static func codes(in page: PaperBrowser.Page) -> [String] {
        page.body.matches(of: #/<li class="code">([0-9a-z]{5}-[0-9a-z]{5})<\/li>/#).map { String($0.output.1) }
    }

    /// The code of the next half minute, which is taken already: the one of this was used.
    private static func next(_ secret: [UInt8]) -> String {
        TOTP.code(secret, step: TOTP.step(at: WallClock.system.now) + 1)
    }

    static func bytes(base32 text: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = text.flatMap { letter in
            let value = alphabet.firstIndex(of: letter) ?? 0
            return (0..<5).map { value >> (4 - $0) & 1 }
        }
        return (0..<bits.count / 8).map { byte in bits[byte * 8..<byte * 8 + 8].reduce(UInt8(0)) { $0 << 1 | UInt8($1) }
        }
    }
}
