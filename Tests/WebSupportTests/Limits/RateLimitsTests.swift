import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import NIOCore
import Testing

@testable import WebSupport

struct RateLimitsTests {
    private static func limits(_ rules: [LimitName: RateLimit]) -> RateLimits {
        RateLimits(LimitRules(rules), limiter: RateLimiter { 0 })
    }

    private static var three: RateLimits {
        limits([
            .address: RateLimit(count: 3, period: .seconds(60)), .pages: RateLimit(count: 2, period: .seconds(60)),
        ])
    }

    @Test func `each answer says what is left of the limit, the refusal also how long to wait`() async throws {
        let limits = Self.three
        try await Layers.serve([limits]) { client in
            for remaining in [2, 1, 0] {
                let response = try await client.execute(uri: "/api/v1/things", method: .get)
                #expect(response.status == .ok)
                #expect(response.headers[.rateLimitPolicy] == "\"address\";q=3;w=60")
                #expect(response.headers[.rateLimit] == "\"address\";r=\(remaining);t=\((3 - remaining) * 20)")
                #expect(response.headers[.retryAfter] == nil)
            }
            let refused = try await client.execute(uri: "/api/v1/things", method: .get)
            #expect(refused.status == .tooManyRequests)
            #expect(refused.headers[.rateLimit] == "\"address\";r=0;t=60")
            #expect(refused.headers[.retryAfter] == "20")
            #expect(refused.headers[.cacheControl] == "no-store")
            #expect(String(buffer: refused.body).contains("\"rate_limited\""))
        }
    }

    @Test func `errors count and say so too`() async throws {
        let limits = Self.three
        try await Layers.serve([limits]) { client in
            let missing = try await client.execute(uri: "/api/v1/nothing", method: .get)
            #expect(missing.status == .notFound)
            #expect(missing.headers[.rateLimit] == "\"address\";r=2;t=20")
            let failed = try await client.execute(uri: "/api/v1/failures/else", method: .get)
            #expect(failed.status == .internalServerError)
            #expect(failed.headers[.rateLimit] == "\"address\";r=1;t=40")
        }
    }

    @Test func `who is known is counted by account, a token that is not known by address`() async throws {
        let limits = Self.limits([
            .address: RateLimit(count: 3, period: .seconds(60)), .user: RateLimit(count: 10, period: .seconds(60)),
        ])
        try await Layers.serve([limits]) { client in
            for _ in 0..<10 {
                let response = try await client.execute(
                    uri: "/api/v1/things", method: .get, headers: [.authorization: "Bearer \(Things.adminToken)"])
                #expect(response.status == .ok && response.headers[.rateLimit]?.hasPrefix("\"user\"") == true)
            }
            for (token, status) in [(Things.adminToken, 429), ("test-customer-token", 200)] {
                let response = try await client.execute(
                    uri: "/api/v1/things", method: .get, headers: [.authorization: "Bearer \(token)"])
                #expect(response.status.code == status)
            }
            for status in [401, 401, 401, 429] {
                let response = try await client.execute(
                    uri: "/api/v1/things", method: .get, headers: [.authorization: "Bearer wrong"])
                #expect(response.status.code == status)
            }
        }
    }

    @Test func `a route says which limit it counts against, and what leads nowhere counts as well`() async throws {
        let limits = Self.three
        try await Layers.serve([limits]) { client in
            for (path, name) in [
                ("/page", "pages"), ("/api/v1/things", "address"), ("/text/10", nil), ("/apix", "pages"),
                ("/api/nowhere", "address"),
            ] {
                let response = try await client.execute(uri: path, method: .get)
                let policy = response.headers[.rateLimitPolicy]
                #expect(policy?.split(separator: ";").first == name.map { "\"\($0)\"" }, "\(path)")
            }
        }
    }

    @Test func `a stricter limit of an operation stands beside that of all`() async throws {
        let limits = Self.limits([
            .address: RateLimit(count: 100, period: .seconds(60)), .search: RateLimit(count: 1, period: .seconds(30)),
        ])
        var services = Things.services
        services.limits = limits
        var api = API(prefix: "/api/v1", services)
        api.add(FindThings.self, Shelf())
        try await Layers.serve([limits], api: api) { client in
            let first = try await client.execute(uri: "/api/v1/found", method: .get)
            #expect(first.headers[.rateLimit] == "\"search\";r=0;t=30, \"address\";r=99;t=1")
            let second = try await client.execute(uri: "/api/v1/found", method: .get)
            #expect(second.status == .tooManyRequests)
            #expect(second.headers[.retryAfter] == "30")
            #expect(second.headers[.rateLimitPolicy] == "\"search\";q=1;w=30, \"address\";q=100;w=60")
        }
    }

    @Test func `who is known searches on an own account, wherever from`() async throws {
        let limits = Self.limits([.search: RateLimit(count: 1, period: .seconds(60))])
        var services = Things.services
        services.limits = limits
        var api = API(prefix: "/api/v1", services)
        api.add(FindThings.self, Shelf())
        try await Layers.serve([limits], api: api) { client in
            let known = [Things.adminToken, "test-customer-token"].map {
                [.authorization: "Bearer \($0)"] as HTTPFields
            }
            for (headers, status) in [([:], 200), (known[0], 200), (known[1], 200), ([:], 429), (known[0], 429)] {
                let response = try await client.execute(uri: "/api/v1/found", method: .get, headers: headers)
                #expect(response.status.code == status)
            }
        }
    }

    @Test func `who only says that it is another client shares the limit of its peer`() async throws {
        let limits = Self.limits([.address: RateLimit(count: 1, period: .seconds(60))])
        var settings = GatewaySettings(authenticator: Things.authenticator)
        settings.proxies = TrustedProxies(["10.0.0.0/8"].compactMap { IPRange($0) })
        try await Layers.serve([limits], settings) { client in
            // The peer of a test in process has no address, so nobody is believed.
            for (address, status) in [("192.0.2.1", 200), ("192.0.2.2", 429)] {
                let response = try await client.execute(
                    uri: "/api/v1/things", method: .get, headers: [.forwardedFor: address])
                #expect(response.status.code == status)
            }
        }
    }
}

struct FindThings: WebSupport.Operation {
    static let declaration = Declaration(.get, "/found", "Find things", tag: Things.tag, limit: .search)

    func answer(_ door: Shelf, _ call: Call) async throws -> Reply<EchoAnswer> { .ok(EchoAnswer()) }
}
