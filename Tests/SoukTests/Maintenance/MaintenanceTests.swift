import Foundation
import FoundationNetworking
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
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
