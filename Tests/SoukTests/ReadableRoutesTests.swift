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
            for method in HTTPRequest.Method.refusable {
                let response = try await client.execute(uri: path, method: method)
                #expect(response.status == .methodNotAllowed, "\(method) \(path)")
                #expect(response.headers[.allow] == "GET, HEAD, OPTIONS")
            }
            let options = try await client.execute(uri: path, method: .options)
            #expect(options.status == .noContent && options.headers[.allow] == "GET, HEAD, OPTIONS")
        }
    }

    @Test func `operations refuse methods of other protocols by name`() async throws {
        try await TestShop.with(.sqlite) { _, client in
            for method in HTTPRequest.Method.refusable where method.rawValue.count > 6 || method.rawValue == "LOCK" {
                let response = try await client.execute(uri: "/api/v1/products/search", method: method)
                #expect(response.status == .methodNotAllowed, "\(method)")
                #expect(response.headers[.allow]?.contains("GET") == true)
            }
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

extension HTTPRequest.Method {
    /// What somebody may try on what can only be read.
    static let refusable: [HTTPRequest.Method] =
        [.post, .put, .patch, .delete, .trace]
        + ["PROPFIND", "MKCOL", "REPORT", "SEARCH", "LINK", "LOCK", "PURGE", "SUBSCRIBE", "M-SEARCH", "QUERY"]
        .compactMap { HTTPRequest.Method($0) }
}
