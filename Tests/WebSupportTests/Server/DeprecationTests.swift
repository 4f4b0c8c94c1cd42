import HTTPTypes
import HummingbirdTesting
import Kernel
import NIOCore
import Testing

@testable import WebSupport

struct DeprecationTests {
    private static let since = Timestamp(microseconds: 1_700_000_000_000_000)
    private static let sunset = Timestamp(microseconds: 1_720_000_000_000_000)

    private static func api(at now: Timestamp, all: Bool = false) -> API {
        var services = Things.services
        services.clock = .fixed(now)
        let end = Deprecation(since: since, sunset: sunset, successor: "/api/v2/things")
        var api = API(prefix: "/api/v1", deprecation: all ? end : nil, services)
        api.add(OldThings.self, Shelf())
        api.add(ListThings.self, Shelf())
        return api
    }

    @Test func `an operation that is going to end says since when, until when, and what comes instead`() async throws {
        try await Layers.serve([], api: Self.api(at: Self.since)) { client in
            let response = try await client.execute(uri: "/api/v1/old", method: .get)
            #expect(response.status == .ok)
            #expect(response.headers[.deprecation] == "@1700000000")
            #expect(response.headers[.sunset] == "Wed, 03 Jul 2024 09:46:40 GMT")
            #expect(response.headers[.apiSunset] == response.headers[.sunset])
            #expect(response.headers[.apiDeprecated] == "true")
            #expect(response.headers[.link] == "</api/v1/things>; rel=\"successor-version\"")
            let other = try await client.execute(uri: "/api/v1/things", method: .get)
            #expect(other.headers[.deprecation] == nil)
        }
    }

    @Test func `after its sunset it is gone, not a moment earlier`() async throws {
        let before = Timestamp(microseconds: Self.sunset.microseconds - 1)
        try await Layers.serve([], api: Self.api(at: before)) { client in
            let response = try await client.execute(uri: "/api/v1/old", method: .get)
            #expect(response.status == .ok)
        }
        try await Layers.serve([], api: Self.api(at: Self.sunset)) { client in
            let response = try await client.execute(uri: "/api/v1/old", method: .get)
            #expect(response.status == .gone)
            #expect(response.headers[.link] == "</api/v1/things>; rel=\"successor-version\"")
            #expect(String(buffer: response.body).contains("\"gone\""))
        }
    }

    @Test func `a whole version ends together, its operations with dates of their own by those`() async throws {
        try await Layers.serve([], api: Self.api(at: Self.since, all: true)) { client in
            let response = try await client.execute(uri: "/api/v1/things", method: .get)
            #expect(response.headers[.link]?.contains("</api/v2/things>; rel=\"successor-version\"") == true)
            let own = try await client.execute(uri: "/api/v1/old", method: .get)
            #expect(own.headers[.link] == "</api/v1/things>; rel=\"successor-version\"")
        }
        #expect(Self.api(at: Self.since).openAPI(title: "T", version: "1").contains("\"deprecated\":true"))
    }

    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
    ])
    func `dates are written as HTTP does`(seconds: Int64, expected: String) {
        #expect(Timestamp(microseconds: seconds * 1_000_000).httpDate == expected)
    }
}

struct OldThings: WebSupport.Operation {
    static let declaration = Declaration(
        .get, "/old", "List things", tag: Things.tag,
        deprecation: Deprecation(
            since: Timestamp(microseconds: 1_700_000_000_000_000),
            sunset: Timestamp(microseconds: 1_720_000_000_000_000), successor: "/api/v1/things"))

    func answer(_ door: Shelf, _ call: Call) async throws -> Reply<EchoAnswer> { .ok(EchoAnswer()) }
}
