import Crypto
import Foundation
import HTTPTypes
import HummingbirdTesting
import Identity
import Kernel
import Persistence
import Souk
import TestSupport
import Testing

/// Signing in and out, over HTTP.
struct SessionRoutesTests {
    /// Whoever found a session open makes nothing of it that lasts longer, and shuts nobody out.
    @Test(arguments: TestDatabase.all)
    func `keys, second factors and recovery codes are for who signed in a short while ago`(kind: TestDatabase)
        async throws
    {
        try await TestShop.with(kind) { shop, client in
            let member = try await shop.member()
            let past = WallClock.system.now.advanced(by: .seconds(-900))
            _ = try await shop.database.write {
                try $0.execute("UPDATE sessions SET created_at = \(past) WHERE user_id = \(member.id)")
            }
            let key = #"{"name": "till", "scopes": ["profile:read"]}"#
            for (path, body) in [
                ("/users/me/api-keys", key), ("/auth/mfa/totp", nil), ("/auth/mfa/recovery-codes", nil),
            ] as [(String, String?)] {
                let refused = try await client.send(.post, path, body, asAdmin: false, headers: member.bearer)
                #expect(refused.status == 401 && refused.code == "recent_login_required", "\(path)")
            }
            let again = try await shop.signIn(try await shop.identity.accounts.read(member.id))
            let made = try await client.send(
                .post, "/users/me/api-keys", key, asAdmin: false, headers: again.bearer)
            #expect(made.status == 201)
            let mail = try #require(try await shop.mails(to: member.email).last)
            #expect(mail.contains("A key to your account was made"))
            let begun = try await client.send(.post, "/auth/mfa/totp", asAdmin: false, headers: again.bearer)
            #expect(begun.status == 200)
        }
    }

    private static func login(_ email: String, _ password: String = Member.password) -> String {
        #"{"email": "\#(email)", "password": "\#(password)"}"#
    }

    @Test(arguments: TestDatabase.all)
    func `tokens are exchanged once, and a stolen one ends the session`(kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            let member = try await shop.member()
            func refresh(_ token: String) async throws -> JSONAnswer {
                try await client.send(.post, "/auth/refresh", #"{"refresh_token": "\#(token)"}"#, asAdmin: false)
            }
            let second = try await refresh(member.refreshToken)
            #expect(second.status == 200)
            #expect(
                second.body.members?.map(\.name) == ["access_token", "token_type", "expires_in", "refresh_token"])
            let again = try await refresh(member.refreshToken)
            #expect(again.status == 200 && again["refresh_token"] == second["refresh_token"])
            let third = try await refresh(try #require(second["refresh_token"]?.text))
            #expect(third.status == 200)
            let theft = try await refresh(member.refreshToken)
            #expect(theft.status == 401 && theft.code == "refresh_token_invalid")
            let thief = try await refresh(try #require(third["refresh_token"]?.text))
            #expect(thief.status == 401)
            let access: HTTPFields = [.authorization: "Bearer \(try #require(third["access_token"]?.text))"]
            let me = try await client.send(.get, "/auth/me", asAdmin: false, headers: access)
            #expect(me.status == 401)
        }
    }

    @Test func `sessions are listed, and ended one by one or all at once`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            let user = try await shop.identity.accounts.read(member.id)
            let (other, third) = (try await shop.signIn(user), try await shop.signIn(user))
            let list = try await client.send(.get, "/auth/sessions", asAdmin: false, headers: member.bearer)
            let items = try #require(list["items"]?.elements)
            #expect(items.count == 3)
            #expect(
                items[0].members?.map(\.name) == ["id", "current", "device", "address", "created_at", "last_used_at"])
            let current = items.filter {
                $0.members?.contains { $0.name == "current" && $0.value == .bool(true) } == true
            }
            #expect(current.count == 1)

            let out = try await client.send(.post, "/auth/logout", asAdmin: false, headers: other.bearer)
            #expect(out.status == 204)
            let after = try await client.send(.get, "/auth/me", asAdmin: false, headers: other.bearer)
            #expect(after.status == 401)
            let stillIn = try await client.send(.get, "/auth/me", asAdmin: false, headers: third.bearer)
            #expect(stillIn.status == 200)

            let all = try await client.send(.post, "/auth/logout-all", asAdmin: false, headers: member.bearer)
            #expect(all.status == 204)
            for one in [member, third] {
                let answer = try await client.send(.get, "/auth/me", asAdmin: false, headers: one.bearer)
                #expect(answer.status == 401)
            }
        }
    }

    @Test func `a session of somebody else is not there`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let (victim, attacker) = (try await shop.member(), try await shop.member())
            let session = try #require(try await shop.identity.sessions.list(of: victim.id).first)
            let answer = try await client.send(
                .delete, "/auth/sessions/\(session.id)", asAdmin: false, headers: attacker.bearer)
            #expect(answer.status == 404)
            let own = try await client.send(
                .delete, "/auth/sessions/\(session.id)", asAdmin: false, headers: victim.bearer)
            #expect(own.status == 204)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a second factor is set up, asked for, and taken away`(kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            let member = try await shop.member()
            let begun = try await client.send(.post, "/auth/mfa/totp", asAdmin: false, headers: member.bearer)
            #expect(begun["otpauth_uri"]?.text?.hasPrefix("otpauth://totp/Souk:") == true)
            let secret = try #require(begun["secret"]?.text)
            let confirmed = try await client.send(
                .post, "/auth/mfa/totp/confirm", #"{"code": "\#(Authenticator.code(secret))"}"#, asAdmin: false,
                headers: member.bearer)
            let codes = confirmed["recovery_codes"]?.elements.compactMap(\.text) ?? []
            #expect(codes.count == 10)

            let first = try await client.send(.post, "/auth/login", Self.login(member.email), asAdmin: false)
            #expect(first.status == 401 && first.code == "mfa_required")
            let token = try #require(first["mfa_token"]?.text)
            func step(_ proof: String) async throws -> JSONAnswer {
                try await client.send(
                    .post, "/auth/login/mfa", #"{"mfa_token": "\#(token)", \#(proof)}"#, asAdmin: false)
            }
            // The code that confirmed it counts as used.
            let replay = try await step(#""code": "\#(Authenticator.code(secret))""#)
            #expect(replay.status == 401 && replay.code == "code_incorrect")
            let both = try await step(#""code": "123456", "recovery_code": "\#(codes[0])""#)
            #expect(both.status == 422)
            let next = try await step(#""code": "\#(Authenticator.code(secret, later: 1))""#)
            #expect(next.status == 200 && next["user", "email"]?.text == member.email)
            let recovered = try await step(#""recovery_code": "\#(codes[0])""#)
            #expect(recovered.status == 200)
            let usedUp = try await step(#""recovery_code": "\#(codes[0])""#)
            #expect(usedUp.status == 401)

            let renewed = try await client.send(
                .post, "/auth/mfa/recovery-codes", asAdmin: false, headers: member.bearer)
            #expect(renewed["recovery_codes"]?.elements.count == 10)
            let removed = try await client.send(
                .delete, "/auth/mfa/totp", #"{"password": "\#(Member.password)"}"#, asAdmin: false,
                headers: member.bearer)
            #expect(removed.status == 204)
            let plain = try await client.send(.post, "/auth/login", Self.login(member.email), asAdmin: false)
            #expect(plain.status == 200)
        }
    }

    @Test func `a password is forgotten, set anew, and every session ends`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            for email in [member.email, "nobody@shop.example"] {
                let asked = try await client.send(
                    .post, "/auth/password/forgot", #"{"email": "\#(email)"}"#, asAdmin: false)
                #expect(asked.status == 202 && asked.body == .null)
            }
            let token = try await shop.mailedToken(to: member.email)
            let new = "quite other words"
            let body = #"{"token": "\#(token)", "password": "\#(new)"}"#
            let reset = try await client.send(.post, "/auth/password/reset", body, asAdmin: false)
            #expect(reset.status == 204)
            let replayed = try await client.send(.post, "/auth/password/reset", body, asAdmin: false)
            #expect(replayed.status == 400 && replayed.code == "token_invalid")
            let old = try await client.send(.get, "/auth/me", asAdmin: false, headers: member.bearer)
            #expect(old.status == 401)
            let login = try await client.send(.post, "/auth/login", Self.login(member.email, new), asAdmin: false)
            #expect(login.status == 200)
            #expect(try await shop.mails(to: member.email).last?.contains("Your password was changed") == true)
        }
    }

    @Test func `a changed password keeps this session and ends the others`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            let other = try await shop.signIn(try await shop.identity.accounts.read(member.id))
            let changed = try await client.send(
                .post, "/users/me/password",
                #"{"current_password": "\#(Member.password)", "new_password": "quite other words"}"#, asAdmin: false,
                headers: member.bearer)
            #expect(changed.status == 204)
            let here = try await client.send(.get, "/auth/me", asAdmin: false, headers: member.bearer)
            let there = try await client.send(.get, "/auth/me", asAdmin: false, headers: other.bearer)
            #expect(here.status == 200)
            #expect(there.status == 401)
        }
    }
}

/// The codes that an authenticator shows (RFC 6238), counted here by themselves.
enum Authenticator {
    static func code(_ secret: String, later steps: Int = 0) -> String {
        let counter = UInt64(Int(Date().timeIntervalSince1970) / 30 + steps)
        let message = (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * UInt64($0))) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: bytes(ofBase32: secret))))
        let offset = Int(mac[19] & 15)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    private static func bytes(ofBase32 text: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (bits, count, bytes) = (UInt32(0), 0, [UInt8]())
        for character in text {
            guard let value = alphabet.firstIndex(of: character) else { continue }
            (bits, count) = (bits << 5 | UInt32(value), count + 5)
            if count >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count - 8)))
                count -= 8
            }
        }
        return bytes
    }
}
