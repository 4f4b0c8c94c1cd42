import Kernel
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(2)))
struct SessionsTests {
    @Test(arguments: TestDatabase.all)
    func `A bearer token and a cookie say who it is`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let login = try await shop.logIn()
            let pair = try await shop.sessions.tokens(for: login)
            let expected = Caller.user(UserCaller(id: login.user.id, role: .customer, session: login.session))
            let byToken = try await shop.sessions.authenticate(bearer: pair.accessToken)
            let byCookie = try await shop.sessions.authenticate(cookie: shop.sessions.cookie(for: login))
            #expect(byToken == expected && byCookie == expected)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `No other text does`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let login = try await shop.logIn()
            let pair = try await shop.sessions.tokens(for: login)
            let cookie = shop.sessions.cookie(for: login)
            let wrongNonce = SessionCookie.text(login.session, nonce: [1], shop.parts.box)
            for text in [
                "", "x", pair.refreshToken, cookie + "A", wrongNonce, login.deviceProof, login.session.description,
            ] {
                await #expect(throws: IdentityError.unauthenticated) {
                    try await shop.sessions.authenticate(cookie: text)
                }
                await #expect(throws: IdentityError.unauthenticated) {
                    try await shop.sessions.authenticate(bearer: text)
                }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Logging out ends this session's tokens at once, and no other's`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let (mine, other) = (try await shop.logIn(), try await shop.logIn(from: .stranger))
            let pair = try await shop.sessions.tokens(for: mine)
            _ = try await shop.sessions.authenticate(bearer: pair.accessToken)
            try await shop.sessions.logOut(mine.session, of: mine.user.id, from: .home)
            await #expect(throws: IdentityError.unauthenticated) {
                try await shop.sessions.authenticate(bearer: pair.accessToken)
            }
            await #expect(throws: IdentityError.refreshTokenInvalid) {
                try await shop.sessions.refresh(pair.refreshToken, from: .home)
            }
            _ = try await shop.sessions.authenticate(cookie: shop.sessions.cookie(for: other))
            try await shop.sessions.logOutEverywhere(mine.user.id, from: .home)
            let left = try await shop.sessions.list(of: mine.user.id)
            #expect(left.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A process that hears nothing sees a revocation within five seconds`(kind: TestDatabase) async throws {
        try await IdentityFixture.withTwoNodes(kind) { shop, other in
            try await shop.register()
            let login = try await shop.logIn()
            let cookie = shop.sessions.cookie(for: login)
            _ = try await other.sessions.authenticate(cookie: cookie)
            try await shop.sessions.logOut(login.session, of: login.user.id, from: .home)
            await #expect(throws: IdentityError.unauthenticated) {
                try await shop.sessions.authenticate(cookie: cookie)
            }
            shop.clock.advance(by: .milliseconds(3999))
            _ = try await other.sessions.authenticate(cookie: cookie)
            shop.clock.advance(by: .milliseconds(1))
            await #expect(throws: IdentityError.unauthenticated) {
                try await other.sessions.authenticate(cookie: cookie)
            }
        }
    }

    @Test func `A clock that is set back makes nothing last longer`() {
        let (memory, moment) = (ShortMemory<Int, String>(), Timestamp(microseconds: 3_600_000_000))
        memory.keep("known", of: 1, user: ID(), at: moment, since: memory.forgettings)
        #expect(memory.value(of: 1, at: moment) == "known")
        #expect(memory.value(of: 1, at: Timestamp(microseconds: 0)) == nil)
    }

    @Test func `What was read before a revocation is not remembered after it`() {
        let (memory, user, moment) = (ShortMemory<Int, String>(), ID<User>(), Timestamp(microseconds: 0))
        let before = memory.forgettings
        memory.forget(of: user)
        memory.keep("stale", of: 1, user: user, at: moment, since: before)
        #expect(memory.value(of: 1, at: moment) == nil)
        memory.keep("fresh", of: 1, user: user, at: moment, since: memory.forgettings)
        #expect(memory.value(of: 1, at: moment) == "fresh")
        memory.forget(of: ID())
        #expect(memory.value(of: 1, at: moment) == "fresh")
        memory.forget(of: user)
        #expect(memory.value(of: 1, at: moment) == nil)
    }

    @Test(arguments: TestDatabase.all)
    func `The list names device, address and last use, and ends what one does not know`(kind: TestDatabase) async throws
    {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            try await shop.register("eve@example.com")
            let first = try await shop.logIn()
            shop.clock.advance(by: .seconds(60))
            let second = try await shop.logIn(from: .stranger)
            let foreign = try await shop.logIn("eve@example.com")
            let list = try await shop.sessions.list(of: user.id)
            #expect(list.map(\.id) == [second.session, first.session])
            #expect(list.map(\.device) == ["curl", "Firefox on Linux"])
            #expect(list.map(\.address) == ["198.51.100.7", "192.0.2.1"])
            try await shop.sessions.revoke(second.session, of: user.id, from: .home)
            for id in [second.session, foreign.session, ID()] {
                await #expect(throws: IdentityError.sessionNotFound) {
                    try await shop.sessions.revoke(id, of: user.id, from: .home)
                }
            }
            let cookie = shop.sessions.cookie(for: foreign)
            _ = try await shop.sessions.authenticate(cookie: cookie)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Use keeps a session alive without a write for each`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let login = try await shop.logIn()
            let cookie = shop.sessions.cookie(for: login)
            for _ in 0..<40 {
                shop.clock.advance(by: .seconds(3600))
                _ = try await shop.sessions.authenticate(cookie: cookie)
            }
            let used = try await shop.sessions.list(of: login.user.id).first?.lastUsedAt
            #expect(used == shop.clock.now)
            shop.clock.advance(by: .seconds(299))
            _ = try await shop.sessions.authenticate(cookie: cookie)
            let later = try await shop.sessions.list(of: login.user.id).first?.lastUsedAt
            #expect(later == used)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A user has at most a hundred sessions`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            let first = try await shop.logIn()
            for _ in 0..<100 {
                shop.clock.advance(by: .seconds(1))
                _ = try await shop.sessions.logIn(user.id, by: .passkey, from: .home)
            }
            let count = try await shop.count("sessions")
            #expect(count == 100)
            await #expect(throws: IdentityError.unauthenticated) {
                try await shop.sessions.authenticate(cookie: shop.sessions.cookie(for: first))
            }
        }
    }

    @Test(arguments: [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
            "Chrome on Windows"
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1",
            "Safari on iPhone"
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Linux"),
        ("curl/8.5.0", "curl"), ("", "Unknown"), ("<script>alert(1)</script>", "Unknown"), ("Mozilla/5.0", "Browser"),
    ])
    func `A device has a name that people know`(userAgent: String, name: String) {
        #expect(Client(userAgent: userAgent).device == name)
    }
}
