import Foundation
import HTTPTypes
import HummingbirdTesting
import Identity
import Kernel
import Souk
import TestSupport
import Testing

/// Coming in through an account elsewhere, as a program does it that asks for JSON.
@Suite(.enabled(if: TestProvider.isThere, "needs SOUK_TEST_PYTHON"))
struct SocialRoutesTests {
    /// A shop whose customers have accounts at the provider, and a program that goes there and back.
    private struct Journey: Sendable {
        let shop: Shop
        let client: any TestClientProtocol
        let provider: TestProvider

        static func with(_ body: @escaping @Sendable (Journey) async throws -> Void) async throws {
            let provider = try TestProvider.shared
            let environment = [
                "OIDC_MOCK_ISSUER": provider.namedSite, "OIDC_MOCK_CLIENT_ID": "shop",
                "OIDC_MOCK_CLIENT_SECRET": "a secret",
            ]
            try await TestShop.with(.sqlite, environment: environment) { shop, client in
                try await body(Journey(shop: shop, client: client, provider: provider))
            }
        }

        /// An account at the provider.
        func open(_ subject: String, email: String? = nil) async throws {
            try await provider.openAccount(
                subject, email: email ?? "\(subject)@example.com", at: provider.namedSite, by: shop.outside.client)
        }

        /// Sets out, agrees there, and says with what a program has to come back: an address and a cookie.
        func agree(_ subject: String) async throws -> (path: String, cookie: String) {
            let begun = try await client.send(
                .get, "/auth/oauth/mock/authorize", asAdmin: false, headers: SocialRoutesTests.json)
            #expect(begun.status == 302 && begun.headers[.cacheControl] == "no-store")
            let url = try #require(begun.headers[.location])
            let cookie = try #require(begun.headers[.setCookie]).prefix { $0 != ";" }
            let answer = try await provider.answer(subject, to: url, by: shop.outside.client)
            let parts = try #require(URLComponents(string: answer))
            return (parts.path + "?" + (parts.percentEncodedQuery ?? ""), String(cookie))
        }

        func finish(_ subject: String, accept: String? = "application/json") async throws -> JSONAnswer {
            let (path, cookie) = try await agree(subject)
            var headers: HTTPFields = [.cookie: cookie]
            headers[.accept] = accept
            return try await client.send(.get, path, asAdmin: false, headers: headers)
        }
    }

    private static let json: HTTPFields = [.accept: "application/json"]

    @Test func `a program gets what a login answers, and may go on with it`() async throws {
        try await Journey.with { journey in
            try await journey.open("rest-ada")
            let answer = try await journey.finish("rest-ada")
            #expect(answer.status == 200 && answer.headers[.cacheControl] == "no-store")
            let member = try await journey.shop.member()
            let login = try await journey.client.send(
                .post, "/auth/login", #"{"email": "\#(member.email)", "password": "\#(Member.password)"}"#,
                asAdmin: false)
            #expect(answer.body.members?.map(\.name) == login.body.members?.map(\.name))
            #expect(answer["user"]?.members?.map(\.name) == login["user"]?.members?.map(\.name))
            #expect(answer["user", "email"]?.text == "rest-ada@example.com")
            #expect(answer.headers[HTTPField.Name("X-Device-Token") ?? .cookie] != nil)
            let access: HTTPFields = [.authorization: "Bearer \(try #require(answer["access_token"]?.text))"]
            let me = try await journey.client.send(.get, "/auth/me", asAdmin: false, headers: access)
            #expect(me.status == 200 && me["email"]?.text == "rest-ada@example.com")
            let refresh = try #require(answer["refresh_token"]?.text)
            let next = try await journey.client.send(
                .post, "/auth/refresh", #"{"refresh_token": "\#(refresh)"}"#, asAdmin: false)
            #expect(next.status == 200)
        }
    }

    @Test func `with a second factor the answer is that of a login, whose second step completes it`() async throws {
        try await Journey.with { journey in
            try await journey.open("rest-two-step")
            let first = try await journey.finish("rest-two-step")
            let bearer: HTTPFields = [.authorization: "Bearer \(try #require(first["access_token"]?.text))"]
            let begun = try await journey.client.send(.post, "/auth/mfa/totp", asAdmin: false, headers: bearer)
            let secret = try #require(begun["secret"]?.text)
            let confirmed = try await journey.client.send(
                .post, "/auth/mfa/totp/confirm", #"{"code": "\#(Authenticator.code(secret))"}"#, asAdmin: false,
                headers: bearer)
            #expect(confirmed.status == 200)
            let answer = try await journey.finish("rest-two-step")
            #expect(answer.status == 401 && answer.code == "mfa_required")
            #expect(answer.headers[.contentType] == "application/problem+json")
            let token = try #require(answer["mfa_token"]?.text)
            let code = Authenticator.code(secret, later: 1)
            let login = try await journey.client.send(
                .post, "/auth/login/mfa", #"{"mfa_token": "\#(token)", "code": "\#(code)"}"#, asAdmin: false)
            #expect(login.status == 200 && login["user", "email"]?.text == "rest-two-step@example.com")
        }
    }

    @Test func `what does not fit together is a problem with a code`() async throws {
        try await Journey.with { journey in
            try await journey.open("rest-forged")
            let (path, cookie) = try await journey.agree("rest-forged")
            let other = try await journey.agree("rest-forged").cookie
            let forged = [
                (path, ""), (path, other), (path, "__Host-souk_ceremony=made-up"),
                (path.replacing("state=", with: "state=x"), cookie),
                (path.replacing(#/iss=[^&]*/#, with: "iss=https%3A%2F%2Fevil.example"), cookie),
                ("/auth/oauth/mock/callback", cookie), ("/auth/oauth/mock/callback?error=access_denied", cookie),
            ]
            for (path, cookie) in forged {
                let headers: HTTPFields = [.accept: "application/json", .cookie: cookie]
                let answer = try await journey.client.send(.get, path, asAdmin: false, headers: headers)
                #expect(answer.status == 401 && answer.code == "social_login_refused", "\(path)")
                #expect(answer.headers[.contentType] == "application/problem+json")
            }
        }
    }

    @Test func `an account that somebody else may own is not opened`() async throws {
        try await Journey.with { journey in
            let registered = try await journey.client.send(
                .post, "/auth/register", #"{"email": "rest-owner@example.com", "password": "\#(Member.password)"}"#,
                asAdmin: false)
            #expect(registered.status == 201)
            try await journey.open("rest-squatter", email: "rest-owner@example.com")
            let answer = try await journey.finish("rest-squatter")
            #expect(answer.status == 409 && answer.code == "link_needs_password")
        }
    }

    @Test(arguments: [nil, "*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"])
    func `who does not ask for JSON gets cookies and the way on`(accept: String?) async throws {
        try await Journey.with { journey in
            let subject = "rest-browser-\(accept?.utf8.count ?? 0)"
            try await journey.open(subject)
            let answer = try await journey.finish(subject, accept: accept)
            #expect(answer.status == 302 && answer.headers[.location] == "/" && answer.body == .null)
            let cookies = answer.headers[values: .setCookie]
            #expect(cookies.contains { $0.hasPrefix("__Host-souk_session=") && $0.contains("HttpOnly") })
        }
    }

    @Test func `an unknown provider and a way back to another site are refused`() async throws {
        try await Journey.with { journey in
            for (path, status, code) in [
                ("/auth/oauth/nowhere/authorize", 404, "provider_unknown"),
                ("/auth/oauth/nowhere/callback?code=a&state=b", 404, "provider_unknown"),
                ("/auth/oauth/mock/authorize?return_to=https%3A%2F%2Fevil.example", 422, "validation_failed"),
                ("/auth/oauth/mock/authorize?return_to=%2F%2Fevil.example", 422, "validation_failed"),
            ] {
                let answer = try await journey.client.send(.get, path, asAdmin: false, headers: Self.json)
                #expect(answer.status == status && answer.code == code, "\(path)")
            }
        }
    }

    @Test func `an account elsewhere is listed and unlinked by its owner, unless it is the last way in`() async throws {
        try await Journey.with { journey in
            try await journey.open("rest-linked")
            let login = try await journey.finish("rest-linked")
            let bearer: HTTPFields = [.authorization: "Bearer \(try #require(login["access_token"]?.text))"]
            let list = try await journey.client.send(.get, "/users/me/identities", asAdmin: false, headers: bearer)
            let items = try #require(list["items"]?.elements)
            let id = try #require(items.first?.members?.first { $0.name == "id" }?.value.text)
            #expect(items.count == 1)
            let path = "/users/me/identities/" + id
            let other = try await journey.shop.member()
            let foreign = try await journey.client.send(.delete, path, asAdmin: false, headers: other.bearer)
            #expect(foreign.status == 404 && foreign.code == "way_in_not_found")
            let last = try await journey.client.send(.delete, path, asAdmin: false, headers: bearer)
            #expect(last.status == 409 && last.code == "last_way_in")
            let forgot = try await journey.client.send(
                .post, "/auth/password/forgot", #"{"email": "rest-linked@example.com"}"#, asAdmin: false)
            #expect(forgot.status == 202)
            let token = try await journey.shop.mailedToken(to: "rest-linked@example.com")
            _ = try await journey.client.send(
                .post, "/auth/password/reset", #"{"token": "\#(token)", "password": "\#(Member.password)"}"#,
                asAdmin: false)
            let again = try #require(try await journey.finish("rest-linked")["access_token"]?.text)
            let gone = try await journey.client.send(
                .delete, path, asAdmin: false, headers: [.authorization: "Bearer \(again)"])
            #expect(gone.status == 204)
        }
    }

    @Test func `both addresses are documented, with the answers of programs and of browsers`() async throws {
        try await TestShop.with(.sqlite) { _, client in
            let paths = try await client.send(.get, "/openapi.json")["paths"]
            let begin = JSONAnswer(
                status: 0, headers: [:],
                body: try #require(paths?.members?.first { $0.name.hasSuffix("/{provider}/authorize") }?.value))
            #expect(begin["get", "responses", "302"] != nil && begin["get", "responses", "404"] != nil)
            let finish = JSONAnswer(
                status: 0, headers: [:],
                body: try #require(paths?.members?.first { $0.name.hasSuffix("/{provider}/callback") }?.value))
            #expect(finish["get", "responses", "200", "content"] != nil && finish["get", "responses", "302"] != nil)
            let problem = finish["get", "responses", "401", "description"]?.text ?? ""
            #expect(problem.contains("`mfa_required`") && problem.contains("`social_login_refused`"))
        }
    }
}
