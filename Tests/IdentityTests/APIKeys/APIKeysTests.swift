import Kernel
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(2)))
struct APIKeysTests {
    @Test(arguments: TestDatabase.all)
    func `A key acts for its user as far as its scopes reach`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let admin = try await shop.admin()
            let made = try await shop.doors.apiKeys.create(
                for: RecentLogin(admin.id), name: " till ", scopes: ["catalog:write"], from: .home)
            #expect(made.text.hasPrefix("sk_") && made.text.count == 46 && made.key.name == "till")
            let caller = try await shop.sessions.authenticate(bearer: made.text)
            #expect(caller.userID == admin.id && caller.may(.manageCatalog))
            #expect(!caller.may(.manageUsers) && !caller.may(.signedIn))
            let list = try await shop.doors.apiKeys.list(of: admin.id)
            #expect(list.map(\.id) == [made.key.id] && list.first?.lastUsedAt == shop.clock.now)
            #expect(list.first.map { made.text.hasPrefix($0.hint) } == true)
        }
    }

    @Test(arguments: [
        ([], "Choose what the key may do, at least one of: profile:read."),
        (["profile:read", "users:write"], "A key of yours may do some of: profile:read."),
    ])
    func `What a key may do is said in a sentence`(scopes: [String], sentence: String) async throws {
        try await IdentityFixture.with(.sqlite) { shop in
            let user = try await shop.register()
            let error = await #expect(throws: ValidationError.self) {
                try await shop.doors.apiKeys.create(
                    for: RecentLogin(user.id), name: "k", scopes: scopes, from: .home)
            }
            #expect(error?.fields.map(\.message) == [sentence])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `What proves nothing is looked up once a second`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            let made = try await shop.doors.apiKeys.create(
                for: RecentLogin(user.id), name: "k", scopes: ["profile:read"], from: .home)
            let login = try await shop.logIn()
            let cookie = shop.sessions.cookie(for: login)
            // Taken out of reach and put back where no process hears of it, so that only a look-up can tell.
            try await shop.database.write {
                try $0.execute("UPDATE api_keys SET hash = \(OneTimeSecret.hash(of: "another"))")
                try $0.execute("UPDATE sessions SET id = \(ID<Session>())")
            }
            try await shop.expectNobody(made.text, cookie)
            try await shop.database.write {
                try $0.execute("UPDATE api_keys SET hash = \(OneTimeSecret.hash(of: made.text))")
                try $0.execute("UPDATE sessions SET id = \(login.session)")
            }
            shop.clock.advance(by: .milliseconds(999))
            try await shop.expectNobody(made.text, cookie)
            shop.clock.advance(by: .milliseconds(1))
            _ = try await shop.sessions.authenticate(bearer: made.text)
            _ = try await shop.sessions.authenticate(cookie: cookie)
        }
    }

    @Test func `What was not there is remembered within bounds`() {
        let (memory, moment) = (AbsenceMemory<Int>(), Timestamp(microseconds: 3_600_000_000))
        for number in 0...AbsenceMemory<Int>.capacity { memory.note(number, at: moment) }
        #expect(memory.count == 1 && memory.holds(AbsenceMemory<Int>.capacity, at: moment))
        #expect(!memory.holds(AbsenceMemory<Int>.capacity, at: Timestamp(microseconds: 0)))
    }

    @Test(arguments: TestDatabase.all)
    func `No key has what its user's role has not, nor keeps it`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            for scopes in [["catalog:write"], ["profile:read", "users:write"], ["anyone"], ["signed-in"], ["x"], []] {
                await #expect(throws: ValidationError.self) {
                    try await shop.doors.apiKeys.create(
                        for: RecentLogin(user.id), name: "k", scopes: scopes, from: .home)
                }
            }
            let admin = try await shop.admin()
            _ = try await shop.admin("other@example.com")
            let key = try await shop.doors.apiKeys.create(
                for: RecentLogin(admin.id), name: "k", scopes: ["users:write"], from: .home)
            _ = try await shop.doors.users.change(admin.id, role: .customer)
            let caller = try await shop.sessions.authenticate(bearer: key.text)
            #expect(!caller.may(.manageUsers))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A key ends when it is revoked, and when its time has come`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            let eve = try await shop.register("eve@example.com")
            let keys = shop.doors.apiKeys
            let revoked = try await keys.create(
                for: RecentLogin(user.id), name: "a", scopes: ["profile:read"], from: .home)
            let limited = try await keys.create(
                for: RecentLogin(user.id), name: "b", scopes: ["profile:read"],
                until: shop.clock.now.advanced(by: .seconds(60)),
                from: .home)
            _ = try await shop.sessions.authenticate(bearer: revoked.text)
            _ = try await shop.sessions.authenticate(bearer: limited.text)
            await #expect(throws: IdentityError.apiKeyNotFound) {
                try await keys.revoke(revoked.key.id, of: eve.id, from: .home)
            }
            try await keys.revoke(revoked.key.id, of: user.id, from: .home)
            await #expect(throws: IdentityError.unauthenticated) {
                try await shop.sessions.authenticate(bearer: revoked.text)
            }
            // Also from memory: the four seconds are not over.
            shop.clock.advance(by: .seconds(58))
            _ = try await shop.sessions.authenticate(bearer: limited.text)
            shop.clock.advance(by: .seconds(2))
            await #expect(throws: IdentityError.unauthenticated) {
                try await shop.sessions.authenticate(bearer: limited.text)
            }
        }
    }

    @Test(arguments: [
        "sk_", "sk_x", "sk_" + String(repeating: "A", count: 43), "sk_" + String(repeating: "A", count: 9999),
    ])
    func `A key that was made up is nobody's`(text: String) async throws {
        try await IdentityFixture.with(.sqlite) { shop in
            let user = try await shop.register()
            _ = try await shop.doors.apiKeys.create(
                for: RecentLogin(user.id), name: "k", scopes: ["profile:read"], from: .home)
            await #expect(throws: IdentityError.unauthenticated) { try await shop.sessions.authenticate(bearer: text) }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Names, ends and the number of keys have limits, also for many at once`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            for name in ["", " ", "a\nb", String(repeating: "x", count: 101)] {
                await #expect(throws: ValidationError.self) {
                    try await shop.doors.apiKeys.create(
                        for: RecentLogin(user.id), name: name, scopes: ["profile:read"], from: .home)
                }
            }
            await #expect(throws: ValidationError.self) {
                try await shop.doors.apiKeys.create(
                    for: RecentLogin(user.id), name: "k", scopes: ["profile:read"], until: shop.clock.now, from: .home)
            }
            let results = await race(60) { number in
                try await shop.doors.apiKeys.create(
                    for: RecentLogin(user.id), name: "k \(number)", scopes: ["profile:read"], from: .home)
            }
            #expect(results.compactMap(\.value).count == 50)
            #expect(results.compactMap(\.error).allSatisfy { $0 as? IdentityError == .tooManyKeys })
        }
    }
}

extension IdentityFixture {
    /// Neither the key nor the cookie proves anything.
    fileprivate func expectNobody(_ key: String, _ cookie: String) async throws {
        await #expect(throws: IdentityError.unauthenticated) { try await sessions.authenticate(bearer: key) }
        await #expect(throws: IdentityError.unauthenticated) { try await sessions.authenticate(cookie: cookie) }
    }
}
