import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import WebSupport

struct SecureRedirectTests {
    private static func serve(
        _ redirect: SecureRedirect, _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        try await Application(responder: redirect, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            .test(.router, body)
    }

    @Test(arguments: [HTTPRequest.Method.get, .post, .head])
    func `every request is sent to the same address with TLS, and keeps its method`(
        method: HTTPRequest.Method
    ) async throws {
        try await Self.serve(SecureRedirect(host: "shop.example", port: 8443)) { client in
            let response = try await client.execute(uri: "/a/b?c=d&e=%20", method: method)
            #expect(response.status == .permanentRedirect)
            #expect(response.headers[.location] == "https://shop.example/a/b?c=d&e=%20")
        }
        try await Self.serve(SecureRedirect(host: nil, port: 8443)) { client in
            let response = try await client.execute(uri: "//evil.example/<\">", method: method)
            #expect(response.headers[.location] == "https://localhost:8443//evil.example/%3C%22%3E")
        }
    }

    @Test(arguments: [
        ("shop.example", 443, "shop.example"), ("shop.example:80", 443, "shop.example"),
        ("shop.example:8080", 8443, "shop.example:8443"), ("[2001:db8::1]:80", 443, "[2001:db8::1]"),
        ("192.0.2.1", 8443, "192.0.2.1:8443"), (nil, 443, nil), ("", 443, nil), ("a b", 443, nil), ("a/b", 443, nil),
        ("a@b", 443, nil), ("a:b", 443, nil), ("a\r\nX: y", 443, nil), ("shop.example:123456", 443, nil),
        (String(repeating: "a", count: 256), 443, nil),
    ])
    func `the name that the client asked for is taken when it is one`(host: String?, port: Int, expected: String?) {
        #expect(SecureRedirect.authority(of: host, port: port) == expected)
    }
}
