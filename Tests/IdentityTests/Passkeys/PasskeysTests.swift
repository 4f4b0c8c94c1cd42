import Kernel
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite struct PasskeysTests {
    /// A shop at `https://shop.example`, one customer, and the passkeys.
    private struct Fixture: Sendable {
        let shop: IdentityFixture
        let user: User
        let passkeys: Passkeys

        static func with(_ kind: TestDatabase, _ body: (Fixture) async throws -> Void) async throws {
            var options = IdentityOptions()
            options.publicURL = "https://shop.example"
            try await IdentityFixture.with(kind, options: options) { shop in
                let user = try await shop.register()
                try await body(Fixture(shop: shop, user: user, passkeys: Passkeys(shop.parts)))
            }
        }

        @discardableResult
        func add(
            _ authenticator: SoftAuthenticator, name: String? = nil, to user: User? = nil, counter: UInt32 = 0
        ) async throws -> Passkey {
            let id = (user ?? self.user).id
            let options = try await passkeys.registrationOptions(for: RecentLogin(id))
            let made = authenticator.create(options.challenge) { $0.counter = counter }
            return try await passkeys.register(made, name: name, for: id, from: .home)
        }

        func logIn(_ authenticator: SoftAuthenticator, counter: UInt32 = 0) async throws -> SignedIn {
            let options = try await passkeys.logInOptions(from: .home)
            let assertion = try authenticator.use(options.challenge, userHandle: user.id.bytes) { $0.counter = counter }
            return try await passkeys.logIn(assertion, from: .home)
        }

        /// The account as one made by a social login is: without a password.
        func dropPassword() async throws {
            let id = user.id
            _ = try await shop.database.write {
                try $0.execute("UPDATE users SET password_hash = NULL WHERE id = \(id)")
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a passkey is added, and leads into the account`(_ kind: TestDatabase) async throws {
        try await Fixture.with(kind) { fixture in
            let authenticator = SoftAuthenticator()
            let options = try await fixture.passkeys.registrationOptions(for: RecentLogin(fixture.user.id))
            #expect(options.relyingParty.id == "shop.example")
            #expect(options.userHandle.count == 16)
            #expect(options.excluded.isEmpty)
            let passkey = try await fixture.add(authenticator)
            #expect(passkey.name == "Passkey of 2026-01-01")
            #expect(passkey.transports == ["hybrid", "internal"], "what nobody knows is not kept")
            try await fixture.shop.deliverMails()
            #expect(fixture.shop.mails.all.map(\.address).last == "ada@example.com")
            #expect(fixture.shop.mails.all.contains { $0.subject.contains("A passkey was added") })
            let login = try await fixture.logIn(authenticator)
            #expect(login.user.id == fixture.user.id)
            let token = try await fixture.shop.sessions.tokens(for: login).accessToken
            let caller = try await fixture.shop.sessions.authenticate(bearer: token)
            #expect(caller.userID == fixture.user.id)
            #expect(Set(try await fixture.shop.actions()) == ["user.registered", "passkey.added", "login.succeeded"])
            #expect(try await fixture.passkeys.list(of: fixture.user.id).first?.lastUsedAt == fixture.shop.clock.now)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a challenge is good once, for one ceremony, for five minutes`(_ kind: TestDatabase) async throws {
        try await Fixture.with(kind) { fixture in
            let (passkeys, user) = (fixture.passkeys, fixture.user)
            let authenticator = SoftAuthenticator()
            try await fixture.add(authenticator)
            let options = try await passkeys.logInOptions(from: .home)
            let assertion = try authenticator.use(options.challenge)
            _ = try await passkeys.logIn(assertion, from: .home)
            await #expect(throws: IdentityError.passkeyRefused) { try await passkeys.logIn(assertion, from: .home) }

            let creation = try await passkeys.registrationOptions(for: RecentLogin(user.id)).challenge
            let crossed = try authenticator.use(creation)
            await #expect(throws: IdentityError.passkeyRefused) { try await passkeys.logIn(crossed, from: .home) }
            let login = try await passkeys.logInOptions(from: .home).challenge
            let new = SoftAuthenticator()
            await #expect(throws: IdentityError.passkeyInvalid) {
                try await passkeys.register(new.create(login), for: user.id, from: .home)
            }
            let other = try await fixture.shop.register("eve@example.com")
            await #expect(throws: IdentityError.passkeyInvalid, "made for somebody else") {
                try await passkeys.register(new.create(creation), for: other.id, from: .home)
            }
            let late = try authenticator.use(try await passkeys.logInOptions(from: .home).challenge)
            fixture.shop.clock.advance(by: PasskeyChallenge.lifetime)
            await #expect(throws: IdentityError.passkeyRefused) { try await passkeys.logIn(late, from: .home) }
            let forged = try authenticator.use([UInt8].random(count: 32))
            await #expect(throws: IdentityError.passkeyRefused) { try await passkeys.logIn(forged, from: .home) }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `of many who use one answer at once, one gets in`(_ kind: TestDatabase) async throws {
        try await Fixture.with(kind) { fixture in
            let authenticator = SoftAuthenticator()
            try await fixture.add(authenticator)
            let options = try await fixture.passkeys.logInOptions(from: .home)
            let assertion = try authenticator.use(options.challenge)
            let results = await race(10) { _ in try await fixture.passkeys.logIn(assertion, from: .home) }
            #expect(results.compactMap(\.value).count == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a counter that does not grow betrays a copy`(_ kind: TestDatabase) async throws {
        try await Fixture.with(kind) { fixture in
            let authenticator = SoftAuthenticator()
            try await fixture.add(authenticator, counter: 5)
            _ = try await fixture.logIn(authenticator, counter: 6)
            for counter: UInt32 in [6, 5, 0] {
                await #expect(throws: IdentityError.passkeyRefused) {
                    try await fixture.logIn(authenticator, counter: counter)
                }
            }
            #expect(try await fixture.shop.actions().contains("passkey.suspected"))
            _ = try await fixture.logIn(authenticator, counter: 7)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a passkey of nobody, of a disabled account or for somebody else is refused`(
        _ kind: TestDatabase
    ) async throws {
        try await Fixture.with(kind) { fixture in
            let (authenticator, passkeys) = (SoftAuthenticator(), fixture.passkeys)
            await #expect(throws: IdentityError.passkeyRefused) { try await fixture.logIn(authenticator) }
            try await fixture.add(authenticator)
            let options = try await passkeys.logInOptions(from: .home)
            let assertion = try authenticator.use(options.challenge, userHandle: ID<User>().bytes)
            await #expect(throws: IdentityError.passkeyRefused) { try await passkeys.logIn(assertion, from: .home) }
            let id = fixture.user.id
            _ = try await fixture.shop.database.write {
                try $0.execute("UPDATE users SET status = 'suspended' WHERE id = \(id)")
            }
            await #expect(throws: IdentityError.incorrectCredentials) { try await fixture.logIn(authenticator) }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `one passkey belongs to one account`(_ kind: TestDatabase) async throws {
        try await Fixture.with(kind) { fixture in
            let authenticator = SoftAuthenticator()
            try await fixture.add(authenticator)
            let eve = try await fixture.shop.register("eve@example.com")
            await #expect(throws: IdentityError.passkeyTaken) { try await fixture.add(authenticator, to: eve) }
            let options = try await fixture.passkeys.registrationOptions(for: RecentLogin(fixture.user.id))
            #expect(options.excluded.map(\.credentialID) == [authenticator.credentialID])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `only a device that has logged in before is told of an account's passkeys`(_ kind: TestDatabase) async throws {
        try await Fixture.with(kind) { fixture in
            let authenticator = SoftAuthenticator()
            try await fixture.add(authenticator)
            let proof = try await fixture.logIn(authenticator).deviceProof
            func allowed(_ email: String?, _ proof: String?) async throws -> Int {
                let client = Client.at("192.0.2.1", deviceProof: proof)
                return try await fixture.passkeys.logInOptions(email: email, from: client).allowed.count
            }
            #expect(try await allowed("ada@example.com", proof) == 1)
            #expect(try await allowed("ada@example.com", nil) == 0)
            #expect(try await allowed("ada@example.com", "made up") == 0)
            try await fixture.shop.register("eve@example.com")
            #expect(try await allowed("eve@example.com", proof) == 0)
            #expect(try await allowed("nobody@example.com", proof) == 0)
            #expect(try await allowed(nil, proof) == 0)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `passkeys are renamed and removed by their owner only`(_ kind: TestDatabase) async throws {
        try await Fixture.with(kind) { fixture in
            let (passkeys, user) = (fixture.passkeys, fixture.user)
            let passkey = try await fixture.add(SoftAuthenticator(), name: "  Laptop ")
            #expect(passkey.name == "Laptop")
            let eve = try await fixture.shop.register("eve@example.com")
            await #expect(throws: IdentityError.wayInNotFound) {
                try await passkeys.rename(passkey.id, of: eve.id, to: "Mine")
            }
            await #expect(throws: IdentityError.wayInNotFound) {
                try await passkeys.remove(passkey.id, of: eve.id, from: .stranger)
            }
            #expect(try await passkeys.rename(passkey.id, of: user.id, to: "Phone").name == "Phone")
            for name in ["", "  ", "a\nb", String(repeating: "x", count: 101)] {
                await #expect(throws: ValidationError.self) {
                    try await passkeys.rename(passkey.id, of: user.id, to: name)
                }
            }
            try await passkeys.remove(passkey.id, of: user.id, from: .home)
            #expect(try await passkeys.list(of: user.id).isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the last way in stays, also when two are taken away at once`(_ kind: TestDatabase) async throws {
        try await Fixture.with(kind) { fixture in
            let (passkeys, user) = (fixture.passkeys, fixture.user)
            let first = try await fixture.add(SoftAuthenticator())
            let second = try await fixture.add(SoftAuthenticator())
            try await fixture.dropPassword()
            let ids = [first.id, second.id]
            let results = await race(2) { try await passkeys.remove(ids[$0], of: user.id, from: .home) }
            #expect(results.compactMap(\.value).count == 1)
            #expect(results.compactMap { $0.error as? IdentityError } == [.lastWayIn])
            #expect(try await passkeys.list(of: user.id).count == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an account has twenty passkeys at most`(_ kind: TestDatabase) async throws {
        try await Fixture.with(kind) { fixture in
            for _ in 0..<Passkey.maximumCount { try await fixture.add(SoftAuthenticator()) }
            await #expect(throws: IdentityError.tooManyPasskeys) { try await fixture.add(SoftAuthenticator()) }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `who resets the password of an unverified address takes over nobody's passkeys`(
        _ kind: TestDatabase
    ) async throws {
        try await Fixture.with(kind) { fixture in
            let squatter = SoftAuthenticator()
            try await fixture.add(squatter)
            try await fixture.shop.accounts.forgotPassword("ada@example.com", from: .home)
            let token = try await fixture.shop.token(of: .passwordReset)
            try await fixture.shop.accounts.resetPassword(token, to: IdentityFixture.otherPassword, from: .home)
            #expect(try await fixture.passkeys.list(of: fixture.user.id).isEmpty)
            await #expect(throws: IdentityError.passkeyRefused) { try await fixture.logIn(squatter) }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an erased account keeps no passkey`(_ kind: TestDatabase) async throws {
        try await Fixture.with(kind) { fixture in
            try await fixture.add(SoftAuthenticator())
            try await fixture.shop.accounts.erase(fixture.user.id, password: IdentityFixture.password, from: .home)
            #expect(try await fixture.shop.count("passkeys") == 0)
        }
    }
}
