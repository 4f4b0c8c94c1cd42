import Kernel
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(2)))
struct SecondFactorsTests {
    @Test(arguments: TestDatabase.all)
    func `Once confirmed, a login needs a code`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            let enrolment = try await shop.doors.secondFactors.begin(for: RecentLogin(user.id))
            #expect(
                enrolment.uri
                    == "otpauth://totp/Souk:ada%40example.com?secret=\(enrolment.secret)&issuer=Souk"
                    + "&algorithm=SHA1&digits=6&period=30")
            _ = try await shop.logIn()
            await #expect(throws: ValidationError.self) {
                try await shop.doors.secondFactors.confirm("000000", of: user.id, from: .home)
            }
            let codes = try await shop.doors.secondFactors.confirm(shop.code(user.id), of: user.id, from: .home)
            #expect(codes.count == 10)
            let token = try await shop.halfWay()
            shop.clock.advance(by: .seconds(30))
            let login = try await shop.sessions.logIn(
                secondFactorToken: token, .code(try await shop.code(user.id)), from: .home)
            #expect(login.user.id == user.id)
            let entry = try await shop.doors.audit.list(action: .loggedIn).entries.first
            #expect(entry?.detail["way"] == "code")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `The code that confirmed is used, and so is every earlier one`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.enrolled()
            let confirmed = try await shop.code(user.id)
            let earlier = try await shop.code(user.id, steps: -1)
            let next = try await shop.code(user.id, steps: 1)
            let token = try await shop.halfWay()
            for used in [confirmed, earlier] {
                await #expect(throws: IdentityError.incorrectCode) {
                    try await shop.sessions.logIn(secondFactorToken: token, .code(used), from: .home)
                }
            }
            _ = try await shop.sessions.logIn(secondFactorToken: token, .code(next), from: .home)
            await #expect(throws: IdentityError.incorrectCode) {
                try await shop.sessions.logIn(secondFactorToken: token, .code(next), from: .home)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Of four that give one code at once one gets in`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.enrolled()
            for _ in 0..<5 {
                shop.clock.advance(by: .seconds(900))
                let (token, code) = (try await shop.halfWay(), try await shop.code(user.id))
                let results = await race(4) { _ in
                    try await shop.sessions.logIn(secondFactorToken: token, .code(code), from: .home)
                }
                #expect(results.compactMap(\.value).count == 1)
                #expect(results.compactMap(\.error).allSatisfy { $0 as? IdentityError == .incorrectCode })
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A recovery code is good once, also for two at once, until it is renewed`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            _ = try await shop.doors.secondFactors.begin(for: RecentLogin(user.id))
            let codes = try await shop.doors.secondFactors.confirm(shop.code(user.id), of: user.id, from: .home)
            let token = try await shop.halfWay()
            let results = await race(4) { _ in
                try await shop.sessions.logIn(secondFactorToken: token, .recoveryCode(codes[0]), from: .home)
            }
            #expect(results.compactMap(\.value).count == 1)
            let left = try await shop.doors.secondFactors.state(of: user.id)?.recoveryCodesLeft
            #expect(left == 9)
            let renewed = try await shop.doors.secondFactors.renewRecoveryCodes(for: RecentLogin(user.id), from: .home)
            shop.clock.advance(by: .seconds(200))
            await #expect(throws: IdentityError.incorrectCode) {
                try await shop.sessions.logIn(secondFactorToken: token, .recoveryCode(codes[1]), from: .home)
            }
            _ = try await shop.sessions.logIn(secondFactorToken: token, .recoveryCode(renewed[1]), from: .home)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Wrong codes are failed logins, from wherever they come`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.enrolled()
            let proof = try await shop.deviceProof(of: user)
            let token = try await shop.halfWay()
            for _ in 0..<5 {
                await #expect(throws: IdentityError.incorrectCode) {
                    try await shop.sessions.logIn(secondFactorToken: token, .code("000000"), from: .stranger)
                }
            }
            await #expect(throws: IdentityError.tooManyFailures(retryAfter: .seconds(900))) {
                try await shop.sessions.logIn(secondFactorToken: token, .code("000000"), from: .stranger)
            }
            let failures = try await shop.doors.audit.list(action: .loginFailed).entries
            #expect(failures.count == 5 && failures.allSatisfy { $0.detail["way"] == "code" && $0.subject == user.id })
            // Somebody who knows the password and has many addresses has twenty tries, not a million.
            for number in 0..<15 {
                _ = try? await shop.sessions.logIn(
                    secondFactorToken: token, .code("000000"), from: .at("203.0.113.\(number)"))
            }
            await #expect(throws: IdentityError.tooManyFailures(retryAfter: .seconds(900))) {
                try await shop.sessions.logIn(secondFactorToken: token, .code("000000"), from: .at("203.0.113.99"))
            }
            // The owner, on a device that was here before, is not in anybody's way.
            shop.clock.advance(by: .seconds(60))
            _ = try await shop.sessions.logIn(
                secondFactorToken: token, .code(try await shop.code(user.id)),
                from: .at("203.0.113.99", deviceProof: proof))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A right password gives a known device no more codes to guess`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.enrolled()
            let device = Client.at("203.0.113.99", deviceProof: try await shop.deviceProof(of: user))
            for _ in 0..<5 {
                let token = try await shop.halfWay(from: device)
                await #expect(throws: IdentityError.incorrectCode) {
                    try await shop.sessions.logIn(secondFactorToken: token, .code("000000"), from: device)
                }
            }
            let token = try await shop.halfWay(from: device)
            await #expect(throws: IdentityError.tooManyFailures(retryAfter: .seconds(900))) {
                try await shop.sessions.logIn(secondFactorToken: token, .code("000000"), from: device)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `All devices of an account together have twenty codes to guess`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.enrolled()
            let token = try await shop.halfWay()
            for _ in 0..<4 {
                let device = Client.at("203.0.113.99", deviceProof: try await shop.deviceProof(of: user))
                for _ in 0..<5 {
                    await #expect(throws: IdentityError.incorrectCode) {
                        try await shop.sessions.logIn(secondFactorToken: token, .code("000000"), from: device)
                    }
                }
            }
            let device = Client.at("203.0.113.99", deviceProof: try await shop.deviceProof(of: user))
            // Refused twice: what is refused gives no try back that others have used.
            for _ in 0..<2 {
                await #expect(throws: IdentityError.tooManyFailures(retryAfter: .seconds(900))) {
                    try await shop.sessions.logIn(secondFactorToken: token, .code("000000"), from: device)
                }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Of renewals at once the last one counts alone`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.enrolled()
            for _ in 0..<5 {
                let results = await race(8) { _ in
                    try await shop.doors.secondFactors.renewRecoveryCodes(for: RecentLogin(user.id), from: .home)
                }
                #expect(results.compactMap(\.value).count == 8)
                let codes = try await shop.count("recovery_codes")
                #expect(codes == 10)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `The operator takes away what was lost, and the owner is told`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.enrolled()
            try await shop.doors.secondFactors.reset(of: user.id)
            _ = try await shop.logIn()
            let codes = try await shop.count("recovery_codes")
            #expect(codes == 0)
            try await shop.deliverMails()
            let subject = MailText(.secondFactorDisabled, for: .nobody, token: "", shop.parts.options).subject
            #expect(shop.mails.all.filter { $0.subject == subject }.map(\.address) == ["ada@example.com"])
            let entry = try await shop.doors.audit.list(action: .secondFactorDisabled).entries.first
            #expect(entry?.actor == nil && entry?.subject == user.id && entry?.device == "souk")
            await #expect(throws: IdentityError.secondFactorMissing) {
                try await shop.doors.secondFactors.reset(of: user.id)
            }
            await #expect(throws: IdentityError.userNotFound) { try await shop.doors.secondFactors.reset(of: ID()) }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Under another secret no code is right, and the operator helps`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            _ = try await shop.sessions.tokens(for: shop.logIn())
            _ = try await shop.doors.secondFactors.begin(for: RecentLogin(user.id))
            let code = try await shop.code(user.id)
            let changed = IdentityFixture(shop.database, shop.clock, secret: "the secret that came after it")
            await #expect(throws: ValidationError.self) {
                try await changed.doors.secondFactors.confirm(code, of: user.id, from: .home)
            }
            let codes = try await shop.doors.secondFactors.confirm(code, of: user.id, from: .home)
            shop.clock.advance(by: .seconds(30))
            let (token, next) = (try await changed.halfWay(), try await shop.code(user.id))
            for answer in [SecondFactorAnswer.code(next), .recoveryCode(codes[0])] {
                await #expect(throws: IdentityError.incorrectCode) {
                    try await changed.sessions.logIn(secondFactorToken: token, answer, from: .home)
                }
            }
            try await changed.doors.secondFactors.reset(of: user.id)
            let login = try await changed.logIn()
            await #expect(throws: IdentityError.secretChanged) { try await changed.sessions.tokens(for: login) }
            try await changed.parts.tokens.rotate()
            _ = try await changed.sessions.tokens(for: login)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `The token between both steps lasts five minutes and one password`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.enrolled()
            let late = try await shop.halfWay()
            shop.clock.advance(by: .seconds(300))
            let code = try await shop.code(user.id)
            for token in [late, "", "x", user.id.description] {
                await #expect(throws: IdentityError.secondFactorTokenInvalid) {
                    try await shop.sessions.logIn(secondFactorToken: token, .code(code), from: .home)
                }
            }
            let token = try await shop.halfWay()
            try await shop.accounts.changePassword(
                of: user.id, from: IdentityFixture.password, to: IdentityFixture.otherPassword, keeping: nil,
                from: .home)
            await #expect(throws: IdentityError.secondFactorTokenInvalid) {
                try await shop.sessions.logIn(secondFactorToken: token, .code(code), from: .home)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Disabling needs the password, and a set up one is not begun anew`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.enrolled()
            await #expect(throws: IdentityError.secondFactorActive) {
                try await shop.doors.secondFactors.begin(for: RecentLogin(user.id))
            }
            await #expect(throws: IdentityError.secondFactorActive) {
                try await shop.doors.secondFactors.confirm("000000", of: user.id, from: .home)
            }
            await #expect(throws: IdentityError.wrongPassword(field: "password")) {
                try await shop.doors.secondFactors.disable(of: user.id, password: "guess", from: .home)
            }
            try await shop.doors.secondFactors.disable(
                of: user.id, password: IdentityFixture.password, from: .home)
            _ = try await shop.logIn()
            await #expect(throws: IdentityError.secondFactorMissing) {
                try await shop.doors.secondFactors.renewRecoveryCodes(for: RecentLogin(user.id), from: .home)
            }
            let codes = try await shop.count("recovery_codes")
            #expect(codes == 0)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A sealed secret is of no use in another user's row`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let ada = try await shop.enrolled()
            let eve = try await shop.register("eve@example.com")
            _ = try await shop.doors.secondFactors.begin(for: RecentLogin(eve.id))
            _ = try await shop.database.write { transaction in
                try transaction.execute(
                    """
                    UPDATE second_factors SET secret = (SELECT secret FROM second_factors WHERE user_id = \(eve.id))
                    WHERE user_id = \(ada.id)
                    """)
            }
            await #expect(throws: SecretBox.Unopenable.self) { try await shop.code(ada.id) }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A passkey needs no code, an account elsewhere does`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.enrolled()
            guard case .signedIn = try await shop.sessions.logIn(user.id, by: .passkey, from: .home) else {
                Issue.record("a passkey is two factors")
                return
            }
            guard case .secondFactorRequired = try await shop.sessions.logIn(user.id, by: .social, from: .home) else {
                Issue.record("an account elsewhere is one factor")
                return
            }
            _ = try await shop.doors.users.change(user.id, status: .suspended)
            await #expect(throws: IdentityError.incorrectCredentials) {
                try await shop.sessions.logIn(user.id, by: .passkey, from: .home)
            }
        }
    }
}

extension IdentityFixture {
    /// A user whose second factor is set up, by the code of this moment.
    func enrolled() async throws -> User {
        let user = try await register()
        _ = try await doors.secondFactors.begin(for: RecentLogin(user.id))
        _ = try await doors.secondFactors.confirm(code(user.id), of: user.id, from: .home)
        return user
    }

    /// What the authenticator shows.
    func code(_ user: ID<User>, steps: Int64 = 0) async throws -> String {
        let factor = try #require(try await database.read { try $0.secondFactor(of: user) })
        return TOTP.code(try factor.secret(of: user, parts.box), step: TOTP.step(at: clock.now) + steps)
    }

    /// A login of which the code is missing.
    fileprivate func halfWay(from client: Client = .home) async throws -> String {
        let outcome = try await sessions.logIn(
            email: "ada@example.com", password: IdentityFixture.password, from: client)
        guard case .secondFactorRequired(let token) = outcome else { return "no second factor" }
        return token
    }

    fileprivate func deviceProof(of user: User) async throws -> String {
        guard case .signedIn(let login) = try await sessions.logIn(user.id, by: .passkey, from: .home) else {
            return ""
        }
        return login.deviceProof
    }
}
