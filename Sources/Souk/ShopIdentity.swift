package import Identity
import Kernel
import Persistence
import RESTAPI
import Telemetry
import WebSupport

/// Accounts, wired: their use cases, and what these share.
package struct ShopIdentity: Sendable {
    /// What the use cases share.
    package let parts: IdentityParts
    /// The accounts, as their owners use them.
    package let accounts: Accounts
    /// The accounts, as admins look after them.
    package let users: Users
    /// Who is signed in.
    package let sessions: Sessions
    /// Keys of machines.
    package let apiKeys: APIKeys
    /// What happened to accounts.
    package let audit: AuditLog
    /// What access tokens are signed with.
    package let signingKeys: SigningKeys
    /// Access tokens.
    package let tokens: AccessTokens

    init(_ settings: Settings, _ database: any Database, _ secrets: Secrets, _ metrics: MetricRegistry) {
        let identity = settings.identity
        let url = settings.server.linkURL
        signingKeys = SigningKeys(database, box: secrets.box, algorithm: identity.tokenAlgorithm)
        tokens = AccessTokens(signingKeys, issuer: url)
        let hasher = PasswordHasher(
            cost: identity.passwordCost, threads: identity.hashingThreads, queueLimit: identity.hashingQueue,
            metrics: metrics)
        parts = IdentityParts(
            database, hasher: hasher, rule: PasswordRule(identity.passwordRule), box: secrets.box, tokens: tokens,
            options: IdentityOptions(settings))
        (accounts, users, sessions) = (Accounts(parts), Users(parts), Sessions(parts))
        (apiKeys, audit) = (APIKeys(parts), AuditLog(parts))
    }

    /// Who sends a request, for the web layer.
    var authenticator: Authenticator {
        Authenticator { [sessions] credential in
            switch credential {
            case .bearer(let token): try await sessions.authenticate(bearer: token)
            case .cookie(let cookie): try await sessions.authenticate(cookie: cookie)
            }
        }
    }
}

extension IdentityOptions {
    init(_ settings: Settings) {
        self.init()
        accountFailures = settings.limits.loginFailures
        addressFailures = settings.limits.addressFailures
        mailLimit = settings.limits.mails
        publicURL = settings.server.linkURL
        shopName = settings.shopName
        hidesAccounts = settings.identity.hidesAccounts
    }
}

extension ServerSettings {
    /// What links in mails begin with.
    var linkURL: String { publicURL ?? "http://localhost:8080" }

    /// How cookies are named. Browsers take those with the prefix over TLS, and from their own machine; without either,
    /// as on a developer's network, the plain names have to do.
    var cookies: CookieRules {
        let isLocal = publicURL.map { ServerSettings.isLocal($0) } ?? ["127.0.0.1", "::1", "localhost"].contains(host)
        return CookieRules(isSecure: tls != nil || publicURL?.hasPrefix("https://") == true || isLocal)
    }

    private static func isLocal(_ url: String) -> Bool {
        let host = url.dropFirst("http://".count).prefix { $0 != "/" }
        return ["localhost", "127.0.0.1", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
    }
}
