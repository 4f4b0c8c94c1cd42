import HTTPTypes
import HummingbirdTesting
import Identity
import Kernel
import Persistence
import Souk
import TestSupport
import Testing

/// An account from its making to its end, over HTTP.
struct AccountRoutesTests {
    private static let ada =
        #"{"email": "Ada@Example.com", "password": "four words of a test", "full_name": "Ada Lovelace"}"#

    @Test(arguments: TestDatabase.all)
    func `an account is made, confirmed, used and erased`(kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            let made = try await client.send(.post, "/auth/register", Self.ada, asAdmin: false)
            #expect(made.status == 201 && made.headers[.location] == "/api/v1/users/me")
            #expect(
                made.body.members?.map(\.name) == [
                    "id", "email", "first_name", "last_name", "full_name", "phone", "bio", "avatar_url", "role",
                    "status", "is_active", "email_verified", "marketing_consent", "created_at", "updated_at",
                ])
            #expect(made["first_name"]?.text == "Ada" && made["role"]?.text == "customer")
            #expect(made["email_verified"] == .bool(false))
            let again = try await client.send(
                .post, "/auth/register", Self.ada.replacing("Ada@", with: "aDA@"), asAdmin: false)
            #expect(again.status == 409 && again.code == "email_taken")

            let token = try await shop.mailedToken(to: "Ada@Example.com")
            let verified = try await client.send(
                .post, "/auth/verify-email", #"{"token": "\#(token)"}"#, asAdmin: false)
            #expect(verified.status == 204)
            let reused = try await client.send(.post, "/auth/verify-email", #"{"token": "\#(token)"}"#, asAdmin: false)
            #expect(reused.status == 400 && reused.code == "token_invalid")
            #expect(try await shop.mails(to: "Ada@Example.com").last?.contains("your account is ready") == true)

            let login = try await client.send(
                .post, "/auth/login", #"{"email": "ada@example.com", "password": "four words of a test"}"#,
                asAdmin: false)
            #expect(login.status == 200 && login.headers[.cacheControl] == "no-store")
            #expect(
                login.body.members?.map(\.name) == [
                    "access_token", "token_type", "expires_in", "refresh_token", "user",
                ])
            #expect(login["token_type"]?.text == "bearer" && login["expires_in"] == .number("3600"))
            #expect(
                login["user"]?.members?.map(\.name) == [
                    "id", "email", "first_name", "last_name", "full_name", "role", "email_verified",
                ])
            #expect(login["user", "email_verified"] == .bool(true))
            let bearer: HTTPFields = [.authorization: "Bearer \(try #require(login["access_token"]?.text))"]
            for path in ["/auth/me", "/users/me"] {
                let me = try await client.send(.get, path, asAdmin: false, headers: bearer)
                #expect(me.status == 200 && me["email"]?.text == "Ada@Example.com")
            }

            let wrong = try await client.send(
                .delete, "/users/me", #"{"password": "five"}"#, asAdmin: false, headers: bearer)
            #expect(wrong.status == 422 && wrong.fields == ["password"])
            let erased = try await client.send(
                .delete, "/users/me", #"{"password": "four words of a test"}"#, asAdmin: false, headers: bearer)
            #expect(erased.status == 204)
            let gone = try await client.send(.get, "/users/me", asAdmin: false, headers: bearer)
            #expect(gone.status == 401)
            let anew = try await client.send(.post, "/auth/register", Self.ada, asAdmin: false)
            #expect(anew.status == 201 && anew["id"] != made["id"])
        }
    }

    @Test func `what is wrong with a registration is told field by field`() async throws {
        try await TestShop.with(.sqlite) { _, client in
            let answer = try await client.send(
                .post, "/auth/register",
                #"{"email": "no address", "password": "short", "first_name": "\#(String(repeating: "x", count: 101))"}"#,
                asAdmin: false)
            #expect(answer.status == 422)
            #expect(Set(answer.fields) == ["email", "password", "first_name"])
            let common = try await client.send(
                .post, "/auth/register", #"{"email": "a@b.example", "password": "password1"}"#, asAdmin: false)
            #expect(common.status == 422)
            #expect(
                common["errors"]?.elements.first?.members?.first { $0.name == "code" }?.value.text == "password_common")
        }
    }

    @Test func `a profile is replaced and changed in parts`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            let whole = try await client.send(
                .put, "/users/me", #"{"full_name": "Grace Brewster Hopper", "phone": "+1 555 0100"}"#, asAdmin: false,
                headers: member.bearer)
            #expect(whole.status == 200 && whole["first_name"]?.text == "Grace Brewster")
            let part = try await client.send(
                .patch, "/users/me", #"{"phone": null, "bio": "Compilers.", "marketing_consent": true}"#,
                asAdmin: false, headers: member.bearer)
            #expect(part["phone"] == .null && part["bio"]?.text == "Compilers.")
            #expect(part["last_name"]?.text == "Hopper" && part["marketing_consent"] == .bool(true))
            let export = try await client.send(.get, "/users/me/export", asAdmin: false, headers: member.bearer)
            #expect(export.status == 200 && export.headers[.cacheControl] == "no-store")
            #expect(export.headers[.contentDisposition]?.hasPrefix("attachment") == true)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `another address is confirmed there, and told to the old one`(kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            let member = try await shop.member()
            let asked = try await client.send(
                .post, "/users/me/email", #"{"email": "new@shop.example", "password": "\#(Member.password)"}"#,
                asAdmin: false, headers: member.bearer)
            #expect(asked.status == 202)
            let token = try await shop.mailedToken(to: "new@shop.example")
            let told = try #require(try await shop.mails(to: member.email).last)
            #expect(!told.contains("token="))
            let before = try await client.send(.get, "/users/me", asAdmin: false, headers: member.bearer)
            #expect(before["email"]?.text == member.email)
            let confirmed = try await client.send(
                .post, "/auth/verify-email", #"{"token": "\#(token)"}"#, asAdmin: false)
            #expect(confirmed.status == 204)
            let after = try await client.send(.get, "/users/me", asAdmin: false, headers: member.bearer)
            #expect(after["email"]?.text == "new@shop.example")
        }
    }

    /// A hundred characters of each name are allowed, and a header takes 256 bytes of both.
    @Test(arguments: ["A\u{2029}B", String(repeating: "林", count: 100)])
    func `no name keeps a mail from its owner`(name: String) async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            try await shop.database.write {
                _ = try $0.execute("UPDATE users SET first_name = 'Ada', last_name = \(name) WHERE id = \(member.id)")
            }
            let body = #"{"email": "\#(member.email)"}"#
            let answer = try await client.send(.post, "/auth/password/forgot", body, asAdmin: false)
            #expect(answer.status == 202)
            _ = try await shop.mailedToken(to: member.email)
        }
    }

    @Test func `hidden accounts: registering a taken address and a free one look alike`() async throws {
        try await TestShop.with(.sqlite, adjust: { $0.identity.hidesAccounts = true }) { shop, client in
            let member = try await shop.member()
            var answers: [JSONAnswer] = []
            for email in [member.email, "free@shop.example"] {
                answers.append(
                    try await client.send(
                        .post, "/auth/register", #"{"email": "\#(email)", "password": "other words of a test"}"#,
                        asAdmin: false))
            }
            #expect(answers.map(\.status) == [202, 202] && answers[0].body == .null && answers[1].body == .null)
            let owner = try #require(try await shop.mails(to: member.email).last)
            #expect(owner.contains("You have an account already") && !owner.contains("token="))
            _ = try await shop.mailedToken(to: "free@shop.example")
        }
    }
}
