import HTTPTypes
import HummingbirdTesting
import Identity
import Kernel
import NIOCore
import Souk
import TestSupport
import Testing
import WebSupport

/// What attackers try, by the OWASP cheat sheets on sessions and authentication, each tried here.
struct AttackTests {
    private static func login(_ email: String, _ password: String = Member.password) -> String {
        #"{"email": "\#(email)", "password": "\#(password)"}"#
    }

    // MARK: Mass assignment

    @Test(arguments: [
        #""role": "admin""#, #""status": "active""#, #""email_verified": true"#, #""is_active": true"#,
        #""id": "01900a5d-ac96-774b-bcce-b302099a8003""#,
    ])
    func `nobody gives himself a role`(member: String) async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let registered = try await client.send(
                .post, "/auth/register",
                #"{"email": "eve@shop.example", "password": "four words of a test", \#(member)}"#,
                asAdmin: false)
            #expect(registered.status == 422)
            let eve = try await shop.member()
            for method in [HTTPRequest.Method.put, .patch] {
                let changed = try await client.send(
                    method, "/users/me", "{\(member)}", asAdmin: false, headers: eve.bearer)
                #expect(changed.status == 422)
            }
            #expect(try await shop.identity.accounts.read(eve.id).role == .customer)
        }
    }

    // MARK: Fixation and replay

    /// A session that somebody planted before the login is not the one after it.
    @Test func `signing in begins a session of its own, whatever cookie comes along`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let (attacker, victim) = (try await shop.member(), try await shop.member())
            let planted = try await shop.cookie(of: attacker)
            let signedIn = try await client.send(
                .post, "/auth/login", Self.login(victim.email), asAdmin: false,
                headers: [.cookie: planted.header, Self.csrf: "anything"])
            // The planted cookie is a session of the attacker, so the token of a form is asked for.
            #expect(signedIn.status == 403 && signedIn.code == "csrf_failed")
            let without = try await client.send(.post, "/auth/login", Self.login(victim.email), asAdmin: false)
            let token = try #require(without["access_token"]?.text)
            let me = try await client.send(
                .get, "/auth/me", asAdmin: false, headers: [.authorization: "Bearer \(token)"])
            #expect(me["email"]?.text == victim.email)
            let own = try await client.send(.get, "/auth/me", asAdmin: false, headers: [.cookie: planted.header])
            #expect(own["email"]?.text == attacker.email)
        }
    }

    @Test func `after signing out nothing of the session is worth anything`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            let browser = try await shop.cookie(of: member)
            let form = shop.formToken(of: browser.session)
            let out = try await client.send(
                .post, "/auth/logout", asAdmin: false, headers: [.cookie: browser.header, Self.csrf: form])
            #expect(out.status == 204)
            #expect(out.headers[.setCookie]?.hasPrefix("__Host-souk_session=; ") == true)
            let replayed = try await client.send(.get, "/auth/me", asAdmin: false, headers: [.cookie: browser.header])
            #expect(replayed.status == 401)
            _ = try await client.send(.post, "/auth/logout", asAdmin: false, headers: member.bearer)
            let access = try await client.send(.get, "/auth/me", asAdmin: false, headers: member.bearer)
            let refresh = try await client.send(
                .post, "/auth/refresh", #"{"refresh_token": "\#(member.refreshToken)"}"#, asAdmin: false)
            #expect(access.status == 401)
            #expect(refresh.status == 401)
        }
    }

    @Test func `a cookie, a refresh token and an access token are not taken for one another`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            let cookie = String(try await shop.cookie(of: member).header.dropFirst("__Host-souk_session=".count))
            for bearer in [member.refreshToken, cookie, member.deviceToken] {
                let answer = try await client.send(
                    .get, "/auth/me", asAdmin: false, headers: [.authorization: "Bearer \(bearer)"])
                #expect(answer.status == 401)
            }
            for value in [member.refreshToken, member.token, member.deviceToken] {
                let answer = try await client.send(
                    .get, "/auth/me", asAdmin: false, headers: [.cookie: "__Host-souk_session=\(value)"])
                #expect(answer.status == 401)
            }
            for token in [member.token, cookie, member.deviceToken] {
                let answer = try await client.send(
                    .post, "/auth/refresh", #"{"refresh_token": "\#(token)"}"#, asAdmin: false)
                #expect(answer.status == 401)
            }
        }
    }

    // MARK: Cross-site request forgery

    private static let csrf = HTTPField.Name("X-CSRF-Token") ?? .cookie

    @Test func `another site changes nothing with the cookie of a visitor`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            let browser = try await shop.cookie(of: member)
            let token = shop.formToken(of: browser.session)
            let site = HTTPField.Name("Sec-Fetch-Site") ?? .origin
            let attempts: [(HTTPFields, Int)] = [
                ([:], 403), ([Self.csrf: "guessed"], 403), ([Self.csrf: shop.formToken(of: ID())], 403),
                ([Self.csrf: token, site: "cross-site"], 403),
                ([Self.csrf: token, .origin: "https://evil.example"], 403),
                ([Self.csrf: token], 200), ([Self.csrf: token, site: "same-origin"], 200),
            ]
            for (headers, status) in attempts {
                var headers = headers
                headers[.cookie] = browser.header
                let answer = try await client.send(
                    .patch, "/users/me", #"{"bio": "changed"}"#, asAdmin: false, headers: headers)
                #expect(answer.status == status, "\(headers)")
            }
            let read = try await client.send(.get, "/users/me", asAdmin: false, headers: [.cookie: browser.header])
            #expect(read.status == 200)
        }
    }

    // MARK: Enumeration

    @Test func `unknown, wrong and disabled look alike`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let (known, disabled) = (try await shop.member(), try await shop.member())
            _ = try await shop.identity.users.change(disabled.id, status: .suspended)
            var answers: [JSONAnswer] = []
            for (email, password) in [
                ("nobody@shop.example", Member.password), (known.email, "wrong words here"),
                (disabled.email, Member.password), (disabled.email, "wrong words here"),
            ] {
                answers.append(
                    try await client.send(.post, "/auth/login", Self.login(email, password), asAdmin: false))
            }
            for answer in answers {
                #expect(answer.status == 401 && answer.code == "incorrect_credentials")
                #expect(answer["detail"]?.text == "Incorrect email or password")
                #expect(answer.body.members?.map(\.name) == answers[0].body.members?.map(\.name))
                let names = answer.headers.map(\.name.canonicalName).filter { $0 != "x-request-id" }
                #expect(names == answers[0].headers.map(\.name.canonicalName).filter { $0 != "x-request-id" })
            }
        }
    }

    @Test func `asking for mails tells nothing about who has an account`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            for (path, status) in [("/auth/password/forgot", 202), ("/auth/verify-email/resend", 204)] {
                for email in [member.email, "nobody@shop.example", "not an address"] {
                    let answer = try await client.send(.post, path, #"{"email": "\#(email)"}"#, asAdmin: false)
                    #expect(answer.status == status && answer.body == .null)
                }
            }
        }
    }

    // MARK: Guessing, and locking others out

    @Test func `guesses are stopped, and the owner at his known device gets in all the same`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let victim = try await shop.member()
            for _ in 0..<5 {
                let guess = try await client.send(
                    .post, "/auth/login", Self.login(victim.email, "a wrong guess"), asAdmin: false)
                #expect(guess.status == 401)
            }
            let stopped = try await client.send(.post, "/auth/login", Self.login(victim.email), asAdmin: false)
            #expect(stopped.status == 429)
            #expect((stopped.headers[.retryAfter].flatMap { Int($0) } ?? 0) > 0)
            // The test client has one address, the attacker's; the device proves itself by header or by cookie.
            for device: HTTPFields in [
                [Self.device: victim.deviceToken], [.cookie: "souk_device=\(victim.deviceToken)"],
            ] {
                let owner = try await client.send(
                    .post, "/auth/login", Self.login(victim.email), asAdmin: false, headers: device)
                #expect(owner.status == 200)
            }
            let other = try await shop.member()
            let foreign = try await client.send(
                .post, "/auth/login", Self.login(victim.email), asAdmin: false,
                headers: [Self.device: other.deviceToken])
            #expect(foreign.status == 429)
            let forged = try await client.send(
                .post, "/auth/login", Self.login(victim.email), asAdmin: false,
                headers: [Self.device: String(victim.deviceToken.dropLast()) + "A"])
            #expect(forged.status == 429 || victim.deviceToken.hasSuffix("A"))
        }
    }

    private static let device = HTTPField.Name("X-Device-Token") ?? .cookie

    @Test func `an address tries to sign in five times a minute`() async throws {
        let limit = RateLimit(count: 5, period: .seconds(60))
        try await TestShop.with(.sqlite, adjust: { $0.limits.login = limit }) { shop, client in
            let member = try await shop.member()
            for status in [200, 200, 200, 200, 200, 429] {
                let answer = try await client.send(.post, "/auth/login", Self.login(member.email), asAdmin: false)
                #expect(answer.status == status)
            }
        }
    }

    @Test func `a stranger at the same address does not use up what a known device may try`() async throws {
        let limit = RateLimit(count: 5, period: .seconds(60))
        try await TestShop.with(.sqlite, adjust: { $0.limits.login = limit }) { shop, client in
            let (owner, stranger) = (try await shop.member(), try await shop.member())
            for number in 0..<5 {
                let guess = try await client.send(
                    .post, "/auth/login", Self.login("nobody\(number)@shop.example", "a guess"), asAdmin: false)
                #expect(guess.status == 401)
            }
            // A proof for another account, a forged one, and none.
            for device in [stranger.deviceToken, String(owner.deviceToken.dropFirst()), nil] {
                #expect(try await Self.status(client, owner, device) == 429)
            }
            let known = try await client.send(
                .post, "/auth/login", Self.login(owner.email), asAdmin: false,
                headers: [Self.device: owner.deviceToken])
            #expect(known.status == 200 && known.headers[Self.rateLimit]?.contains(#""login";r=4"#) == true)
            // It has the same limit, and its tries give the strangers none back.
            for status in [401, 401, 401, 401, 429] {
                #expect(try await Self.status(client, owner, owner.deviceToken, "a guess") == status)
            }
            #expect(try await Self.status(client, owner, nil) == 429)
        }
    }

    /// What somebody who wants into that account is answered.
    private static func status(
        _ client: any TestClientProtocol, _ owner: Member, _ device: String?, _ password: String = Member.password
    ) async throws -> Int {
        try await client.send(
            .post, "/auth/login", login(owner.email, password), asAdmin: false,
            headers: device.map { [Self.device: $0] } ?? [:]
        ).status
    }

    private static let rateLimit = HTTPField.Name("RateLimit") ?? .cookie

    /// Each registration costs a hash, and each may send a stranger a mail.
    @Test(arguments: ["/auth/register", "/auth/password/forgot", "/auth/verify-email/resend"])
    func `an address makes few accounts and asks for few mails, whoever they are for`(path: String) async throws {
        let limit = RateLimit(count: 2, period: .seconds(60))
        try await TestShop.with(.sqlite, adjust: { $0.limits.registration = limit }) { _, client in
            var statuses: [Int] = []
            for number in 0..<3 {
                let password = path.hasSuffix("register") ? #", "password": "\#(Member.password)""# : ""
                let body = #"{"email": "user\#(number)@shop.example"\#(password)}"#
                let answer = try await client.send(.post, path, body, asAdmin: false)
                statuses.append(answer.status)
                #expect(answer.status != 429 || answer.headers[.retryAfter] != nil)
            }
            let accepted = path.hasSuffix("register") ? 201 : path.hasSuffix("resend") ? 204 : 202
            #expect(statuses == [accepted, accepted, 429])
        }
    }

    // MARK: Poisoned links

    @Test func `links in mails lead to the shop's own address, whatever Host a request claims`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            let forwarded = try #require(HTTPField.Name("X-Forwarded-Host"))
            let answer = try await client.send(
                .post, "/auth/password/forgot", #"{"email": "\#(member.email)"}"#, asAdmin: false,
                headers: [
                    forwarded: "evil.example", .origin: "https://evil.example", .referer: "https://evil.example/",
                ])
            #expect(answer.status == 202)
            let mail = try #require(try await shop.mails(to: member.email).last)
            #expect(mail.contains("http://localhost:8080/") && !mail.contains("evil.example"))
        }
    }

    // MARK: Other people's things

    @Test func `what belongs to somebody else is not there`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let (victim, attacker) = (try await shop.member(), try await shop.member())
            let key = try await client.send(
                .post, "/users/me/api-keys", #"{"name": "k", "scopes": ["profile:read"]}"#, asAdmin: false,
                headers: victim.bearer)
            #expect(key.status == 201 && key["key"]?.text?.hasPrefix("sk_") == true)
            let id = try #require(key["id"]?.text)
            let stolen = try await client.send(
                .delete, "/users/me/api-keys/\(id)", asAdmin: false, headers: attacker.bearer)
            #expect(stolen.status == 404)
            let list = try await client.send(.get, "/users/me/api-keys", asAdmin: false, headers: attacker.bearer)
            #expect(list["items"]?.elements.isEmpty == true)
            let user = try await client.send(
                .get, "/admin/users/\(victim.id)", asAdmin: false, headers: attacker.bearer)
            #expect(user.status == 403)
        }
    }

    @Test func `no key makes another, changes a password or reaches beyond its owner`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            let wide = try await client.send(
                .post, "/users/me/api-keys", #"{"name": "k", "scopes": ["users:write"]}"#, asAdmin: false,
                headers: member.bearer)
            #expect(wide.status == 422 && wide.fields == ["scopes"])
            for (method, path, body) in [
                (.post, "/users/me/api-keys", #"{"name": "k", "scopes": ["profile:read"]}"#),
                (.post, "/users/me/password", #"{"current_password": "a password of the tests", "new_password": "x"}"#),
                (.delete, "/users/me", #"{"password": "a password of the tests"}"#),
                (.post, "/auth/logout-all", nil), (.post, "/auth/mfa/totp", nil),
            ] as [(HTTPRequest.Method, String, String?)] {
                let answer = try await client.send(method, path, body)
                #expect(answer.status == 403, "\(path)")
            }
        }
    }

    @Test func `a revoked key and a disabled owner's key end at once`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            func make() async throws -> (id: String, header: HTTPFields) {
                let made = try await client.send(
                    .post, "/users/me/api-keys", #"{"name": "k", "scopes": ["profile:read"]}"#, asAdmin: false,
                    headers: member.bearer)
                return (try #require(made["id"]?.text), [.authorization: "Bearer \(try #require(made["key"]?.text))"])
            }
            let (first, second) = (try await make(), try await make())
            for key in [first, second] {
                let works = try await client.send(.get, "/auth/me", asAdmin: false, headers: key.header)
                #expect(works.status == 200)
            }
            _ = try await client.send(
                .delete, "/users/me/api-keys/\(first.id)", asAdmin: false, headers: member.bearer)
            let revoked = try await client.send(.get, "/auth/me", asAdmin: false, headers: first.header)
            #expect(revoked.status == 401)
            let shut = try await client.send(.patch, "/admin/users/\(member.id)", #"{"status": "suspended"}"#)
            #expect(shut.status == 200)
            for headers in [second.header, member.bearer] {
                let answer = try await client.send(.get, "/auth/me", asAdmin: false, headers: headers)
                #expect(answer.status == 401)
            }
        }
    }

    /// The stored answer would lie in the database in the clear.
    @Test func `answers with secrets are kept under no idempotency key`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            let key = HTTPField.Name("Idempotency-Key") ?? .cookie
            let refused = try await client.send(
                .post, "/auth/login", Self.login(member.email), asAdmin: false, headers: [key: "once"])
            #expect(refused.status == 400 && refused.code == "idempotency_key_not_taken")
        }
    }
}

extension Shop {
    /// The token that pages of that session have in their forms.
    func formToken(of session: ID<Session>) -> String {
        ShopServer.formGuard(of: self).token(for: session)
    }
}
