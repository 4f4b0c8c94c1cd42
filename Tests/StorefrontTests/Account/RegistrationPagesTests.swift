import HTTPTypes
import Identity
import Kernel
import Souk
import Testing
import WebSupport

@testable import Storefront

/// Making an account, proving its address, and the way back in.
@Suite struct RegistrationPagesTests {
    @Test func `a new account is signed in, and the button behind the mail's link confirms its address`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register(firstName: "Ada")
            #expect(browser.page.body.contains("Hello, Ada."))
            #expect(browser.page.body.contains("Welcome! We have sent you a mail"))
            #expect(browser.page.body.contains("Confirm your e-mail address"))
            let link = try await browser.mailedLink()
            // Programs that look through mails open the address: that uses nothing up.
            for _ in 0..<2 { try await browser.another().open(link) }
            try await browser.open(link)
            #expect(browser.page.headers[.referrerPolicy] == "same-origin")
            try await browser.send("verify")
            #expect(browser.page.path == "/account?done=verified")
            #expect(!browser.page.body.contains("Send it again"))
            try await browser.open(link)
            try await browser.send("verify")
            #expect(browser.page.status == 400 && browser.page.body.contains("The link was used already"))
        }
    }

    @Test func `who confirms in another browser ends what was open, and signs in there with the password`() async throws
    {
        try await PaperBrowser.with { browser in
            try await browser.register()
            let (elsewhere, users) = (browser.another(), browser.shop.identity.users)
            try await elsewhere.open(try await browser.mailedLink())
            try await elsewhere.send("verify")
            #expect(elsewhere.page.path == "/login?done=confirmed")
            #expect(try await browser.open("/account").isSignIn)
            // Until somebody signs in where the mail was read, whoever has the password may be a stranger.
            try await browser.signIn()
            #expect(browser.page.path == "/account")
            #expect(try await users.list().users.first?.ownerProvedAt == nil)
            try await elsewhere.signIn()
            #expect(elsewhere.page.path == "/account")
            #expect(try await users.list().users.first?.ownerProvedAt != nil)
        }
    }

    @Test func `what is wrong stands at its field, and what was typed is kept but for the password`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.open("/register")
            let long = String(repeating: "a", count: 101)
            try await browser.send(
                "register", ["email": "no address", "password": "short1!", "first_name": "<Ada>", "last_name": long])
            let page = browser.page
            #expect(page.status == 422 && page.title?.hasPrefix("Error: ") == true)
            #expect(page.body.contains("3 things need another look."))
            #expect(
                page.text(of: "register-email-error")?.hasSuffix(
                    "E-mail address must be an e-mail address such as name@example.com.") == true)
            #expect(page.text(of: "register-password-error")?.hasSuffix("Use at least 8 characters.") == true)
            #expect(
                page.text(of: "register-last_name-error")?.hasSuffix("Last name has at most 100 characters.") == true)
            #expect(page.body.contains("value=\"no address\"") && page.body.contains("value=\"&lt;Ada&gt;\""))
            #expect(!page.body.contains("short1!"))
            #expect(page.body.contains("aria-describedby=\"register-password-hint register-password-error\""))
            #expect(page.body.contains("aria-invalid=\"true\" aria-describedby=\"register-last_name-error\" autofocus"))
        }
    }

    @Test func `an address that is taken is said at its field`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            let other = browser.another()
            try await other.open("/register")
            try await other.send("register", ["email": "ADA@shop.example", "password": PaperBrowser.password])
            #expect(other.page.status == 409)
            #expect(
                other.page.text(of: "register-email-error")?.contains("There is an account with this e-mail address")
                    == true)
        }
    }

    @Test func `where accounts are hidden a taken address looks like a new one`() async throws {
        try await PaperBrowser.with(adjust: { $0.identity.hidesAccounts = true }) { browser in
            var pages: [String] = []
            for _ in 0..<2 {
                let other = browser.another()
                try await other.open("/register")
                try await other.send("register", ["email": "ada@shop.example", "password": PaperBrowser.password])
                #expect(other.page.path == "/register/sent" && other.cookies["__Host-souk_session"] == nil)
                pages.append(other.page.body)
            }
            #expect(pages[0] == pages[1])
        }
    }

    @Test func `a forgotten password is set anew, once, and ends every session`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            let other = browser.another()
            try await other.open("/forgot-password")
            try await other.send("forgot", ["email": "ada@shop.example"])
            #expect(other.page.path == "/forgot-password/sent")
            let link = try await browser.mailedLink()
            #expect(link.hasPrefix("/reset-password?token="))
            try await other.open(link)
            try await other.send("reset", ["password": "12345678"])
            #expect(other.page.status == 422 && other.page.text(of: "reset-password-error") != nil)
            try await other.send("reset", ["password": "another four words here"])
            #expect(other.page.path == "/login?done=reset")
            try await other.signIn(password: "another four words here")
            #expect(other.page.path == "/account")
            #expect(try await browser.open("/account").path.hasPrefix("/login"))
            try await browser.open(link)
            try await browser.send("reset", ["password": "once more, four words"])
            #expect(browser.page.status == 400)
        }
    }

    @Test(arguments: [("/register", "register"), ("/forgot-password", "forgot"), ("/verify-email/resend", "resend")])
    func `an address makes few accounts and asks for few mails here too`(path: String, form: String) async throws {
        let limit = RateLimit(count: 2, period: .seconds(60))
        try await PaperBrowser.with(adjust: { $0.limits.registration = limit }) { browser in
            for number in 0..<3 {
                let stranger = browser.another()
                try await stranger.open(path)
                try await stranger.send(
                    form, ["email": "user\(number)@shop.example", "password": PaperBrowser.password])
                #expect((stranger.page.status == 429) == (number == 2))
                #expect(number < 2 || stranger.page.headers[.retryAfter] != nil)
            }
        }
    }

    @Test func `nobody learns from asking for a mail who has an account`() async throws {
        try await PaperBrowser.with { browser in
            try await browser.register()
            for (path, form) in [("/forgot-password", "forgot"), ("/verify-email/resend", "resend")] {
                var pages: [String] = []
                for email in ["ada@shop.example", "eve@shop.example"] {
                    let stranger = browser.another()
                    try await stranger.open(path)
                    try await stranger.send(form, ["email": email])
                    pages.append("\(stranger.page.status) \(stranger.page.path) \(stranger.page.body)")
                }
                #expect(pages[0] == pages[1])
                let stranger = browser.another()
                try await stranger.open(path)
                try await stranger.send(form, ["email": "nonsense"])
                #expect(stranger.page.status == 422)
            }
        }
    }
}
