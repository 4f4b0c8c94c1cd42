import Foundation
import Kernel
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(2)))
struct SecretsTests {
    /// Everything secret that a busy day brings, against every byte of the database's files.
    @Test func `The files of the database hold no secret in the clear`() async throws {
        try await TestDatabase.sqlite.withPlace { folder, _ in
            let database = try SQLiteDatabase(path: folder.appending(path: "test.db").path, synchronous: .normal)
            let steps = IdentityFixture.migrations.enumerated().map {
                Migration($0 + 1, $1.name, up: $1.up, down: $1.down)
            }
            _ = try await Migrator(database, migrations: steps).up()
            let secrets = try await busyDay(IdentityFixture(database, MovableClock()))
            #expect(secrets.count > 20 && secrets.allSatisfy { $0.count >= 10 })
            let bytes = try bytes(of: folder)
            await database.close()
            // The search finds what is there.
            #expect(bytes.firstRange(of: Data("ada@example.com".utf8)) != nil)
            for (number, secret) in secrets.enumerated() {
                #expect(bytes.firstRange(of: secret) == nil, "secret \(number)")
            }
        }
    }

    private func bytes(of folder: URL) throws -> Data {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .reduce(into: Data()) { $0 += try Data(contentsOf: $1) }
    }

    /// - Returns: whatever a thief could use.
    private func busyDay(_ shop: IdentityFixture) async throws -> [Data] {
        let user = try await shop.register()
        let verify = try await shop.token(of: .verification)
        let login = try await shop.logIn()
        let pair = try await shop.sessions.tokens(for: login)
        let next = try await shop.sessions.refresh(pair.refreshToken, from: .home)
        let enrolment = try await shop.doors.secondFactors.begin(for: RecentLogin(user.id))
        let factor = try #require(try await shop.database.read { try $0.secondFactor(of: user.id) })
        let secret = try factor.secret(of: user.id, shop.parts.box)
        let code = TOTP.code(secret, step: TOTP.step(at: shop.clock.now))
        let codes = try await shop.doors.secondFactors.confirm(code, of: user.id, from: .home)
        guard
            case .secondFactorRequired(let half) = try await shop.sessions.logIn(
                email: "ada@example.com", password: IdentityFixture.password, from: .home)
        else { return [] }
        let key = try await shop.doors.apiKeys.create(
            for: RecentLogin(user.id), name: "k", scopes: ["profile:read"], from: .home)
        try await shop.accounts.forgotPassword("ada@example.com", from: .home)
        let reset = try await shop.token(of: .passwordReset)
        try await shop.accounts.changeEmail(
            of: user.id, to: "new@example.com", password: IdentityFixture.password, from: .home)
        let change = try await shop.token(of: .emailChange)
        _ = try? await shop.logIn("ada@example.com", "a password that is wrong", from: .stranger)
        let texts =
            [
                IdentityFixture.password, "a password that is wrong", verify, reset, change, pair.accessToken,
                pair.refreshToken, next.accessToken, next.refreshToken, shop.sessions.cookie(for: login),
                login.deviceProof, half, key.text, String(key.text.dropFirst(3)), enrolment.secret,
            ] + codes
        return texts.map { Data($0.utf8) } + [Data(secret)]
    }
}
