import Kernel
import TestSupport
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(2)))
struct RefreshTests {
    @Test(arguments: TestDatabase.all)
    func `Each refresh gives the next pair, and the session goes on`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let login = try await shop.logIn()
            var pair = try await shop.sessions.tokens(for: login)
            for _ in 0..<5 {
                shop.clock.advance(by: .seconds(3600))
                let next = try await shop.sessions.refresh(pair.refreshToken, from: .home)
                #expect(next.refreshToken != pair.refreshToken && next.expiresIn == 3600)
                let caller = try await shop.sessions.authenticate(bearer: next.accessToken)
                #expect(caller == .user(UserCaller(id: login.user.id, role: .customer, session: login.session)))
                pair = next
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Fifty refreshes of one token at once have one child, and it lives`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let pair = try await shop.sessions.tokens(for: try await shop.logIn())
            let results = await race(50) { number in
                // Half of them on another node.
                let node = number.isMultiple(of: 2) ? shop : shop.anotherNode()
                return try await node.sessions.refresh(pair.refreshToken, from: .home).refreshToken
            }
            let children = Set(results.compactMap(\.value))
            #expect(results.allSatisfy { $0.error == nil } && children.count == 1)
            _ = try await shop.sessions.refresh(children.first ?? "", from: .home)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Within ten seconds a lost answer can be asked for again`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let pair = try await shop.sessions.tokens(for: try await shop.logIn())
            let first = try await shop.sessions.refresh(pair.refreshToken, from: .home)
            shop.clock.advance(by: .seconds(10))
            let second = try await shop.sessions.refresh(pair.refreshToken, from: .home)
            #expect(first.refreshToken == second.refreshToken)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `After ten seconds a used token ends the session`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let login = try await shop.logIn()
            let pair = try await shop.sessions.tokens(for: login)
            let child = try await shop.sessions.refresh(pair.refreshToken, from: .home)
            shop.clock.advance(by: .microseconds(10_000_001))
            await #expect(throws: IdentityError.refreshTokenInvalid) {
                try await shop.sessions.refresh(pair.refreshToken, from: .stranger)
            }
            await #expect(throws: IdentityError.refreshTokenInvalid) {
                try await shop.sessions.refresh(child.refreshToken, from: .home)
            }
            await #expect(throws: IdentityError.unauthenticated) {
                try await shop.sessions.authenticate(bearer: child.accessToken)
            }
            let entry = try await shop.doors.audit.list(action: .refreshTokenReused).entries.first
            #expect(entry?.address == "198.51.100.7" && entry?.subject == login.user.id)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Once the child was used, its parent ends the session, however soon`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let pair = try await shop.sessions.tokens(for: try await shop.logIn())
            let child = try await shop.sessions.refresh(pair.refreshToken, from: .home)
            let grandchild = try await shop.sessions.refresh(child.refreshToken, from: .home)
            await #expect(throws: IdentityError.refreshTokenInvalid) {
                try await shop.sessions.refresh(pair.refreshToken, from: .stranger)
            }
            await #expect(throws: IdentityError.refreshTokenInvalid) {
                try await shop.sessions.refresh(grandchild.refreshToken, from: .home)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Another session of the same user is not touched by a theft`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let (stolen, other) = (try await shop.logIn(), try await shop.logIn())
            let pair = try await shop.sessions.tokens(for: stolen)
            _ = try await shop.sessions.refresh(pair.refreshToken, from: .home)
            shop.clock.advance(by: .seconds(60))
            _ = try? await shop.sessions.refresh(pair.refreshToken, from: .stranger)
            _ = try await shop.sessions.authenticate(cookie: shop.sessions.cookie(for: other))
            let left = try await shop.sessions.list(of: stolen.user.id).map(\.id)
            #expect(left == [other.session])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A session ends when unused for a day, and after thirty days in any case`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            var pair = try await shop.sessions.tokens(for: try await shop.logIn())
            let idle = try await shop.sessions.tokens(for: try await shop.logIn())
            for _ in 0..<31 {
                shop.clock.advance(by: .seconds(23 * 3600 + 600))
                pair = try await shop.sessions.refresh(pair.refreshToken, from: .home)
            }
            await #expect(throws: IdentityError.refreshTokenInvalid) {
                try await shop.sessions.refresh(idle.refreshToken, from: .home)
            }
            shop.clock.advance(by: .seconds(6 * 3600))
            await #expect(throws: IdentityError.refreshTokenInvalid) {
                try await shop.sessions.refresh(pair.refreshToken, from: .home)
            }
            await #expect(throws: IdentityError.unauthenticated) {
                try await shop.sessions.authenticate(bearer: pair.accessToken)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `What was not given out is no refresh token`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let login = try await shop.logIn()
            let pair = try await shop.sessions.tokens(for: login)
            let ahead = RefreshToken.text(
                login.session, generation: 1, nonce: [UInt8](repeating: 0, count: 16), shop.parts.box)
            let others = SecretBox(secret: Array("the secret of another shop".utf8))
            let foreign = RefreshToken.text(login.session, generation: 0, nonce: login.nonce, others)
            let cookie = shop.sessions.cookie(for: login)
            for text in [ahead, foreign, cookie, pair.accessToken, "", "x", String(pair.refreshToken.dropLast())] {
                await #expect(throws: IdentityError.refreshTokenInvalid) {
                    try await shop.sessions.refresh(text, from: .stranger)
                }
            }
            _ = try await shop.sessions.refresh(pair.refreshToken, from: .home)
        }
    }

    /// A model: a client that loses answers, two tabs, and a thief, in random order. However it goes, at most one
    /// generation of the session can be refreshed later than the grace allows, and a session once ended stays ended.
    @Test(arguments: 0..<20)
    func `Whatever order tokens come in, at most one of them lives`(seed: UInt64) async throws {
        try await IdentityFixture.with(.sqlite) { shop in
            var generator = Dice(seed: seed)
            try await shop.register()
            let login = try await shop.logIn()
            var tokens = [try await shop.sessions.tokens(for: login).refreshToken]
            var model = SessionModel()
            for _ in 0..<40 {
                let pause = Int.random(in: 0...12, using: &generator)
                shop.clock.advance(by: .seconds(pause))
                model.now += pause
                let generation = Int.random(in: max(0, tokens.count - 3)..<tokens.count, using: &generator)
                let expected = model.refresh(generation)
                let answer = try? await shop.sessions.refresh(tokens[generation], from: .home).refreshToken
                #expect((answer != nil) == expected)
                guard let answer else { continue }
                if generation + 1 == tokens.count { tokens.append(answer) }
                #expect(answer == tokens[generation + 1])
            }
        }
    }
}

/// What a session should do, in the words of the specification.
private struct SessionModel {
    var now = 0
    private var generation = 0
    private var rotatedAt = 0
    private var hasEnded = false

    /// - Returns: whether a token of that generation is taken.
    mutating func refresh(_ presented: Int) -> Bool {
        guard !hasEnded else { return false }
        if presented == generation {
            (generation, rotatedAt) = (generation + 1, now)
            return true
        }
        hasEnded = presented != generation - 1 || now - rotatedAt > 10
        return !hasEnded
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers in every run, so that a failure can be repeated.
private struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
