import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import NIOCore
import Testing

@testable import WebSupport

/// Who a request is taken to come from, and what that is worth.
struct AuthenticatorTests {
    private static func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, body: String? = nil
    ) async throws -> TestResponse {
        let (answers, continuation) = AsyncStream.makeStream(of: TestResponse.self)
        try await Things.serve { client in
            continuation.yield(
                try await client.execute(
                    uri: "/api/v1" + path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }))
        }
        continuation.finish()
        return try #require(await answers.first { _ in true })
    }

    @Test(arguments: ["Bearer wrong", "Bearer ", "Basic YTpi", "Bearer " + String(repeating: "x", count: 5000)])
    func `a token that proves nothing is refused even where none is needed`(authorization: String) async throws {
        let answer = try await Self.send(.get, "/things", [.authorization: authorization])
        #expect(answer.status == .unauthorized)
        #expect(answer.headers[.wwwAuthenticate]?.contains("invalid_token") == true)
    }

    @Test func `a cookie that proves nothing any more makes a stranger`() async throws {
        let answer = try await Self.send(.get, "/things", [.cookie: "souk_session=old"])
        #expect(answer.status == .ok)
    }

    @Test func `who is known and may not gets 403, who is not known 401`() async throws {
        let id = ID<Thing>()
        let known = try await Self.send(.delete, "/things/\(id)", [.authorization: "Bearer test-customer-token"])
        #expect(known.status == .forbidden)
        let unknown = try await Self.send(.delete, "/things/\(id)", [:])
        #expect(unknown.status == .unauthorized)
        let allowed = try await Self.send(.delete, "/things/\(id)", [.authorization: "Bearer \(Things.adminToken)"])
        #expect(allowed.status == .noContent)
    }

    @Test func `while nobody can tell who calls the answer is 503`() async throws {
        let answer = try await Self.send(.get, "/things", [.authorization: "Bearer away"])
        #expect(answer.status == .serviceUnavailable)
    }

    @Test func `a token counts before a cookie`() async throws {
        let headers: HTTPFields = [.authorization: "Bearer test-customer-token", .cookie: "souk_session=admin"]
        let answer = try await Self.send(.delete, "/things/\(ID<Thing>())", headers)
        #expect(answer.status == .forbidden)
    }

    @Test func `what changes something by cookie needs the token of the session`() async throws {
        guard case .user(let admin) = Things.admin else { return }
        let address = "/things/\(ID<Thing>())"
        let token = FormGuard(Things.box, cookies: CookieRules(isSecure: false)).token(for: admin.session)
        let other = FormGuard(Things.box, cookies: CookieRules(isSecure: false)).token(for: ID())
        for (sent, status) in [(nil, 403), ("", 403), (other, 403), (token, 204)] as [(String?, Int)] {
            var headers: HTTPFields = [.cookie: "a=b; souk_session=admin; c=d"]
            headers[.csrfToken] = sent
            let answer = try await Self.send(.delete, address, headers)
            #expect(answer.status.code == status)
        }
    }

    @Test(
        arguments: [
            ("same-origin", nil, 204), ("none", nil, 204), ("cross-site", nil, 403), ("same-site", nil, 403),
            (nil, "https://evil.example", 403), (nil, "null", 403),
        ] as [(String?, String?, Int)])
    func `what a browser says about where a request comes from counts`(
        site: String?, origin: String?, status: Int
    ) async throws {
        guard case .user(let admin) = Things.admin else { return }
        let token = FormGuard(Things.box, cookies: CookieRules(isSecure: false)).token(for: admin.session)
        var headers: HTTPFields = [.cookie: "souk_session=admin", .csrfToken: token]
        headers[.secFetchSite] = site
        headers[.origin] = origin
        let answer = try await Self.send(.delete, "/things/\(ID<Thing>())", headers)
        #expect(answer.status.code == status)
    }

    @Test func `reading by cookie needs no token`() async throws {
        let answer = try await Self.send(.get, "/things", [.cookie: "souk_session=admin"])
        #expect(answer.status == .ok)
    }
}
