import Kernel
import Persistence
import Telemetry
import TestSupport
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(2)))
struct LoginTests {
    @Test(arguments: TestDatabase.all)
    func `The address counts in any spelling, the password in one`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            _ = try await shop.logIn(" ADA@Example.com")
            for wrong in [IdentityFixture.password.uppercased(), "", " " + IdentityFixture.password] {
                await #expect(throws: IdentityError.incorrectCredentials) {
                    try await shop.logIn("ada@example.com", wrong)
                }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Unknown, wrong, disabled and erased are one answer, and leave one trace`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            for name in ["known", "disabled", "erased"] { try await shop.register("\(name)@example.com") }
            let disabled = try await shop.doors.users.find(email: "disabled@example.com")
            _ = try await shop.doors.users.change(disabled.id, status: .inactive)
            let erased = try await shop.doors.users.find(email: "erased@example.com")
            try await shop.accounts.erase(erased.id, password: IdentityFixture.password, from: .home)
            for (email, password) in [
                ("known@example.com", "guess guess"), ("nobody@example.com", IdentityFixture.password),
                ("disabled@example.com", IdentityFixture.password), ("erased@example.com", IdentityFixture.password),
                ("no address", IdentityFixture.password), ("", ""), (String(repeating: "x", count: 9999), "x"),
            ] {
                await #expect(throws: IdentityError.incorrectCredentials) {
                    try await shop.logIn(email, password, from: .stranger)
                }
            }
            let failures = try await shop.doors.audit.list(action: .loginFailed).entries
            #expect(failures.count == 7 && failures.allSatisfy { $0.address == "198.51.100.7" && $0.actor == nil })
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Five failures of an account at an address, then even the right password waits`(kind: TestDatabase)
        async throws
    {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            for _ in 0..<5 { _ = try? await shop.logIn("ada@example.com", "guess guess") }
            await #expect(throws: IdentityError.tooManyFailures(retryAfter: .seconds(900))) { try await shop.logIn() }
            shop.clock.advance(by: .seconds(899))
            await #expect(throws: IdentityError.tooManyFailures(retryAfter: .seconds(1))) { try await shop.logIn() }
            shop.clock.advance(by: .seconds(1))
            _ = try await shop.logIn()
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A stranger's failures lock nobody out, not even at the same address`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let proof = try await shop.logIn().deviceProof
            for _ in 0..<30 { _ = try? await shop.logIn("ada@example.com", "guess guess", from: .home) }
            _ = try await shop.logIn(from: .at("203.0.113.9"))
            _ = try await shop.logIn(from: .at("192.0.2.1", deviceProof: proof))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A known device has five tries as well, and proves nothing for others`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            try await shop.register("eve@example.com")
            let proof = try await shop.logIn().deviceProof
            let eves = try await shop.logIn("eve@example.com", from: .stranger).deviceProof
            for _ in 0..<5 {
                _ = try? await shop.logIn("ada@example.com", "guess", from: .at("192.0.2.1", deviceProof: proof))
            }
            await #expect(throws: IdentityError.tooManyFailures(retryAfter: .seconds(900))) {
                try await shop.logIn(from: .at("192.0.2.1", deviceProof: proof))
            }
            for _ in 0..<5 { _ = try? await shop.logIn("ada@example.com", "guess", from: .stranger) }
            for foreign in [eves, "x", "", String(proof.dropLast()) + "_"] {
                await #expect(throws: IdentityError.tooManyFailures(retryAfter: .seconds(900))) {
                    try await shop.logIn(from: .at("198.51.100.7", deviceProof: foreign))
                }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A device is forgotten after 180 days`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let proof = try await shop.logIn().deviceProof
            shop.clock.advance(by: DeviceProof.lifetime)
            for _ in 0..<5 { _ = try? await shop.logIn("ada@example.com", "guess") }
            await #expect(throws: IdentityError.tooManyFailures(retryAfter: .seconds(900))) {
                try await shop.logIn(from: .at("192.0.2.1", deviceProof: proof))
            }
        }
    }

    @Test func `Twenty failures of an address, whatever the accounts`() async throws {
        try await IdentityFixture.with(.sqlite) { shop in
            try await shop.register()
            for number in 0..<20 {
                await #expect(throws: IdentityError.incorrectCredentials) {
                    try await shop.logIn("user\(number)@example.com", "guess", from: .at("2001:db8::\(number)"))
                }
            }
            await #expect(throws: IdentityError.tooManyFailures(retryAfter: .seconds(900))) {
                try await shop.logIn(from: .at("2001:db8::ffff"))
            }
            _ = try await shop.logIn(from: .at("2001:db8:0:1::1"))
        }
    }

    @Test func `Of a hundred guesses at once five are tried`() async throws {
        try await IdentityFixture.with(.sqlite) { shop in
            try await shop.register()
            let results = await race(100) { number in try await shop.logIn("ada@example.com", "guess \(number)") }
            let tried = results.filter { $0.error as? IdentityError == .incorrectCredentials }.count
            #expect(tried == 5)
        }
    }

    @Test func `Logins that succeed use nothing up`() async throws {
        try await IdentityFixture.with(.sqlite) { shop in
            try await shop.register()
            for _ in 0..<30 { _ = try await shop.logIn() }
            for _ in 0..<4 { _ = try? await shop.logIn("ada@example.com", "guess") }
            _ = try await shop.logIn()
            for _ in 0..<4 { _ = try? await shop.logIn("ada@example.com", "guess") }
            _ = try await shop.logIn()
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A hash of a lower cost is made anew at a login, and the sessions stay`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            let login = try await shop.logIn()
            let stronger = shop.anotherNode(cost: 5)
            _ = try await stronger.logIn()
            let hash = try await shop.database.read { try $0.loginAccount(login.user.id)?.passwordHash }
            #expect(hash?.hasPrefix("$2b$05$") == true)
            _ = try await stronger.sessions.authenticate(cookie: shop.sessions.cookie(for: login))
            _ = try await shop.logIn()
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A login never lands behind a reset that came in between`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            for round in 0..<10 {
                let old = round == 0 ? IdentityFixture.password : "password of round \(round - 1)"
                try await shop.accounts.forgotPassword("ada@example.com", from: .at("203.0.113.\(round)"))
                let token = try await shop.token(of: .passwordReset)
                _ = await race(4) { number in
                    guard number == 0 else { return _ = try await shop.logIn("ada@example.com", old) }
                    try await shop.accounts.resetPassword(token, to: "password of round \(round)", from: .home)
                }
                let left = try await shop.sessions.list(of: user.id)
                #expect(left.isEmpty)
                shop.clock.advance(by: .seconds(3601))
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A login never lands behind a suspension`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            for _ in 0..<10 {
                _ = await race(4) { number in
                    guard number == 0 else { return _ = try await shop.logIn() }
                    _ = try await shop.doors.users.change(user.id, status: .suspended)
                }
                let left = try await shop.sessions.list(of: user.id)
                #expect(left.isEmpty)
                _ = try await shop.doors.users.change(user.id, status: .active)
                shop.clock.advance(by: .seconds(900))
            }
        }
    }

    @Test func `How logins and refreshes end is counted`() async throws {
        try await IdentityFixture.with(.sqlite) { shop in
            try await shop.register()
            let pair = try await shop.sessions.tokens(for: try await shop.logIn())
            for _ in 0..<7 { _ = try? await shop.logIn("ada@example.com", "guess") }
            for _ in 0..<2 { _ = try await shop.sessions.refresh(pair.refreshToken, from: .home) }
            shop.clock.advance(by: .seconds(11))
            _ = try? await shop.sessions.refresh(pair.refreshToken, from: .stranger)
            let text = shop.metrics.text
            for line in [
                "souk_logins_total{end=\"succeeded\"} 1", "souk_logins_total{end=\"failed\"} 5",
                "souk_logins_total{end=\"refused\"} 2", "souk_session_refreshes_total{end=\"rotated\"} 1",
                "souk_session_refreshes_total{end=\"repeated\"} 1", "souk_session_refreshes_total{end=\"stolen\"} 1",
            ] { #expect(text.contains(line), "\(line)") }
        }
    }

    @Test func `A counter forgets the older half rather than grow without end`() {
        let counter = AttemptCounter(RateLimit(count: 2, period: .seconds(900)))
        var moment = Timestamp(microseconds: 0)
        for number in 0...AttemptCounter.capacity {
            moment = moment.advanced(by: .milliseconds(1))
            #expect(counter.take(.init("\(number)"), at: moment) == nil)
        }
        #expect(counter.keyCount <= AttemptCounter.capacity / 2 + 1)
        let newest = AttemptCounter.Key("\(AttemptCounter.capacity)")
        #expect(counter.take(newest, at: moment) == nil)
        #expect(counter.take(newest, at: moment) == .seconds(900))
    }
}
