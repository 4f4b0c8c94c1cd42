import HTTPTypes
import HummingbirdTesting
import Testing

@testable import WebSupport

struct CrossOriginTests {
    private static let origin = "https://shop.example"
    private static let allowOrigin = HTTPField.Name(known: "Access-Control-Allow-Origin")
    private static let preflight: HTTPFields = [
        .origin: origin, HTTPField.Name(known: "Access-Control-Request-Method"): "POST",
    ]

    @Test func `a preflight of a known origin is answered, without credentials`() async throws {
        try await Layers.serve([CrossOrigin([Self.origin])]) { client in
            let response = try await client.execute(uri: "/api/v1/things", method: .options, headers: Self.preflight)
            #expect(response.status == .noContent)
            #expect(response.headers[Self.allowOrigin] == Self.origin)
            #expect(response.headers[HTTPField.Name(known: "Access-Control-Allow-Methods")]?.contains("PATCH") == true)
            let headers = response.headers[HTTPField.Name(known: "Access-Control-Allow-Headers")] ?? ""
            #expect(headers.contains("Idempotency-Key") && headers.contains("Authorization"))
            #expect(response.headers[HTTPField.Name(known: "Access-Control-Allow-Credentials")] == nil)
            #expect(response.headers[.vary] == "Origin")
        }
    }

    @Test(arguments: [
        "/api/v1/things", "/api/v1/failures/notFound", "/api/v1/failures/else", "/api/v1/nothing", "//api/v1/things",
        "//api//v1/nothing",
    ])
    func `answers are readable by a known origin, errors too`(path: String) async throws {
        try await Layers.serve([CrossOrigin([Self.origin])]) { client in
            let response = try await client.execute(uri: path, method: .get, headers: [.origin: Self.origin])
            #expect(response.headers[Self.allowOrigin] == Self.origin)
            #expect(response.headers[.vary]?.contains("Origin") == true)
            let exposed = response.headers[HTTPField.Name(known: "Access-Control-Expose-Headers")] ?? ""
            #expect(exposed.contains("RateLimit") && exposed.contains("ETag"))
        }
    }

    @Test(arguments: [
        "https://evil.example", "null", "https://shop.example.evil.example", "http://shop.example",
        "HTTPS://SHOP.EXAMPLE",
        "https://shop.example:8443", "",
    ])
    func `another origin learns nothing, and caches keep the answers apart`(origin: String) async throws {
        try await Layers.serve([CrossOrigin([Self.origin])]) { client in
            for method in [HTTPRequest.Method.get, .options] {
                var headers = Self.preflight
                headers[.origin] = origin
                let response = try await client.execute(uri: "/api/v1/things", method: method, headers: headers)
                #expect(response.headers[Self.allowOrigin] == nil)
                #expect(response.headers[.vary] == "Origin")
            }
        }
    }

    @Test func `a star is every origin, and needs no Vary`() async throws {
        try await Layers.serve([CrossOrigin(["*"])]) { client in
            let response = try await client.execute(
                uri: "/api/v1/things", method: .get, headers: [.origin: "https://any.example"])
            #expect(response.headers[Self.allowOrigin] == "*")
            #expect(response.headers[.vary] == nil)
        }
    }

    @Test func `pages are nobody's business, and without a list nothing is`() async throws {
        try await Layers.serve([CrossOrigin([Self.origin])]) { client in
            let page = try await client.execute(uri: "/text/10", method: .get, headers: [.origin: Self.origin])
            #expect(page.headers[Self.allowOrigin] == nil)
        }
        try await Layers.serve([CrossOrigin([])]) { client in
            let response = try await client.execute(uri: "/api/v1/things", method: .get, headers: Self.preflight)
            #expect(response.headers[Self.allowOrigin] == nil && response.headers[.vary] == nil)
        }
    }
}
