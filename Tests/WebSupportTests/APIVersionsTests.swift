import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Logging
import NIOCore
import Testing

@testable import WebSupport

struct APIVersionsTests {
    private static let version = HTTPField.Name(known: "X-API-Version")

    private struct First: WebSupport.Operation {
        static let declaration = Declaration(
            .get, "/greeting", "Greet", tag: Things.tag, caching: .untilChange(of: "product"))
        func answer(_ door: Shelf, _ call: Call) async throws -> Reply<EchoAnswer> { .ok(EchoAnswer(note: "first")) }
    }

    private struct Second: WebSupport.Operation {
        static let declaration = Declaration(
            .get, "/greeting", "Greet", tag: Things.tag, caching: .untilChange(of: "product"))
        func answer(_ door: Shelf, _ call: Call) async throws -> Reply<EchoAnswer> { .ok(EchoAnswer(note: "second")) }
    }

    private static func serve(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        var services = Things.services
        let cache = AnswerCache(bytes: 1 << 20)
        cache.noteHeard()
        services.cache = cache
        var first = API(prefix: "/api/v1", services)
        first.add(First.self, Shelf())
        first.add(ListThings.self, Shelf())
        var second = API(prefix: "/api/v2", services)
        second.add(Second.self, Shelf())
        let router = Router(context: ShopContext.self)
        router.add(middleware: Gateway(GatewaySettings()) { _, _, _ in nil })
        APIVersions([1: first, 2: second]).mount(on: router)
        try await Application(router: router, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            .test(.router, body)
    }

    private static let choices: [(HTTPFields, String)] = [
        ([version: "1"], "first"),
        ([version: "2"], "second"),
        ([.accept: "application/vnd.souk+json; version=1"], "first"),
        ([.accept: "text/html;q=0.1, application/vnd.souk+json;version=\"2\""], "second"),
    ]

    @Test(arguments: choices)
    func `a header names the version, and answers of versions are kept apart`(
        headers: HTTPFields, expected: String
    ) async throws {
        try await Self.serve { client in
            for other in ["1", "2"] {
                _ = try await client.execute(
                    uri: "/api/greeting", method: .get, headers: [Self.version: other])
            }
            let response = try await client.execute(uri: "/api/greeting", method: .get, headers: headers)
            #expect(response.status == .ok)
            #expect(String(buffer: response.body).contains(expected))
        }
    }

    @Test func `without a version it is not found, with a link to the oldest`() async throws {
        try await Self.serve { client in
            let response = try await client.execute(uri: "/api/greeting", method: .get)
            #expect(response.status == .notFound)
            #expect(response.headers[.link]?.hasPrefix("</api/v1/greeting>; rel=") == true)
            #expect(String(buffer: response.body).contains("version_missing"))
        }
    }

    @Test(arguments: [("3", 400), ("", 400), ("one", 400), ("2", 404)])
    func `a version that is not there is said so`(version: String, status: Int) async throws {
        try await Self.serve { client in
            let response = try await client.execute(
                uri: "/api/things", method: .get, headers: [Self.version: version])
            #expect(response.status.code == status)
        }
    }
}
