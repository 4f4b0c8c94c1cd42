import Foundation
import Kernel
package import Outbound

/// The OpenID providers of `openid_provider.py`, the same ones for all tests. They end when the script's input does, thus
/// with the process of the tests.
package struct TestProvider: Sendable {
    /// Where the first one is, and GitHub's and Facebook's likes with it.
    package let site: String
    /// Where the one is that says in its answers who it is (RFC 9207).
    package let namedSite: String
    private let input: FileHandle

    /// The Python of `.build/python`, which `scripts/test` makes and names in `SOUK_TEST_PYTHON`.
    private static let python = ProcessInfo.processInfo.environment["SOUK_TEST_PYTHON"]
    /// Whether it can be started.
    package static var isThere: Bool { python != nil }

    private static let started = Result { try TestProvider() }

    /// The one of this process, started once it is asked for.
    package static var shared: TestProvider {
        get throws { try started.get() }
    }

    private init() throws {
        let (process, standardInput, output) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: TestProvider.python ?? "/usr/bin/false")
        process.arguments = [
            URL(filePath: #filePath).deletingLastPathComponent().appending(path: "openid_provider.py").path
        ]
        (process.standardInput, process.standardOutput) = (standardInput, output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.hasSuffix("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw OutboundError.unreachable(host: "the provider of the tests") }
            text += String(decoding: data, as: UTF8.self)
        }
        let ports = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard ports.count == 2 else { throw OutboundError.unreachable(host: "the provider of the tests") }
        (site, namedSite) = ("http://127.0.0.1:\(ports[0])", "http://127.0.0.1:\(ports[1])")
        input = standardInput.fileHandleForWriting
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
