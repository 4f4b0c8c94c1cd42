import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import Logging
import NIOCore
import Testing

@testable import WebSupport

/// Forms of pages, and who may send them.
struct FormsTests {
    private static let guarding = FormGuard(
        Things.box, cookies: CookieRules(isSecure: false), publicURL: "https://Shop.example/base")

    private static func serve(
        _ limits: RateLimits = RateLimits(.off),
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let router = Router(context: ShopContext.self)
        let gateway = Gateway(GatewaySettings(authenticator: Things.authenticator)) { _, _, _ in nil }
        router.add(middleware: gateway)
        router.add(middleware: limits)
        router.add(middleware: gateway.errors)
        router.form("/greet", guarding) { request, context in
            let (token, cookie) = guarding.token(for: request, context)
            var response = Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: token)))
            if let cookie { response.headers.set(cookie) }
            return response
        } submit: { fields, _, _ in
            Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: fields["name"] ?? "nobody")))
        }
        try await Application(router: router, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            .test(.router, body)
    }

    private static func submit(
        _ client: any TestClientProtocol, _ body: String, _ headers: HTTPFields,
        type: String = "application/x-www-form-urlencoded"
    ) async throws -> TestResponse {
        var headers = headers
        headers[.contentType] = type
        return try await client.execute(uri: "/greet", method: .post, headers: headers, body: ByteBuffer(string: body))
    }

    @Test func `looking at a form and sending it count as pages do, whatever becomes of it`() async throws {
        let limits = RateLimits(
            LimitRules([.pages: RateLimit(count: 3, period: .seconds(60))]), limiter: RateLimiter { 0 })
        try await Self.serve(limits) { client in
            let shown = try await client.execute(uri: "/greet", method: .get)
            #expect(shown.status == .ok)
            #expect(try await Self.submit(client, "name=A", [:]).status == .forbidden)
            #expect(try await client.execute(uri: "/greet", method: .put).status == .methodNotAllowed)
            #expect(try await Self.submit(client, "name=A", [:]).status == .tooManyRequests)
        }
    }

    @Test func `a stranger's form is bound to the browser that it was shown to`() async throws {
        try await Self.serve { client in
            let page = try await client.execute(uri: "/greet", method: .get)
            let token = String(buffer: page.body)
            let cookie = try #require(page.headers[.setCookie]?.prefix { $0 != ";" })
            let sent = try await Self.submit(client, "name=A+%C3%A4&csrf=\(token)", [.cookie: String(cookie)])
            #expect(sent.status == .ok && String(buffer: sent.body) == "A ä")
            for headers in [[:], [.cookie: "souk_form=other"]] as [HTTPFields] {
                let refused = try await Self.submit(client, "name=A&csrf=\(token)", headers)
                #expect(refused.status == .forbidden)
            }
            let again = try await client.execute(uri: "/greet", method: .get, headers: [.cookie: String(cookie)])
            #expect(again.headers[.setCookie] == nil && String(buffer: again.body) == token)
        }
    }

    @Test(arguments: ["name=A%00", "na%00me=A"])
    func `a field with NUL is refused before anybody keeps it`(field: String) async throws {
        guard case .user(let admin) = Things.admin else { return }
        try await Self.serve { client in
            let token = Self.guarding.token(for: admin.session)
            let refused = try await Self.submit(
                client, "\(field)&csrf=\(token)", [.cookie: "souk_session=admin"])
            #expect(refused.status.code == 422)
        }
    }

    /// Somebody who can set cookies here must not make the token of a session out of one.
    @Test func `no cookie of a stranger gives the token of a session`() async throws {
        guard case .user(let admin) = Things.admin else { return }
        try await Self.serve { client in
            let wanted = Self.guarding.token(for: admin.session)
            for cookie in ["\(admin.session)", "session \(admin.session)"] {
                let page = try await client.execute(
                    uri: "/greet", method: .get, headers: [.cookie: "souk_form=\(cookie)"])
                #expect(String(buffer: page.body) != wanted)
            }
        }
    }

    @Test func `who is signed in sends the token of the session`() async throws {
        guard case .user(let admin) = Things.admin else { return }
        try await Self.serve { client in
            let token = Self.guarding.token(for: admin.session)
            let cookie: HTTPFields = [.cookie: "souk_session=admin"]
            let sent = try await Self.submit(client, "name=A&csrf=\(token)", cookie)
            #expect(sent.status == .ok)
            let other = try await Self.submit(client, "name=A&csrf=\(token)", [.cookie: "souk_session=customer"])
            #expect(other.status == .forbidden)
            let without = try await Self.submit(client, "name=A", cookie)
            #expect(without.status == .forbidden)
        }
    }

    private static let ended = ID<Session>(high: 1, low: 2)
    /// Names a session that there is not, as the cookie of one that has ended does.
    private static let endedCookie =
        Array([UInt8](repeating: 0, count: 7) + [1] + [UInt8](repeating: 0, count: 7) + [2])
        + [UInt8](repeating: 9, count: 32)

    /// What tells an old form from a forged one: what the browser says, or the token of the session that the cookie names.
    @Test(
        arguments: [
            ([.secFetchSite: "same-origin"], "form_outdated"), ([.origin: "https://shop.example"], "form_outdated"),
            ([.cookie: "souk_session=\(endedCookie.base64URL)"], "form_outdated"),
            ([.cookie: "souk_session=\([UInt8](repeating: 3, count: 48).base64URL)"], "csrf_failed"),
            ([.cookie: "souk_session=made-up"], "csrf_failed"), ([:], "csrf_failed"),
            ([.secFetchSite: "cross-site"], "csrf_failed"), ([.secFetchSite: "same-site"], "csrf_failed"),
            ([.secFetchSite: "none"], "csrf_failed"),
            ([.origin: "https://evil.example", .secFetchSite: "same-origin"], "csrf_failed"),
            ([.origin: "null"], "csrf_failed"),
            (
                [.secFetchSite: "cross-site", .cookie: "souk_session=\(endedCookie.base64URL)"], "csrf_failed"
            ),
        ] as [(HTTPFields, String)])
    func `a form of a session that has ended is old, and one that another site sends is forged`(
        headers: HTTPFields, code: String
    ) async throws {
        try await Self.serve { client in
            let token = Self.guarding.token(for: Self.ended)
            let refused = try await Self.submit(client, "name=A&csrf=\(token)", headers)
            #expect(refused.status == .forbidden)
            #expect(String(buffer: refused.body).contains("\"\(code)\""))
            #expect(!String(buffer: refused.body).contains("\"A\""))
        }
    }

    @Test(arguments: ["", "&csrf=", "&csrf=short", "&csrf=not+base64"])
    func `what cannot have been a token of ours is forged, wherever it comes from`(field: String) async throws {
        try await Self.serve { client in
            let refused = try await Self.submit(client, "name=A" + field, [.secFetchSite: "same-origin"])
            #expect(refused.status == .forbidden && String(buffer: refused.body).contains("\"csrf_failed\""))
        }
    }

    @Test(arguments: [("https://shop.example", 200), ("https://shop.example.evil", 403), ("http://shop.example", 403)])
    func `the origin is the public address of the shop`(origin: String, status: Int) async throws {
        guard case .user(let admin) = Things.admin else { return }
        try await Self.serve { client in
            let token = Self.guarding.token(for: admin.session)
            let sent = try await Self.submit(
                client, "csrf=\(token)", [.cookie: "souk_session=admin", .origin: origin])
            #expect(sent.status.code == status)
        }
    }

    @Test func `a form of another type, too large or broken is refused, and nothing of it is repeated`() async throws {
        try await Self.serve { client in
            let other = try await Self.submit(client, "{}", [:], type: "application/json")
            #expect(other.status.code == 415)
            let large = try await Self.submit(client, String(repeating: "a", count: (64 << 10) + 1), [:])
            #expect(large.status.code == 413)
            let broken = try await Self.submit(client, "password=hunter2%zz", [:])
            #expect(broken.status == .badRequest && !String(buffer: broken.body).contains("hunter2"))
            let put = try await client.execute(uri: "/greet", method: .put)
            #expect(put.status.code == 405 && put.headers[.allow] == "GET, HEAD, OPTIONS, POST")
        }
    }
}
