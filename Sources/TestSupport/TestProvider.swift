import Foundation
import Kernel
package import Outbound

/// The OpenID providers of `openid_provider.py`, the same ones for all tests.
package struct TestProvider: Sendable {
    /// Where the first one is, and GitHub's and Facebook's likes with it.
    package let site: String
    /// Where the one is that says in its answers who it is (RFC 9207).
    package let namedSite: String
    private let server: TestPythonServer

    /// Whether it can be started.
    package static var isThere: Bool { TestPython.isThere }

    private static let started = Result { try TestProvider() }

    /// The one of this process, started once it is asked for.
    package static var shared: TestProvider {
        get throws { try started.get() }
    }

    private init() throws {
        server = try TestPythonServer("openid_provider.py")
        guard server.ports.count == 2 else { throw OutboundError.unreachable(host: "the provider of the tests") }
        (site, namedSite) = ("http://127.0.0.1:\(server.ports[0])", "http://127.0.0.1:\(server.ports[1])")
    }

    /// Opens an account there, or changes it.
    package func openAccount(
        _ subject: String, email: String?, isVerified: Bool = true, at site: String? = nil, by client: OutboundClient
    ) async throws {
        var writer = JSONWriter()
        writer.object { writer in
            if let email { writer.member("email", email) }
            writer.member("email_verified", isVerified)
            writer.member("given_name", "Ada")
            writer.member("family_name", "Lovelace")
        }
        let url = try OutboundURL("\(site ?? self.site)/users/\(subject)")
        let headers: OutboundHeaders = ["Content-Type": "application/json"]
        _ = try await client.send(OutboundRequest(.put, url, headers: headers, body: .bytes(writer.bytes)))
    }

    /// Where a browser is sent back to that was sent to `url`, once somebody has agreed there; refused, when nobody has.
    package func answer(_ subject: String?, to url: String, by client: OutboundClient) async throws -> String {
        let headers: OutboundHeaders = ["Content-Type": "application/x-www-form-urlencoded"]
        let form = subject.map { "sub=\($0)" } ?? "action=deny"
        let response = try await client.send(
            OutboundRequest(.post, try OutboundURL(url), headers: headers, body: .bytes(Array(form.utf8))))
        return response.headers["Location"] ?? ""
    }

    /// A parameter of an address.
    package static func value(_ name: String, in url: String) -> String? {
        URLComponents(string: url)?.queryItems?.first { $0.name == name }?.value
    }
}
