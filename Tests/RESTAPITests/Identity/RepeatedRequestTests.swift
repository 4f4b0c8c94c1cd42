import HTTPTypes
import HummingbirdTesting
import Identity
import Kernel
import Persistence
import Souk
import TestSupport
import Testing

/// Requests about accounts that come more than once, under one `Idempotency-Key`.
@Suite(.timeLimit(.minutes(2)))
struct RepeatedRequestTests {
    private static let email = "ada@shop.example"

    private static func wish(_ password: String = Member.password) -> String {
        #"{"email": "\#(email)", "password": "\#(password)"}"#
    }

    private static func key(_ key: String) -> HTTPFields { [HTTPField.Name("Idempotency-Key") ?? .accept: key] }

    private static func key(_ key: String, of member: Member) -> HTTPFields {
        var headers = Self.key(key)
        headers[.authorization] = member.bearer[.authorization]
        return headers
    }

    private static func isRepeated(_ answer: JSONAnswer) -> Bool {
        answer.headers[HTTPField.Name("Idempotency-Replayed") ?? .accept] == "true"
    }

    @Test(arguments: TestDatabase.all)
    func `who registers twice under one key has one account, one answer and one mail`(kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            func register(_ key: String, _ body: String = Self.wish()) async throws -> JSONAnswer {
                try await client.send(.post, "/auth/register", body, asAdmin: false, headers: Self.key(key))
            }
            let (first, second) = (try await register("a"), try await register("a"))
            #expect(first.status == 201 && !Self.isRepeated(first))
            #expect(second.status == 201 && Self.isRepeated(second) && second.body == first.body)
            #expect(second.headers[.location] == first.headers[.location])
            #expect(try await shop.mails(to: Self.email).count == 1)
            let other = try await register("b")
            #expect(other.status == 409 && other.code == "email_taken")
            let changed = try await register("a", Self.wish("quite other words"))
            #expect(changed.status == 422 && changed.code == "idempotency_key_reused")
            let login = try await client.send(.post, "/auth/login", Self.wish(), asAdmin: false)
            #expect(login.status == 200 && login["user", "id"] == first["id"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `who is erased is in no kept answer, and may register anew by the same request`(kind: TestDatabase)
        async throws
    {
        try await TestShop.with(kind) { shop, client in
            let body = #"{"email": "\#(Self.email)", "password": "\#(Member.password)", "first_name": "Ada"}"#
            func register() async throws -> JSONAnswer {
                try await client.send(.post, "/auth/register", body, asAdmin: false, headers: Self.key("a"))
            }
            let first = try await register()
            let member = try await shop.signIn(try await shop.identity.users.find(email: Self.email))
            let own = try await client.send(
                .post, "/auth/password/forgot", #"{"email": "\#(Self.email)"}"#, asAdmin: false,
                headers: Self.key("b", of: member))
            #expect(own.status == 202)
            let other = try await shop.member()
            let kept = try await client.send(
                .post, "/auth/password/forgot", #"{"email": "\#(other.email)"}"#, asAdmin: false,
                headers: Self.key("b", of: other))
            #expect(kept.status == 202)
            try await shop.identity.accounts.erase(member.id, password: Member.password, from: Client())
            let rows = try await shop.database.read {
                try $0.values("SELECT scope FROM idempotency_keys", as: String.self)
            }
            #expect(rows == ["user:\(other.id)"])
            let second = try await register()
            #expect(second.status == 201 && !Self.isRepeated(second) && second["id"] != first["id"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `of many at once one registers, and nobody is told that the address is taken`(
        kind: TestDatabase
    ) async throws {
        try await TestShop.with(kind) { shop, client in
            let answers = try await withThrowingTaskGroup(of: JSONAnswer.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await client.send(
                            .post, "/auth/register", Self.wish(), asAdmin: false, headers: Self.key("a"))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 201 || $0.code == "idempotency_key_in_use" })
            #expect(Set(answers.compactMap { $0["id"]?.text }).count == 1)
            #expect(try await shop.identity.users.list(UserFilter(search: "ada")).users.count == 1)
        }
    }

    @Test func `a shop that hides accounts sends one mail for a key as well`() async throws {
        try await TestShop.with(.sqlite, adjust: { $0.identity.hidesAccounts = true }) { shop, client in
            for _ in 0..<2 {
                let answer = try await client.send(
                    .post, "/auth/register", Self.wish(), asAdmin: false, headers: Self.key("a"))
                #expect(answer.status == 202 && answer.body == .null)
            }
            #expect(try await shop.mails(to: Self.email).count == 1)
        }
    }

    @Test func `a token of a mail is used up once, and its use is answered the same under its key`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            _ = try await client.send(.post, "/auth/register", Self.wish(), asAdmin: false)
            let verification = #"{"token": "\#(try await shop.mailedToken(to: Self.email))"}"#
            func verify(_ key: String) async throws -> JSONAnswer {
                try await client.send(
                    .post, "/auth/verify-email", verification, asAdmin: false, headers: Self.key(key))
            }
            let (first, second, other) = (try await verify("a"), try await verify("a"), try await verify("b"))
            #expect(first.status == 204 && !Self.isRepeated(first))
            #expect(second.status == 204 && Self.isRepeated(second))
            #expect(other.status == 400 && other.code == "token_invalid")
        }
    }

    /// What is kept lies in the database in the clear, for a day.
    @Test(
        arguments: [
            ("/auth/login", RepeatedRequestTests.wish()), ("/auth/login/mfa", #"{"mfa_token": "a", "code": "123456"}"#),
            ("/auth/refresh", #"{"refresh_token": "a"}"#), ("/auth/mfa/totp", nil),
            ("/auth/mfa/totp/confirm", #"{"code": "123456"}"#), ("/auth/mfa/recovery-codes", nil),
            ("/auth/passkeys/register/options", nil), ("/auth/passkeys/login/options", "{}"),
            ("/users/me/api-keys", #"{"name": "k", "scopes": ["profile:read"]}"#),
        ] as [(String, String?)])
    func `what answers with secrets takes no key, and does nothing`(path: String, body: String?) async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            let refused = try await client.send(
                .post, path, body, asAdmin: false, headers: Self.key("a").merging(member.bearer))
            #expect(refused.status == 400 && refused.code == "idempotency_key_not_taken")
            #expect(try await shop.identity.apiKeys.list(of: member.id).isEmpty)
            #expect(try await shop.identity.secondFactors.state(of: member.id) == nil)
            #expect(try await shop.identity.sessions.list(of: member.id).count == 1)
        }
    }
}

extension HTTPFields {
    fileprivate func merging(_ others: HTTPFields) -> HTTPFields {
        var all = self
        all.append(contentsOf: others)
        return all
    }
}
