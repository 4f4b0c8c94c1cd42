import Kernel
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite(.enabled(if: TestProvider.isThere, "needs SOUK_TEST_PYTHON"))
struct SocialLoginsTests {
    @Test func `who comes the first time gets an account, and the same one after that`() async throws {
        try await SocialFixture.with { fixture in
            try await fixture.openAccount("newcomer", email: "Ada@example.com")
            let outcome = try await fixture.visit("newcomer")
            let user = try #require(outcome.user)
            #expect(outcome.returnTo == "/account")
            #expect((user.email, user.isEmailVerified, user.hasPassword) == ("Ada@example.com", true, false))
            #expect(user.profile.fullName == "Ada Lovelace")
            #expect(user.role == .customer)
            #expect(try await fixture.visit("newcomer").user?.id == user.id)
            let identity = try #require(try await fixture.logins.list(of: user.id).first)
            #expect((identity.provider, identity.label) == ("mock", "Ada@example.com"))
            let actions = Set(try await fixture.shop.actions())
            #expect(actions == ["user.registered", "identity.linked", "login.succeeded"])
        }
    }

    @Test func `the provider is asked with a challenge, a state and a nonce, and told our own address`() async throws {
        var options = IdentityOptions()
        options.publicURL = "https://shop.example"
        try await SocialFixture.with(options: options) { fixture in
            let (first, second) = (
                try await fixture.logins.begin("mock", returnTo: nil),
                try await fixture.logins.begin("mock", returnTo: nil)
            )
            #expect(SocialFixture.value("code_challenge_method", in: first.url) == "S256")
            #expect(
                SocialFixture.value("redirect_uri", in: first.url)
                    == "https://shop.example/api/v1/auth/oauth/mock/callback")
            for name in ["state", "nonce", "code_challenge"] {
                let value = try #require(SocialFixture.value(name, in: first.url))
                #expect(value.utf8.count == 43)
                #expect(value != SocialFixture.value(name, in: second.url))
            }
            #expect(!first.url.contains("secret"))
        }
    }

    @Test func `an account is found by its address when both sides have verified it`() async throws {
        try await SocialFixture.with { fixture in
            let owner = try await fixture.shop.admin("ada@example.com")
            try await fixture.openAccount("linked", email: "ADA@example.com")
            #expect(try await fixture.visit("linked").user?.id == owner.id)
            #expect(try await fixture.visit("linked").user?.id == owner.id)
            #expect(try await fixture.logins.list(of: owner.id).count == 1)
            // The owner hears of it, once.
            try await fixture.shop.deliverMails()
            let told = fixture.shop.mails.all.filter { $0.subject.contains("An account elsewhere was connected") }
            #expect(told.map(\.address) == ["ada@example.com"])
        }
    }

    @Test(arguments: [(true, false), (false, true), (false, false)])
    func `an address that one side has not verified opens nobody's account`(ours: Bool, theirs: Bool) async throws {
        try await SocialFixture.with { fixture in
            let owner = ours ? try await fixture.shop.admin("ada@example.com") : try await fixture.shop.register()
            // The provider is the same for all tests, which run at the same time.
            let taker = "taker-\(ours)-\(theirs)"
            try await fixture.openAccount(taker, email: "ada@example.com", isVerified: theirs)
            await #expect(throws: IdentityError.linkNeedsPassword) { try await fixture.visit(taker) }
            #expect(try await fixture.logins.list(of: owner.id).isEmpty)
            // Signed in, the owner may link it.
            #expect(try await fixture.visit(taker, linkingTo: owner.id).login == nil)
            #expect(try await fixture.visit(taker).user?.id == owner.id)
        }
    }

    @Test func `an address that nobody vouches for stays unverified, and goes to whoever proves to have it`()
        async throws
    {
        try await SocialFixture.with { fixture in
            try await fixture.openAccount("squatter", email: "victim@example.com", isVerified: false)
            let user = try #require(try await fixture.visit("squatter").user)
            #expect(!user.isEmailVerified)
            try await fixture.shop.accounts.forgotPassword("victim@example.com", from: .home)
            let token = try await fixture.shop.token(of: .passwordReset)
            try await fixture.shop.accounts.resetPassword(token, to: IdentityFixture.otherPassword, from: .home)
            #expect(try await fixture.logins.list(of: user.id).isEmpty)
            await #expect(throws: IdentityError.linkNeedsPassword) { try await fixture.visit("squatter") }
        }
    }

    @Test func `whoever made an account and waits for the owner of its address is out when that one comes`()
        async throws
    {
        try await SocialFixture.with { fixture in
            let shop = fixture.shop
            let user = try await shop.register()
            let token = try await shop.token(of: .verification)
            _ = try await shop.accounts.verifyEmail(token, from: .home)
            // The stranger signs in with the password that he chose, begins a change of address, and connects his own.
            let login = try await shop.logIn(from: .stranger)
            let cookie = shop.sessions.cookie(for: login)
            try await fixture.openAccount("waiting", email: "eve@example.com")
            _ = try await fixture.visit("waiting", linkingTo: user.id)
            try await shop.accounts.changeEmail(
                of: user.id, to: "eve@example.com", password: IdentityFixture.password, from: .stranger)
            let move = try await shop.token(of: .emailChange)
            try await fixture.openAccount("rightful", email: "ada@example.com")
            let owner = try #require(try await fixture.visit("rightful").user)
            #expect(owner.id == user.id && !owner.hasPassword && owner.ownerProvedAt == shop.clock.now)
            await #expect(throws: IdentityError.incorrectCredentials) { try await shop.logIn(from: .stranger) }
            await #expect(throws: IdentityError.unauthenticated) {
                try await shop.sessions.authenticate(cookie: cookie)
            }
            await #expect(throws: IdentityError.tokenInvalid) {
                try await shop.accounts.verifyEmail(move, from: .stranger)
            }
            #expect(try await fixture.visit("waiting").user?.id != user.id)
            try await shop.accounts.forgotPassword("ada@example.com", from: .home)
            let reset = try await shop.token(of: .passwordReset)
            try await shop.accounts.resetPassword(reset, to: IdentityFixture.otherPassword, from: .home)
            _ = try await shop.logIn("ada@example.com", IdentityFixture.otherPassword)
        }
    }

    @Test func `in a shop that hides accounts an unverified address never tells whether there is one`() async throws {
        var options = IdentityOptions()
        options.hidesAccounts = true
        try await SocialFixture.with(options: options) { fixture in
            try await fixture.shop.register()
            for (subject, email) in [("known", "ada@example.com"), ("unknown", "nobody@example.com")] {
                try await fixture.openAccount(subject, email: email, isVerified: false)
                await #expect(throws: IdentityError.linkNeedsPassword) { try await fixture.visit(subject) }
            }
        }
    }

    @Test func `without an address there is no account`() async throws {
        try await SocialFixture.with { fixture in
            try await fixture.openAccount("nameless", email: nil)
            await #expect(throws: IdentityError.socialEmailMissing) { try await fixture.visit("nameless") }
        }
    }

    @Test func `an answer is taken once, from the browser that was sent, for the provider that it was sent to`()
        async throws
    {
        try await SocialFixture.with { fixture in
            try await fixture.openAccount("ada", email: "ada@example.com")
            let (logins, start) = (fixture.logins, try await fixture.logins.begin("mock", returnTo: nil))
            let other = try await logins.begin("mock", returnTo: nil)
            let answer = try await fixture.answer("ada", to: start)
            let refused: [(String, SocialAnswer, String?)] = [
                ("mock", answer, nil), ("mock", answer, ""), ("mock", answer, "made up"),
                ("mock", answer, other.cookie),
                ("github", answer, start.cookie), ("mock", SocialAnswer(code: answer.code, state: nil), start.cookie),
                ("mock", SocialAnswer(code: answer.code, state: "x"), start.cookie),
                ("mock", SocialAnswer(code: nil, state: answer.state), start.cookie),
            ]
            for (name, answer, cookie) in refused {
                await #expect(throws: IdentityError.socialLoginRefused) {
                    try await logins.finish(name, answer, cookie: cookie, as: nil, from: .stranger)
                }
            }
            let results = await race(5) { _ in
                try await logins.finish("mock", answer, cookie: start.cookie, as: nil, from: .home)
            }
            #expect(results.compactMap(\.value?.user).count == 1)
            #expect(try await fixture.shop.actions().filter { $0 == "login.failed" }.count >= refused.count)
        }
    }

    @Test func `an answer that comes too late, or with a code of another login, is refused`() async throws {
        try await SocialFixture.with { fixture in
            try await fixture.openAccount("ada", email: "ada@example.com")
            let (mine, theirs) = (
                try await fixture.logins.begin("mock", returnTo: nil),
                try await fixture.logins.begin("mock", returnTo: nil)
            )
            let stolen = try await fixture.answer("ada", to: theirs)
            // The provider compares the code's challenge with our verifier.
            let injected = SocialAnswer(code: stolen.code, state: SocialFixture.value("state", in: mine.url))
            await #expect(throws: IdentityError.socialLoginRefused) {
                try await fixture.logins.finish("mock", injected, cookie: mine.cookie, as: nil, from: .stranger)
            }
            let late = try await fixture.logins.begin("mock", returnTo: nil)
            let answer = try await fixture.answer("ada", to: late)
            fixture.shop.clock.advance(by: SocialAttempt.lifetime)
            await #expect(throws: IdentityError.socialLoginRefused) {
                try await fixture.logins.finish("mock", answer, cookie: late.cookie, as: nil, from: .home)
            }
        }
    }

    @Test func `only who began to link an account can end it, and an account leads to one of ours`() async throws {
        try await SocialFixture.with { fixture in
            let (ada, eve) = (try await fixture.shop.register(), try await fixture.shop.register("eve@example.com"))
            try await fixture.openAccount("shared", email: "elsewhere@example.com")
            let start = try await fixture.logins.begin("mock", returnTo: nil, linkingTo: RecentLogin(ada.id))
            let answer = try await fixture.answer("shared", to: start)
            for caller in [eve.id, nil] {
                await #expect(throws: IdentityError.socialLoginRefused) {
                    try await fixture.logins.finish("mock", answer, cookie: start.cookie, as: caller, from: .stranger)
                }
            }
            _ = try await fixture.visit("shared", linkingTo: ada.id)
            _ = try await fixture.visit("shared", linkingTo: ada.id)
            #expect(try await fixture.logins.list(of: ada.id).count == 1)
            await #expect(throws: IdentityError.identityTaken) { try await fixture.visit("shared", linkingTo: eve.id) }
        }
    }

    @Test func `the second factor is asked for, and a disabled account stays closed`() async throws {
        try await SocialFixture.with { fixture in
            try await fixture.openAccount("ada", email: "ada@example.com")
            let user = try #require(try await fixture.visit("ada").user)
            let now = fixture.shop.clock.now
            _ = try await fixture.shop.database.write { transaction in
                try transaction.execute(
                    """
                    INSERT INTO second_factors (user_id, secret, last_step, created_at, confirmed_at)
                    VALUES (\(user.id), \([UInt8](repeating: 1, count: 20)), 0, \(now), \(now))
                    """)
            }
            guard case .secondFactorRequired? = try await fixture.visit("ada").login else {
                Issue.record("came in without the second factor")
                return
            }
            _ = try await fixture.shop.database.write {
                try $0.execute("UPDATE users SET status = 'suspended' WHERE id = \(user.id)")
            }
            await #expect(throws: IdentityError.incorrectCredentials) { try await fixture.visit("ada") }
        }
    }

    @Test func `the last way in is never unlinked`() async throws {
        try await SocialFixture.with { fixture in
            try await fixture.openAccount("ada", email: "ada@example.com")
            let user = try #require(try await fixture.visit("ada").user)
            let identity = try #require(try await fixture.logins.list(of: user.id).first)
            await #expect(throws: IdentityError.lastWayIn) {
                try await fixture.logins.unlink(identity.id, of: user.id, from: .home)
            }
            let eve = try await fixture.shop.register("eve@example.com")
            await #expect(throws: IdentityError.wayInNotFound) {
                try await fixture.logins.unlink(identity.id, of: eve.id, from: .stranger)
            }
            try await fixture.shop.accounts.forgotPassword("ada@example.com", from: .home)
            let token = try await fixture.shop.token(of: .passwordReset)
            try await fixture.shop.accounts.resetPassword(token, to: IdentityFixture.otherPassword, from: .home)
            try await fixture.logins.unlink(identity.id, of: user.id, from: .home)
            #expect(try await fixture.logins.list(of: user.id).isEmpty)
        }
    }

    @Test func `GitHub tells the primary address and whether it is verified`() async throws {
        try await SocialFixture.with { fixture in
            let verified = try #require(try await fixture.visit("42", at: "github").user)
            #expect((verified.email, verified.isEmailVerified) == ("octo42@example.com", true))
            #expect(verified.profile.fullName == "Octo Cat")
            let unverified = try #require(try await fixture.visit("43", at: "github").user)
            #expect((unverified.email, unverified.isEmailVerified) == ("octo43@example.com", false))
            #expect(try await fixture.logins.list(of: verified.id).first?.label == "octo42")
        }
    }

    @Test func `Facebook tells an address that counts as unverified, or none`() async throws {
        try await SocialFixture.with { fixture in
            let user = try #require(try await fixture.visit("7", at: "facebook").user)
            #expect((user.email, user.isEmailVerified) == ("face7@example.com", false))
            await #expect(throws: IdentityError.socialEmailMissing) { try await fixture.visit("0", at: "facebook") }
        }
    }

    @Test func `there are the providers that the operator has set up, and no others`() async throws {
        try await SocialFixture.with { fixture in
            #expect(fixture.logins.names == ["facebook", "github", "mock", "named"])
            await #expect(throws: IdentityError.providerUnknown) {
                try await fixture.logins.begin("google", returnTo: nil)
            }
            await #expect(throws: ValidationError.self) {
                try await fixture.logins.begin("mock", returnTo: "//evil.example")
            }
        }
    }

    @Test func `two who come for the first time at once get one account`() async throws {
        try await SocialFixture.with { fixture in
            try await fixture.openAccount("ada", email: "ada@example.com")
            let results = await race(6) { _ in try await fixture.visit("ada") }
            let users = Set(results.compactMap(\.value?.user?.id))
            #expect(users.count == 1)
            #expect(results.compactMap(\.error).isEmpty)
            #expect(try await fixture.shop.count("users") == 1)
        }
    }
}
