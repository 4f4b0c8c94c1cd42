import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

/// What can only be read says so to whoever tries anything else.
struct ReadableRoutesTests {
    @Test(arguments: [
        "/healthz", "/readyz", "/version", "/openapi.json", "/metrics", "/", "/search", "/products/x", "/categories/x",
        "/assets/shop.css", "/robots.txt", "/favicon.svg", "/demo-images/x.svg",
    ])
    func `other methods are refused by name`(path: String) async throws {
        try await TestShop.with(.sqlite) { _, client in
            for method in [HTTPRequest.Method.post, .put, .patch, .delete, .trace] {
                let response = try await client.execute(uri: path, method: method)
                #expect(response.status == .methodNotAllowed, "\(method) \(path)")
                #expect(response.headers[.allow] == "GET, HEAD, OPTIONS")
            }
            let options = try await client.execute(uri: path, method: .options)
            #expect(options.status == .noContent && options.headers[.allow] == "GET, HEAD, OPTIONS")
        }
    }

    @Test(arguments: ["/healthz", "/readyz", "/version", "/openapi.json", "/", "/robots.txt"])
    func `HEAD is GET without the body`(path: String) async throws {
        try await TestShop.with(.sqlite) { _, client in
            let get = try await client.execute(uri: path, method: .get)
            let head = try await client.execute(uri: path, method: .head)
            #expect(head.status == get.status && head.body.readableBytes == 0)
            #expect(head.headers[.contentType] == get.headers[.contentType])
        }
    }

    @Test(arguments: ["X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"])
    func `a proxy does not make strangers near enough for the metrics`(header: String) async throws {
        try await TestShop.with(.sqlite) { _, client in
            let name = try #require(HTTPField.Name(header))
            let refused = try await client.execute(uri: "/metrics", method: .get, headers: [name: "127.0.0.1"])
            #expect(refused.status == .unauthorized)
            let allowed = try await client.execute(
                uri: "/metrics", method: .get, headers: [.authorization: "Bearer \(TestShop.adminKey)"])
            #expect(allowed.status == .ok)
        }
    }
}
