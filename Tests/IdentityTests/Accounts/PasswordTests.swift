import Kernel
import Persistence
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
            #expect(shop.mails.all.contains { $0.subject.hasPrefix("Your password was changed") })
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
    func `A reset ends a change of address whose mail is still to come`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            try await shop.accounts.forgotPassword("ada@example.com", from: .home)
            let token = try await shop.token(of: .passwordReset)
            try await shop.accounts.changeEmail(
                of: user.id, to: "thief@example.com", password: IdentityFixture.password, from: .stranger)
            try await shop.accounts.resetPassword(token, to: IdentityFixture.otherPassword, from: .home)
            try await shop.deliverMails()
            #expect(shop.mails.all.allSatisfy { $0.address == "ada@example.com" })
            let (tokens, read) = (try await shop.count("one_time_tokens"), try await shop.accounts.read(user.id))
            #expect(tokens == 0 && read.pendingEmail == nil)
        }
    }

    /// Who has proved to know the old password and is a moment too late has proved nothing.
    @Test(arguments: TestDatabase.all)
    func `A reset and a change of address at once leave no address of the thief`(kind: TestDatabase) async throws {
        var options = IdentityOptions()
        (options.mailLimit, options.accountFailures, options.addressFailures) = (nil, nil, nil)
        try await IdentityFixture.with(kind, options: options) { shop in
            let user = try await shop.register()
            for number in 0..<10 {
                try await shop.accounts.forgotPassword("ada@example.com", from: .home)
                let token = try await shop.token(of: .passwordReset)
                let known = number == 0 ? IdentityFixture.password : "the password of round \(number)"
                let results = await race(5) { task in
                    if task == 0 {
                        try await shop.accounts.resetPassword(
                            token, to: "the password of round \(number + 1)", from: .home)
                    } else {
                        try await shop.accounts.changeEmail(
                            of: user.id, to: "thief\(task)@example.com", password: known, from: .stranger)
                    }
                }
                let errors = results.compactMap(\.error)
                #expect(errors.allSatisfy { $0 as? IdentityError == .wrongPassword(field: "password") })
                let pending = try await shop.accounts.read(user.id).pendingEmail
                #expect(pending == nil)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A reset and an erasure at once do not both count`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            for number in 0..<10 {
                let email = "user\(number)@example.com"
                let user = try await shop.register(email)
                try await shop.accounts.forgotPassword(email, from: .home)
                let token = try await shop.token(of: .passwordReset)
                let results = await race(2) { task in
                    if task == 0 {
                        try await shop.accounts.resetPassword(token, to: IdentityFixture.otherPassword, from: .home)
                    } else {
                        try await shop.accounts.erase(user.id, password: IdentityFixture.password, from: .stranger)
                    }
                }
                #expect(results.compactMap(\.value).count == 1)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `The address of the account is no new password`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register("countess@example.com")
            try await shop.accounts.forgotPassword("countess@example.com", from: .home)
            let token = try await shop.token(of: .passwordReset)
            for guessable in ["countess@example.com", "Countess1815"] {
                await #expect(throws: ValidationError.self) {
                    try await shop.accounts.resetPassword(token, to: guessable, from: .home)
                }
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
