import Kernel
import TestSupport
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(2)))
struct PasswordTests {
    @Test(arguments: TestDatabase.all)
    func `A reset sets the password, ends every session and tells the owner`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let login = try await shop.logIn()
            let tokens = try await shop.sessions.tokens(for: login)
            let cookie = shop.sessions.cookie(for: login)
            _ = try await shop.sessions.authenticate(bearer: tokens.accessToken)
            try await shop.accounts.forgotPassword("ada@example.com", from: .home)
            let token = try await shop.token(of: .passwordReset)
            try await shop.accounts.resetPassword(token, to: IdentityFixture.otherPassword, from: .home)
            await #expect(throws: IdentityError.unauthenticated) {
                try await shop.sessions.authenticate(bearer: tokens.accessToken)
            }
            await #expect(throws: IdentityError.unauthenticated) {
                try await shop.sessions.authenticate(cookie: cookie)
            }
            await #expect(throws: IdentityError.refreshTokenInvalid) {
                try await shop.sessions.refresh(tokens.refreshToken, from: .home)
            }
            await #expect(throws: IdentityError.incorrectCredentials) { try await shop.logIn() }
            _ = try await shop.logIn("ada@example.com", IdentityFixture.otherPassword)
            try await shop.deliverMails()
            #expect(shop.mails.all.last?.subject.hasPrefix("Your password was changed") == true)
            let user = try await shop.accounts.read(login.user.id)
            #expect(user.isEmailVerified)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Of ten resets with one token at once one counts`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            try await shop.accounts.forgotPassword("ada@example.com", from: .home)
            let token = try await shop.token(of: .passwordReset)
            let results = await race(10) { number in
                try await shop.accounts.resetPassword(token, to: "the password of try \(number)", from: .home)
                return number
            }
            let winners = results.compactMap(\.value)
            #expect(winners.count == 1)
            #expect(results.compactMap(\.error).allSatisfy { $0 as? IdentityError == .tokenInvalid })
            _ = try await shop.logIn("ada@example.com", "the password of try \(winners.first ?? -1)")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A reset token lasts an hour`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            try await shop.accounts.forgotPassword("ada@example.com", from: .home)
            let token = try await shop.token(of: .passwordReset)
            shop.clock.advance(by: .seconds(3600))
            await #expect(throws: IdentityError.tokenInvalid) {
                try await shop.accounts.resetPassword(token, to: IdentityFixture.otherPassword, from: .home)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A token to verify sets no password, and a bad password uses no token up`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let verify = try await shop.token(of: .verification)
            await #expect(throws: IdentityError.tokenInvalid) {
                try await shop.accounts.resetPassword(verify, to: IdentityFixture.otherPassword, from: .home)
            }
            try await shop.accounts.forgotPassword("ada@example.com", from: .home)
            let token = try await shop.token(of: .passwordReset)
            await #expect(throws: ValidationError.self) {
                try await shop.accounts.resetPassword(token, to: "short", from: .home)
            }
            await #expect(throws: IdentityError.tokenInvalid) {
                try await shop.accounts.verifyEmail(token, from: .home)
            }
            try await shop.accounts.resetPassword(token, to: IdentityFixture.otherPassword, from: .home)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A change keeps the caller's session and ends the others`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            let (mine, other) = (try await shop.logIn(), try await shop.logIn(from: .stranger))
            try await shop.accounts.changePassword(
                of: user.id, from: IdentityFixture.password, to: IdentityFixture.otherPassword, keeping: mine.session,
                from: .home)
            let caller = try await shop.sessions.authenticate(cookie: shop.sessions.cookie(for: mine))
            #expect(caller.userID == user.id)
            await #expect(throws: IdentityError.unauthenticated) {
                try await shop.sessions.authenticate(cookie: shop.sessions.cookie(for: other))
            }
            _ = try await shop.logIn("ada@example.com", IdentityFixture.otherPassword)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A change needs the current password, and guesses are counted`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            for _ in 0..<5 {
                await #expect(throws: IdentityError.wrongPassword(field: "current_password")) {
                    try await shop.accounts.changePassword(
                        of: user.id, from: "guess", to: IdentityFixture.otherPassword, keeping: nil, from: .home)
                }
            }
            await #expect(throws: IdentityError.tooManyFailures(retryAfter: .seconds(900))) {
                try await shop.accounts.changePassword(
                    of: user.id, from: IdentityFixture.password, to: IdentityFixture.otherPassword, keeping: nil,
                    from: .home)
            }
        }
    }
}
