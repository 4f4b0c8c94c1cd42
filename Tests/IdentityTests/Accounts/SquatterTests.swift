import Jobs
import Kernel
import Persistence
import TestSupport
import Testing

@testable import Identity

/// A stranger makes an account with somebody's address, and waits in it until its owner comes.
@Suite(.timeLimit(.minutes(2)))
struct SquatterTests {
    /// What the stranger has in hand.
    private struct Hold {
        let user: User
        let cookie: String
        let refreshToken: String
        let key: String

        /// Takes an account whose password is known: a session, a second factor and a key.
        init(of user: User, in shop: IdentityFixture) async throws {
            let login = try await shop.logIn(from: .stranger)
            self.user = user
            cookie = shop.sessions.cookie(for: login)
            refreshToken = try await shop.sessions.tokens(for: login).refreshToken
            key = try await shop.doors.apiKeys.create(
                for: RecentLogin(user.id), name: "k", scopes: ["profile:read"], from: .stranger
            ).text
            _ = try await shop.doors.secondFactors.begin(for: RecentLogin(user.id))
            _ = try await shop.doors.secondFactors.confirm(shop.code(user.id), of: user.id, from: .stranger)
            for proof in [cookie, key] {
                let caller = try await shop.caller(proof)
                #expect(caller.userID == user.id)
            }
        }

        func expectLost(in shop: IdentityFixture) async throws {
            for proof in [cookie, key] {
                await #expect(throws: IdentityError.unauthenticated) { try await shop.caller(proof) }
            }
            await #expect(throws: IdentityError.refreshTokenInvalid) {
                try await shop.sessions.refresh(refreshToken, from: .stranger)
            }
            let (codes, factor) = (
                try await shop.count("recovery_codes"), try await shop.doors.secondFactors.state(of: user.id)
            )
            #expect(codes == 0 && factor == nil)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Who waits in an account is out once the owner of its address confirms it`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let hold = try await Hold(of: shop.register(), in: shop)
            let token = try await shop.token(of: .verification)
            let proved = try await shop.accounts.verifyEmail(token, from: .home)
            #expect(proved.user.isEmailVerified && proved.user.ownerProvedAt == nil)
            try await hold.expectLost(in: shop)
            // Whoever had the account made and confirms it elsewhere has chosen the password, and signs in with it.
            _ = try await shop.logIn()
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Who comes back with the password after that does not outlast a reset`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            let token = try await shop.token(of: .verification)
            _ = try await shop.accounts.verifyEmail(token, from: .home)
            // The password may be changed as well: it stays the stranger's.
            try await shop.accounts.changePassword(
                of: user.id, from: IdentityFixture.password, to: IdentityFixture.otherPassword, keeping: nil,
                from: .stranger)
            try await shop.accounts.changePassword(
                of: user.id, from: IdentityFixture.otherPassword, to: IdentityFixture.password, keeping: nil,
                from: .stranger)
            let hold = try await Hold(of: user, in: shop)
            try await shop.reset(to: "the owner's password")
            try await hold.expectLost(in: shop)
            await #expect(throws: IdentityError.incorrectCredentials) { try await shop.logIn() }
            let login = try await shop.logIn("ada@example.com", "the owner's password")
            #expect(login.user.ownerProvedAt == shop.clock.now)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Whose address is proved from within keeps everything, through a reset too`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            let device = try await shop.logIn().deviceProof
            let hold = try await Hold(of: user, in: shop)
            let token = try await shop.token(of: .verification)
            let known = Client.at("203.0.113.9", deviceProof: device)
            let proved = try await shop.accounts.verifyEmail(token, from: known)
            #expect(proved.user.ownerProvedAt == shop.clock.now && proved.readerProof == nil)
            let caller = try await shop.caller(hold.key)
            #expect(caller.userID == user.id)
            try await shop.reset(to: IdentityFixture.otherPassword)
            let outcome = try await shop.sessions.logIn(
                email: "ada@example.com", password: IdentityFixture.otherPassword, from: .home)
            guard case .secondFactorRequired = outcome else {
                Issue.record("the second factor is gone")
                return
            }
            let kept = try await shop.caller(hold.key)
            #expect(kept.userID == user.id)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A session proves it for its own account, and for no other`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let (ada, eve) = (try await shop.register(), try await shop.register("eve@example.com"))
            for (caller, isProved) in [(eve.id, false), (ada.id, true)] {
                try await shop.unverify(ada.id)
                let token = try await shop.token(of: .verification)
                let proved = try await shop.accounts.verifyEmail(token, as: caller, from: .home)
                #expect((proved.user.ownerProvedAt != nil) == isProved)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Who signs in where the address was confirmed is its owner`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            let token = try await shop.token(of: .verification)
            let proof = try #require(try await shop.accounts.verifyEmail(token, from: .home).readerProof)
            // It gets nobody in, and says nothing about others' accounts.
            try await shop.register("eve@example.com")
            _ = try await shop.logIn("eve@example.com", from: .at("192.0.2.1", deviceProof: proof))
            _ = try await shop.logIn(from: .stranger)
            await #expect(throws: IdentityError.incorrectCredentials) {
                try await shop.logIn("ada@example.com", "a guess", from: .at("192.0.2.1", deviceProof: proof))
            }
            let before = try await shop.accounts.read(user.id)
            #expect(before.ownerProvedAt == nil)
            shop.clock.advance(by: .seconds(60))
            let login = try await shop.logIn(from: .at("192.0.2.1", deviceProof: proof))
            let (after, eve) = (
                try await shop.accounts.read(user.id),
                try await shop.logIn("eve@example.com").user
            )
            #expect(after.ownerProvedAt == shop.clock.now && eve.ownerProvedAt == nil)
            #expect(login.deviceProof != proof)
            // From now on it is an account like any other: a reset leaves the second factor.
            let hold = try await Hold(of: user, in: shop)
            try await shop.reset(to: IdentityFixture.otherPassword)
            let (factor, caller) = (
                try await shop.doors.secondFactors.state(of: user.id), try await shop.caller(hold.key)
            )
            #expect(factor != nil && caller.userID == user.id)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Who has his account moved to an address by its reader does not outlast a reset`(kind: TestDatabase)
        async throws
    {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register("eve@example.com")
            let own = try await shop.token(of: .verification)
            _ = try await shop.accounts.verifyEmail(own, as: user.id, from: .stranger)
            try await shop.accounts.changeEmail(
                of: user.id, to: "ada@example.com", password: IdentityFixture.password, from: .stranger)
            let token = try await shop.token(of: .emailChange)
            let moved = try await shop.accounts.verifyEmail(token, from: .home)
            #expect(moved.user.ownerProvedAt == nil)
            let hold = try await Hold(of: user, in: shop)
            try await shop.reset(to: IdentityFixture.otherPassword)
            try await hold.expectLost(in: shop)
            _ = try await shop.logIn("ada@example.com", IdentityFixture.otherPassword)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A reset that proves the address says so as its confirmation does`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            try await shop.reset(to: IdentityFixture.otherPassword)
            try await shop.reset(to: IdentityFixture.password)
            try await shop.deliverMails()
            let actions = try await shop.actions()
            #expect(actions.filter { $0 == "email.verified" }.count == 1)
            #expect(shop.mails.all.filter { $0.subject.hasPrefix("Welcome") }.count == 1)
            let events = try await shop.count("events WHERE name = 'user.verified'")
            #expect(events == 1)
        }
    }
}

extension IdentityFixture {
    /// Who shows that cookie or key.
    fileprivate func caller(_ proof: String) async throws -> Caller {
        proof.hasPrefix(APIKey.prefix)
            ? try await sessions.authenticate(bearer: proof) : try await sessions.authenticate(cookie: proof)
    }

    /// The reader of the address sets a password.
    fileprivate func reset(to password: String) async throws {
        clock.advance(by: .seconds(3600))
        try await accounts.forgotPassword("ada@example.com", from: .home)
        try await accounts.resetPassword(token(of: .passwordReset), to: password, from: .home)
    }

    /// As if the account had just been made.
    fileprivate func unverify(_ user: ID<User>) async throws {
        try await deliverMails()
        try await database.write { transaction in
            try transaction.execute(
                "UPDATE users SET email_verified_at = NULL, owner_proved_at = NULL WHERE id = \(user)")
            try transaction.enqueue(SendIdentityMail(.verification, to: user), at: clock.now)
        }
    }
}
