import Foundation
import FoundationNetworking
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import NIOCore
import TestSupport
import Testing
import WebSupport

@testable import Souk

struct MaintenanceTests {
    @Test(arguments: TestDatabase.all)
    func `a closed shop tells shoppers when to come again, and stays open for an admin`(kind: TestDatabase)
        async throws
    {
        try await TestShop.with(kind) { shop, client in
            try await shop.maintenance.begin(MaintenanceNotice(message: "Back at noon.", retryAfter: 1800))
            try await shop.maintenanceWatch.refresh()

            let api = try await client.execute(uri: "/api/v1/products", method: .get)
            #expect(api.status == .serviceUnavailable && api.headers[.retryAfter] == "1800")
            #expect(api.headers[.contentType] == "application/problem+json")
            let problem = String(buffer: api.body)
            #expect(problem.contains(#""code":"maintenance""#) && problem.contains("Back at noon."))

            // A browser that looks at it wants no page either.
            let document = try await client.execute(
                uri: "/openapi.json", method: .get, headers: [.accept: "text/html"])
            #expect(document.status == .serviceUnavailable)
            #expect(document.headers[.contentType] == "application/problem+json")

            let page = try await client.execute(uri: "/", method: .get, headers: [.accept: "text/html"])
            #expect(page.status == .serviceUnavailable && page.headers[.retryAfter] == "1800")
            #expect(String(buffer: page.body).contains("Back at noon."))

            let key = "Bearer \(TestShop.adminKey)"
            let admin = try await client.execute(uri: "/api/v1/products", method: .get, headers: [.authorization: key])
            #expect(admin.status == .ok)
            for path in ["/healthz", "/readyz", "/version"] {
                let health = try await client.execute(uri: path, method: .get)
                #expect(health.status == .ok)
            }

            #expect(try await shop.maintenance.end())
            try await shop.maintenanceWatch.refresh()
            let open = try await client.execute(uri: "/api/v1/products", method: .get)
            #expect(open.status == .ok)
        }
    }

    @Test func `an admin signs in at a closed shop, by every door`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            try await shop.maintenance.begin(MaintenanceNotice(message: nil, retryAfter: 60))
            try await shop.maintenanceWatch.refresh()
            for path in ["/login/passkey/options", "/login/passkey", "/login/code", "/login/recovery-code"] {
                let form = try await client.execute(uri: path, method: .post, headers: [.accept: "text/html"])
                #expect(form.status != .serviceUnavailable, "\(path)")
            }
            for path in ["/api/v1/auth/passkeys/login/options", "/api/v1/auth/passkeys/login/verify"] {
                let answer = try await client.execute(uri: path, method: .post)
                #expect(answer.status != .serviceUnavailable, "\(path)")
            }
            let elsewhere = try await client.execute(uri: "/api/v1/auth/oauth/nobody/authorize", method: .get)
            #expect(elsewhere.status != .serviceUnavailable)

            let page = try await client.execute(uri: "/login", method: .get, headers: [.accept: "text/html"])
            #expect(page.status == .ok)
            let token = try #require(String(buffer: page.body).firstMatch(of: #/name="csrf" value="([^"]+)"/#)).output.1
            let csrf = try #require(page.headers[.setCookie]?.prefix { $0 != ";" })
            let answer = try await client.execute(
                uri: "/login", method: .post,
                headers: [.contentType: "application/x-www-form-urlencoded", .cookie: String(csrf)],
                body: ByteBuffer(
                    string: "csrf=\(token)&email=admin%40shop.example&password=a+password+of+the+tests"))
            #expect(answer.status == .seeOther && answer.headers[.location] == "/account")
            let session = try #require(
                answer.headers[values: .setCookie].first { $0.contains("souk_session=") }?.prefix { $0 != ";" })
            for path in ["/account", "/"] {
                let inside = try await client.execute(uri: path, method: .get, headers: [.cookie: String(session)])
                #expect(inside.status == .ok)
            }
            let closed = try await client.execute(uri: "/register", method: .get, headers: [.accept: "text/html"])
            #expect(closed.status == .serviceUnavailable)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `closing again changes what is said, and not since when`(kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, _ in
            let first = Timestamp(microseconds: 1_000_000)
            try await shop.maintenance.begin(MaintenanceNotice(message: "One", retryAfter: 1), at: first)
            try await shop.maintenance.begin(MaintenanceNotice(message: nil, retryAfter: 2))
            let state = try #require(try await shop.maintenance.state())
            #expect(state.since == first && state.notice == MaintenanceNotice(message: nil, retryAfter: 2))
            let wasClosed = try await shop.maintenance.end()
            let wasClosedAgain = try await shop.maintenance.end()
            #expect(wasClosed && !wasClosedAgain)
        }
    }

    @Test func `a running server closes and opens when a command says so`() async throws {
        try await ShopPlace.with(.sqlite) { place in
            let (server, address) = try await place.serve()
            let on = try place.run(["maintenance", "on", "--retry-after", "5", "--json"])
            #expect(on.status == 0 && on.output.contains(#""maintenance":true"#))
            // The promise is a second; the test waits for the event.
            while try await status(address) != 503 {}
            #expect(try place.run(["maintenance", "status"]).output.contains("closed for maintenance since"))
            #expect(try place.run(["maintenance", "off"]).output == "The shop is open.\n")
            while try await status(address) != 200 {}
            server.stop()
        }
    }

    @Test(arguments: [["--retry-after", "0"], ["--retry-after", "86401"], ["--message", ""]])
    func `limits are told`(flags: [String]) async throws {
        try await ShopPlace.with(.sqlite) { place in
            let outcome = try place.run(["maintenance", "on"] + flags)
            #expect(outcome.status == 64 && outcome.errors.contains(flags[0]))
        }
    }

    private func status(_ address: String) async throws -> Int {
        let url = try #require(URL(string: address + "/api/v1/products"))
        return (try await URLSession.shared.data(from: url).1 as? HTTPURLResponse)?.statusCode ?? 0
    }
}
