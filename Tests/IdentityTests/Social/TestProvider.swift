import Foundation
import Kernel
import Logging
import Outbound
import Persistence
import Telemetry
import TestSupport

@testable import Identity

/// The provider of `openid_provider.py`, one for all tests. It ends when its standard input does, thus with the process
/// of the tests.
struct TestProvider: Sendable {
    let site: String
    private let input: FileHandle

    static let shared = Result { try TestProvider() }

    private init() throws {
        let (process, standardInput, output) = (TestPython.process("Social/openid_provider.py"), Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (standardInput, output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.hasSuffix("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw OutboundError.unreachable(host: "the provider of the tests") }
            text += String(decoding: data, as: UTF8.self)
        }
        site = "http://127.0.0.1:" + (text.split(whereSeparator: \.isWhitespace).last ?? "")
        input = standardInput.fileHandleForWriting
    }
}

/// A shop whose customers have accounts at the provider.
struct SocialFixture: Sendable {
    let shop: IdentityFixture
    let logins: SocialLogins
    let client: OutboundClient
    let site: String

    static func with(options: IdentityOptions = IdentityOptions(), _ body: (SocialFixture) async throws -> Void)
        async throws
    {
        let site = try TestProvider.shared.get().site
        let client = try OutboundClient(
            metrics: MetricRegistry(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let result: Result<Void, any Error>
        do {
            try await IdentityFixture.with(.sqlite, options: options) { shop in
                shop.clock.set(to: WallClock.system.now)
                let providers = try ["mock", "github", "facebook"].map {
                    try SocialProvider(name: $0, issuer: site, clientID: "shop", clientSecret: "a secret & more")
                }
                let logins = SocialLogins(shop.parts, providers: providers, client: client)
                try await body(SocialFixture(shop: shop, logins: logins, client: client, site: site))
            }
            result = .success(())
        } catch { result = .failure(error) }
        await client.shutdown()
        try result.get()
    }

    /// An account at the OpenID provider.
    func openAccount(_ subject: String, email: String?, isVerified: Bool = true) async throws {
        var writer = JSONWriter()
        writer.object { writer in
            if let email { writer.member("email", email) }
            writer.member("email_verified", isVerified)
            writer.member("given_name", "Ada")
            writer.member("family_name", "Lovelace")
        }
        let url = try OutboundURL("\(site)/users/\(subject)")
        let headers: OutboundHeaders = ["Content-Type": "application/json"]
        _ = try await client.send(OutboundRequest(.put, url, headers: headers, body: .bytes(writer.bytes)))
    }

    /// What the OpenID provider sends the browser back with, once somebody has agreed there.
    func answer(_ subject: String, to start: SocialStart) async throws -> SocialAnswer {
        let headers: OutboundHeaders = ["Content-Type": "application/x-www-form-urlencoded"]
        let response = try await client.send(
            OutboundRequest(
                .post, try OutboundURL(start.url), headers: headers, body: .bytes(Array("sub=\(subject)".utf8))))
        let location = response.headers["Location"] ?? ""
        return SocialAnswer(code: Self.value("code", in: location), state: Self.value("state", in: location))
    }

    /// There and back again.
    func visit(
        _ subject: String, at provider: String = "mock", linkingTo user: ID<User>? = nil, from client: Client = .home
    ) async throws -> SocialOutcome {
        let start = try await logins.begin(provider, returnTo: "/account", linkingTo: user)
        let answer =
            provider == "mock"
            ? try await answer(subject, to: start)
            : SocialAnswer(code: subject, state: Self.value("state", in: start.url))
        return try await logins.finish(provider, answer, cookie: start.cookie, as: user, from: client)
    }

    static func value(_ name: String, in url: String) -> String? {
        URLComponents(string: url)?.queryItems?.first { $0.name == name }?.value
    }
}

extension SocialOutcome {
    /// Who came in; `nil` for a link, or when a second factor is to come.
    var user: User? {
        guard case .signedIn(let login)? = login else { return nil }
        return login.user
    }
}
