import Kernel
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(2)))
struct VerificationTests {
    @Test(arguments: TestDatabase.all)
    func `The token of the mail verifies, once, and a welcome follows`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let token = try await shop.token(of: .verification)
            shop.clock.advance(by: .seconds(1))
            let user = try await shop.accounts.verifyEmail(token, from: .home).user
            #expect(user.isEmailVerified)
            shop.clock.advance(by: .seconds(1))
            await #expect(throws: IdentityError.tokenInvalid) {
                try await shop.accounts.verifyEmail(token, from: .home)
            }
            try await shop.deliverMails()
            #expect(shop.mails.all.last?.subject.hasPrefix("Welcome") == true)
            let actions = try await shop.actions()
            #expect(actions.first == "user.registered" && actions.last == "token.refused")
            // One moment, and so no order.
            #expect(Set(actions.dropFirst().dropLast()) == ["email.verified", "user.shut_out"] && actions.count == 4)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A token lasts a day`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let token = try await shop.token(of: .verification)
            shop.clock.advance(by: .seconds(86_400))
            await #expect(throws: IdentityError.tokenInvalid) {
                try await shop.accounts.verifyEmail(token, from: .home)
            }
        }
    }

    @Test(arguments: [
        "", "x", "no such mail", String(repeating: "A", count: 43), String(repeating: "x", count: 10_000),
    ])
    func `A token that was made up is refused`(token: String) async throws {
        try await IdentityFixture.with(.sqlite) { shop in
            try await shop.register()
            await #expect(throws: IdentityError.tokenInvalid) {
                try await shop.accounts.verifyEmail(token, from: .home)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `The token of the last mail counts, and three an hour are sent`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let first = try await shop.token(of: .verification)
            for _ in 0..<5 { try await shop.accounts.resendVerification(to: "ADA@example.com", from: .home) }
            let last = try await shop.token(of: .verification)
            #expect(shop.mails.all.count == 4)
            await #expect(throws: IdentityError.tokenInvalid) {
                try await shop.accounts.verifyEmail(first, from: .home)
            }
            _ = try await shop.accounts.verifyEmail(last, from: .home)
            shop.clock.advance(by: .seconds(3601))
            try await shop.accounts.resendVerification(to: "ada@example.com", from: .home)
            try await shop.deliverMails()
            // The fifth would verify what is verified; the fourth was the welcome.
            #expect(shop.mails.all.count == 5)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A stranger's address leaves the same traces as a known one, and no mail`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.accounts.forgotPassword("nobody@example.com", from: .home)
            try await shop.accounts.resendVerification(to: "nobody@example.com", from: .home)
            let (jobs, entries) = (try await shop.count("jobs"), try await shop.count("audit_log"))
            #expect(jobs == 2 && entries == 2)
            try await shop.deliverMails()
            #expect(shop.mails.all.isEmpty)
            let left = try await shop.count("jobs")
            #expect(left == 0)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A new address is confirmed by mail, and the old one told`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            let oldToken = try await shop.token(of: .verification)
            try await shop.accounts.forgotPassword("ada@example.com", from: .stranger)
            let reset = try await shop.token(of: .passwordReset)
            try await shop.accounts.changeEmail(
                of: user.id, to: "Countess@example.com", password: IdentityFixture.password, from: .home)
            let token = try await shop.token(of: .emailChange)
            #expect(shop.mails.all.suffix(2).map(\.address).sorted() == ["Countess@example.com", "ada@example.com"])
            let before = try await shop.accounts.read(user.id)
            #expect(before.email == "ada@example.com")
            let after = try await shop.accounts.verifyEmail(token, from: .home).user
            #expect(after.email == "Countess@example.com" && after.isEmailVerified && after.pendingEmail == nil)
            _ = try await shop.logIn("countess@example.com")
            // Whoever reads the old mailbox gets nowhere with what was sent there.
            for old in [oldToken, reset] {
                await #expect(throws: IdentityError.tokenInvalid) {
                    try await shop.accounts.verifyEmail(old, from: .home)
                }
                await #expect(throws: IdentityError.tokenInvalid) {
                    try await shop.accounts.resetPassword(old, to: IdentityFixture.otherPassword, from: .home)
                }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `An address that somebody takes meanwhile is his`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            try await shop.accounts.changeEmail(
                of: user.id, to: "new@example.com", password: IdentityFixture.password, from: .home)
            let token = try await shop.token(of: .emailChange)
            try await shop.register("new@example.com")
            await #expect(throws: IdentityError.emailTaken) { try await shop.accounts.verifyEmail(token, from: .home) }
            await #expect(throws: IdentityError.emailTaken) {
                try await shop.accounts.changeEmail(
                    of: user.id, to: "new@example.com", password: IdentityFixture.password, from: .home)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Three changes of address an hour are mailed, and what sends no mail is not counted`(kind: TestDatabase)
        async throws
    {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            try await shop.register("eve@example.com")
            func change(to email: String) async throws {
                try await shop.accounts.changeEmail(
                    of: user.id, to: email, password: IdentityFixture.password, from: .home)
            }
            for number in 0..<3 {
                await #expect(throws: IdentityError.emailTaken) { try await change(to: "eve@example.com") }
                try await change(to: "new\(number)@example.com")
                shop.clock.advance(by: .seconds(60))
            }
            let refusal = IdentityError.tooManyMails(retryAfter: .seconds(3420))
            #expect((refusal.code, refusal.kind) == ("too_many_mails", .rateLimited))
            await #expect(throws: refusal) { try await change(to: "new3@example.com") }
            await #expect(throws: IdentityError.emailTaken) { try await change(to: "eve@example.com") }
            shop.clock.advance(by: .seconds(3420))
            try await change(to: "new3@example.com")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Another address needs the password`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            await #expect(throws: IdentityError.wrongPassword(field: "password")) {
                try await shop.accounts.changeEmail(of: user.id, to: "new@example.com", password: "guess", from: .home)
            }
            let read = try await shop.accounts.read(user.id)
            #expect(read.pendingEmail == nil)
        }
    }
}
