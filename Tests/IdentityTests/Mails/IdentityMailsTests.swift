import Jobs
import Kernel
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(2)))
struct IdentityMailsTests {
    @Test func `Links lead to the public address, whatever a request called the shop`() async throws {
        var options = IdentityOptions()
        (options.publicURL, options.shopName) = ("https://shop.example", "Kettle & Co")
        try await IdentityFixture.with(.sqlite, options: options) { shop in
            try await shop.register()
            let token = try await shop.token(of: .verification)
            let mail = try #require(shop.mails.all.first)
            #expect(mail.subject == "Confirm your e-mail address – Kettle & Co")
            #expect(mail.text.contains("https://shop.example/verify-email?token=\(token)\n"))
            #expect(mail.html.contains("href=\"https://shop.example/verify-email?token=\(token)\""))
            #expect(mail.html.contains("Kettle &amp; Co") && !mail.html.contains("Kettle & Co"))
        }
    }

    @Test func `A name cannot bring markup into a mail`() {
        let moment = Timestamp(microseconds: 0)
        let user = User(
            id: ID(), email: "a@example.com", emailVerifiedAt: moment,
            profile: Profile(firstName: "<b onclick='x'>\"&"), createdAt: moment, updatedAt: moment)
        for kind in IdentityMailKind.allCases where kind != .emailChange {
            let html = MailText(kind, for: user, token: "t", IdentityOptions()).html
            #expect(!html.contains("<b ") && html.contains("&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;"))
        }
    }

    /// Whoever registers the address of a stranger, or asks to have it, does not write him a letter so.
    @Test(arguments: TestDatabase.all)
    func `An address that nobody has proved is not called by a name`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            var wish = Registration(email: "ada@example.com", password: IdentityFixture.password)
            wish.profile = Profile(firstName: "Win at evil.example", lastName: "Now")
            let user = try await shop.accounts.register(wish, from: .stranger)
            try await shop.accounts.forgotPassword("ada@example.com", from: .stranger)
            let token = try await shop.token(of: .verification)
            #expect(shop.mails.all.count == 2)
            _ = try await shop.accounts.verifyEmail(token, from: .home)
            try await shop.deliverMails()
            try await shop.accounts.changeEmail(
                of: user.id, to: "stranger@example.com", password: IdentityFixture.password, from: .home)
            try await shop.deliverMails()
            for mail in shop.mails.all {
                let isProved = mail.address == "ada@example.com" && !mail.text.contains("?token=")
                #expect((mail.name == "Win at evil.example Now") == isProved)
                #expect(mail.text.hasPrefix("Hello Win at evil.example,") == isProved)
                #expect(mail.html.contains("evil.example") == isProved)
            }
        }
    }

    @Test func `Every mail says something of its own`() {
        let texts = IdentityMailKind.allCases.map { MailText($0, for: .nobody, token: "t", IdentityOptions()) }
        #expect(Set(texts.map(\.subject)).count == IdentityMailKind.allCases.count)
        #expect(texts.allSatisfy { $0.plain.count > 60 && $0.html.hasPrefix("<!doctype html>") })
    }

    @Test(arguments: TestDatabase.all)
    func `A job that runs twice sends a mail whose token is the one that counts`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            let first = try await shop.token(of: .verification)
            _ = try await shop.database.write {
                try $0.enqueue(SendIdentityMail(.verification, to: user.id), at: shop.clock.now)
            }
            let second = try await shop.token(of: .verification)
            #expect(first != second)
            await #expect(throws: IdentityError.tokenInvalid) {
                try await shop.accounts.verifyEmail(first, from: .home)
            }
            _ = try await shop.accounts.verifyEmail(second, from: .home)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A mail that is not needed any more is not sent`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            try await shop.accounts.forgotPassword("ada@example.com", from: .home)
            _ = try await shop.doors.users.change(user.id, status: .suspended)
            try await shop.deliverMails()
            #expect(shop.mails.all.isEmpty)
            let tokens = try await shop.count("one_time_tokens")
            #expect(tokens == 0)
        }
    }
}
