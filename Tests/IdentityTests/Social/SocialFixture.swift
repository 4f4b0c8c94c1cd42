import Kernel
import Logging
import Outbound
import Persistence
import Telemetry
import TestSupport

@testable import Identity

/// A shop whose customers have accounts at the provider.
struct SocialFixture: Sendable {
    let shop: IdentityFixture
    let logins: SocialLogins
    let client: OutboundClient
    let provider: TestProvider

    static func with(options: IdentityOptions = IdentityOptions(), _ body: (SocialFixture) async throws -> Void)
        async throws
    {
        let provider = try TestProvider.shared
        let client = try OutboundClient(
            metrics: MetricRegistry(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let result: Result<Void, any Error>
        do {
            try await IdentityFixture.with(.sqlite, options: options) { shop in
                shop.clock.set(to: WallClock.system.now)
                let sites =
                    ["mock", "github", "facebook"].map { ($0, provider.site) } + [("named", provider.namedSite)]
                let providers = try sites.map {
                    try SocialProvider(name: $0, issuer: $1, clientID: "shop", clientSecret: "a secret & more")
                }
                let logins = SocialLogins(shop.parts, providers: providers, client: client)
                try await body(SocialFixture(shop: shop, logins: logins, client: client, provider: provider))
            }
            result = .success(())
        } catch { result = .failure(error) }
        await client.shutdown()
        try result.get()
    }

    /// An account at the OpenID provider.
    func openAccount(
        _ subject: String, email: String?, isVerified: Bool = true, at site: String? = nil
    ) async throws {
        try await provider.openAccount(subject, email: email, isVerified: isVerified, at: site, by: client)
    }

    /// What the OpenID provider sends the browser back with, once somebody has agreed there.
    func answer(_ subject: String, to start: SocialStart) async throws -> SocialAnswer {
        let location = try await provider.answer(subject, to: start.url, by: client)
        return SocialAnswer(
            code: Self.value("code", in: location), state: Self.value("state", in: location),
            issuer: Self.value("iss", in: location))
    }

    /// There and back again.
    func visit(
        _ subject: String, at provider: String = "mock", linkingTo user: ID<User>? = nil, from client: Client = .home
    ) async throws -> SocialOutcome {
        let start = try await logins.begin(provider, returnTo: "/account", linkingTo: user.map { RecentLogin($0) })
        let answer =
            ["mock", "named"].contains(provider)
            ? try await answer(subject, to: start)
            : SocialAnswer(code: subject, state: Self.value("state", in: start.url))
        return try await logins.finish(provider, answer, cookie: start.cookie, as: user, from: client)
    }

    static func value(_ name: String, in url: String) -> String? { TestProvider.value(name, in: url) }
}

extension SocialOutcome {
    /// Who came in; `nil` for a link, or when a second factor is to come.
    var user: User? {
        guard case .signedIn(let login)? = login else { return nil }
        return login.user
    }
}
