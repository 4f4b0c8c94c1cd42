import HTTPTypes
import HummingbirdTesting
import Identity
import Kernel
import Persistence
import Souk
import TestSupport
import Testing

/// Passkeys over HTTP, as a program uses them.
struct PasskeyRoutesTests {
    /// A shop, and who calls it.
    private struct Caller: Sendable {
        let shop: Shop
        let client: any TestClientProtocol

        func send(
            _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, as member: Member?
        ) async throws -> JSONAnswer {
            try await client.send(
                method, "/auth/passkeys" + path, body, asAdmin: false, headers: member?.bearer ?? [:])
        }

        /// A challenge for a new passkey of somebody.
        func creation(_ member: Member) async throws -> String {
            let options = try await send(.post, "/register/options", as: member)
            #expect(options.status == 200 && options.headers[.cacheControl] == "no-store")
            return try #require(options["publicKey", "challenge"]?.text)
        }

        /// A challenge for anybody who wants in.
        func request() async throws -> String {
            let options = try await send(.post, "/login/options", "{}", as: nil)
            #expect(options.status == 200 && options.headers[.cacheControl] == "no-store")
            return try #require(options["publicKey", "challenge"]?.text)
        }

        /// Adds a passkey.
        /// - Returns: its id.
        @discardableResult
        func add(_ passkey: TestPasskey, to member: Member) async throws -> String {
            let body = passkey.made(for: try await creation(member), name: "Laptop")
            let made = try await send(.post, "/register/verify", body, as: member)
            #expect(made.status == 201)
            return try #require(made["id"]?.text)
        }

        /// As if five minutes had gone by since.
        func expireChallenges() async throws {
            let past = WallClock.system.now.advanced(by: .seconds(-1))
            _ = try await shop.database.write {
                try $0.execute("UPDATE passkey_challenges SET expires_at = \(past)")
            }
        }
    }

    private static func with(
        _ kind: TestDatabase = .sqlite, _ body: @escaping @Sendable (Caller) async throws -> Void
    ) async throws {
        try await TestShop.with(kind) { shop, client in try await body(Caller(shop: shop, client: client)) }
    }

    @Test(arguments: TestDatabase.all)
    func `a passkey is added, leads in without a password, and is taken away`(kind: TestDatabase) async throws {
        try await Self.with(kind) { caller in
            let (member, passkey) = (try await caller.shop.member(), TestPasskey())
            let body = passkey.made(for: try await caller.creation(member), name: "Laptop")
            let made = try await caller.send(.post, "/register/verify", body, as: member)
            let id = try #require(made["id"]?.text)
            #expect(made.status == 201 && made.headers[.location] == "/api/v1/auth/passkeys/\(id)")
            let list = try await caller.send(.get, "", as: member)
            #expect(list["items"]?.elements.count == 1)
            let read = try await caller.send(.get, "/\(id)", as: member)
            #expect(read.status == 200 && read["name"]?.text == "Laptop" && read["last_used_at"] == .null)

            let proof = try passkey.used(for: try await caller.request())
            let login = try await caller.send(.post, "/login/verify", proof, as: nil)
            #expect(login.status == 200 && login.headers[.cacheControl] == "no-store")
            #expect(login["user", "email"]?.text == member.email)
            let access: HTTPFields = [.authorization: "Bearer \(try #require(login["access_token"]?.text))"]
            let me = try await caller.client.send(.get, "/auth/me", asAdmin: false, headers: access)
            #expect(me.status == 200)

            let renamed = try await caller.send(.patch, "/\(id)", #"{"name": "Telephone"}"#, as: member)
            #expect(renamed.status == 200 && renamed["name"]?.text == "Telephone")
            #expect(try await caller.send(.delete, "/\(id)", as: member).status == 204)
            #expect(try await caller.send(.get, "/\(id)", as: member).status == 404)
            let late = try passkey.used(for: try await caller.request())
            #expect(try await caller.send(.post, "/login/verify", late, as: nil).code == "passkey_refused")
        }
    }

    @Test func `its owner is told by mail`() async throws {
        try await Self.with { caller in
            let member = try await caller.shop.member()
            try await caller.add(TestPasskey(), to: member)
            let mail = try #require(try await caller.shop.mails(to: member.email).last)
            #expect(mail.contains("A passkey was added to your account"))
            #expect(mail.contains("http://localhost:8080/account/passkeys"))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `who signed in a while ago has to do it once more first`(kind: TestDatabase) async throws {
        try await Self.with(kind) { caller in
            let member = try await caller.shop.member()
            func age(_ seconds: Int) async throws {
                let moment = WallClock.system.now.advanced(by: .seconds(-seconds))
                _ = try await caller.shop.database.write {
                    try $0.execute("UPDATE sessions SET created_at = \(moment) WHERE user_id = \(member.id)")
                }
            }
            try await age(890)
            _ = try await caller.creation(member)
            try await age(900)
            let refused = try await caller.send(.post, "/register/options", as: member)
            #expect(refused.status == 401 && refused.code == "recent_login_required")
            let challenge = refused.headers[.wwwAuthenticate] ?? ""
            #expect(challenge.contains("insufficient_user_authentication") && challenge.contains("max_age=\"900\""))
            // Fresh tokens of the old session make it no younger; another login does.
            let next = try await caller.client.send(
                .post, "/auth/refresh", #"{"refresh_token": "\#(member.refreshToken)"}"#, asAdmin: false)
            let refreshed = try #require(next["access_token"]?.text)
            let still = try await caller.client.send(
                .post, "/auth/passkeys/register/options", asAdmin: false,
                headers: [.authorization: "Bearer \(refreshed)"])
            #expect(still.code == "recent_login_required")
            let again = try await caller.shop.signIn(try await caller.shop.identity.accounts.read(member.id))
            try await caller.add(TestPasskey(), to: again)
        }
    }

    @Test func `a challenge makes one passkey, of whom it was given to, within five minutes`() async throws {
        try await Self.with { caller in
            let (member, other) = (try await caller.shop.member(), try await caller.shop.member())
            func verify(_ challenge: String, as member: Member) async throws -> JSONAnswer {
                try await caller.send(.post, "/register/verify", TestPasskey().made(for: challenge), as: member)
            }
            let madeUp = [UInt8](repeating: 7, count: 32).base64URL
            for challenge in [madeUp, "", try await caller.request(), try await caller.creation(other)] {
                let refused = try await verify(challenge, as: member)
                #expect(refused.status == 422 && refused.code == "passkey_invalid")
            }
            let challenge = try await caller.creation(member)
            #expect(try await verify(challenge, as: member).status == 201)
            #expect(try await verify(challenge, as: member).code == "passkey_invalid")
            let late = try await caller.creation(member)
            try await caller.expireChallenges()
            #expect(try await verify(late, as: member).code == "passkey_invalid")
            #expect(try await caller.send(.get, "", as: member)["items"]?.elements.count == 1)
        }
    }

    @Test func `a challenge opens an account once, within five minutes`() async throws {
        try await Self.with { caller in
            let (member, passkey) = (try await caller.shop.member(), TestPasskey())
            try await caller.add(passkey, to: member)
            let used = try await caller.request()
            let proof = try passkey.used(for: used)
            #expect(try await caller.send(.post, "/login/verify", proof, as: nil).status == 200)
            let late = try await caller.request()
            try await caller.expireChallenges()
            let madeUp = [UInt8](repeating: 7, count: 32).base64URL
            for challenge in [used, late, madeUp, "", try await caller.creation(member)] {
                let refused = try await caller.send(
                    .post, "/login/verify", try passkey.used(for: challenge), as: nil)
                #expect(refused.status == 401 && refused.code == "passkey_refused")
            }
            let replayed = try await caller.send(.post, "/login/verify", proof, as: nil)
            #expect(replayed.status == 401 && replayed.code == "passkey_refused")
        }
    }

    @Test func `what was signed for another site, or by a device that knows nobody, counts for nothing`() async throws {
        try await Self.with { caller in
            let (member, passkey) = (try await caller.shop.member(), TestPasskey())
            try await caller.add(passkey, to: member)
            let changes: [@Sendable (inout TestPasskey.Words) -> Void] = [
                { $0.origin = "https://evil.example" }, { $0.origin = "http://localhost:8081" },
                { $0.origin = "https://localhost:8080" }, { $0.relyingParty = "evil.example" }, { $0.flags = 0x01 },
                { $0.flags = 0x04 },
            ]
            for change in changes {
                let made = TestPasskey().made(for: try await caller.creation(member), change)
                let refused = try await caller.send(.post, "/register/verify", made, as: member)
                #expect(refused.status == 422 && refused.code == "passkey_invalid")
                let used = try passkey.used(for: try await caller.request(), change)
                let kept = try await caller.send(.post, "/login/verify", used, as: nil)
                #expect(kept.status == 401 && kept.code == "passkey_refused")
            }
            let foreign = try passkey.used(for: try await caller.request()) { $0.userHandle = Array(0..<16) }
            #expect(try await caller.send(.post, "/login/verify", foreign, as: nil).code == "passkey_refused")
            let unknown = try TestPasskey().used(for: try await caller.request())
            #expect(try await caller.send(.post, "/login/verify", unknown, as: nil).code == "passkey_refused")
        }
    }

    @Test func `a passkey leads into one account, and is nobody else's to see, to name or to remove`() async throws {
        try await Self.with { caller in
            let (owner, other, passkey) = (
                try await caller.shop.member(), try await caller.shop.member(), TestPasskey()
            )
            let id = try await caller.add(passkey, to: owner)
            let taken = try await caller.send(
                .post, "/register/verify", passkey.made(for: try await caller.creation(other)), as: other)
            #expect(taken.status == 409 && taken.code == "passkey_taken")
            for (method, body) in [
                (HTTPRequest.Method.get, nil), (.patch, #"{"name": "mine"}"#), (.delete, nil),
            ] as [(HTTPRequest.Method, String?)] {
                let foreign = try await caller.send(method, "/\(id)", body, as: other)
                #expect(foreign.status == 404 && foreign.code == "way_in_not_found", "\(method)")
                #expect(try await caller.send(method, "/\(id)", body, as: nil).status == 401)
            }
            let read = try await caller.send(.get, "/\(id)", as: owner)
            #expect(read.status == 200 && read["name"]?.text == "Laptop")
        }
    }

    @Test func `the last way into an account is never removed`() async throws {
        try await Self.with { caller in
            let member = try await caller.shop.member()
            let first = try await caller.add(TestPasskey(), to: member)
            let second = try await caller.add(TestPasskey(), to: member)
            _ = try await caller.shop.database.write {
                try $0.execute("UPDATE users SET password_hash = NULL WHERE id = \(member.id)")
            }
            #expect(try await caller.send(.delete, "/\(first)", as: member).status == 204)
            let refused = try await caller.send(.delete, "/\(second)", as: member)
            #expect(refused.status == 409 && refused.code == "last_way_in")
            #expect(try await caller.send(.get, "", as: member)["items"]?.elements.count == 1)
        }
    }

    @Test(arguments: [
        ("{}", 422), (#"{"rawId": "AA", "response": {}}"#, 422), (#"{"rawId": "A A", "response": {}}"#, 422),
        (#"{"rawId": "AA", "response": {"clientDataJSON": 1}}"#, 422), ("[]", 422), ("no json", 400),
    ])
    func `what no browser sends is refused field by field`(body: String, status: Int) async throws {
        try await Self.with { caller in
            let member = try await caller.shop.member()
            #expect(try await caller.send(.post, "/login/verify", body, as: nil).status == status)
            #expect(try await caller.send(.post, "/register/verify", body, as: member).status == status)
        }
    }
}
