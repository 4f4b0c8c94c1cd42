import Identity
import Jobs
import Kernel
import Mail
import Outbound
import Persistence
import RESTAPI
import Storefront
import Telemetry
import WebSupport

extension IdentityDoors {
    init(
        _ settings: Settings, _ database: any Database, _ secrets: Secrets, _ tokens: AccessTokens,
        client: OutboundClient, metrics: MetricRegistry, others: [PersonalDataSource]
    ) {
        let identity = settings.identity
        let hasher = PasswordHasher(
            cost: identity.passwordCost, threads: identity.hashingThreads, queueLimit: identity.hashingQueue,
            metrics: metrics)
        self.init(
            IdentityParts(
                database, hasher: hasher, rule: PasswordRule(identity.passwordRule), box: secrets.box, tokens: tokens,
                others: others, options: IdentityOptions(settings), metrics: metrics),
            providers: identity.providers.compactMap(SocialProvider.init), client: client)
    }
}

extension SocialProvider {
    /// Settings have checked the address already.
    fileprivate init?(_ settings: ProviderSettings) {
        do {
            try self.init(
                name: settings.name, issuer: settings.issuer, clientID: settings.clientID,
                clientSecret: settings.clientSecret)
        } catch {
            return nil
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

/// The web layer learns through these calls who sends a request.
extension Authenticator {
    init(_ sessions: Sessions) {
        self.init { credential in
            switch credential {
            case .bearer(let token): try await sessions.authenticate(bearer: token)
            case .cookie(let cookie): try await sessions.authenticate(cookie: cookie)
            }
        }
    }
}

/// Browsers are shown pages where logins through accounts elsewhere begin and end.
extension SocialBrowsing {
    init(_ pages: AccountPages) {
        self.init(begin: pages.beginSocial, finish: pages.finishSocial)
    }
}

/// Mails about accounts go out through the shop's mailer.
extension IdentityMails {
    init(_ parts: IdentityParts, _ mailer: any Mailer) {
        self.init(parts) { mail in
            do {
                _ = try await mailer.send(try Email(mail))
            } catch let error as MailError where !error.isTemporary {
                throw FailedJob(error.message, retry: .never)
            }
        }
    }
}

extension Email {
    /// Sent twice, it is known as one by its id. A name that no header takes is left out: a mail about an account, above
    /// all one that warns, must not fail for what its owner, or a thief, is called.
    fileprivate init(_ mail: IdentityMail) throws(MailError) {
        var address = try MailAddress(mail.address)
        if let named = try? MailAddress(mail.address, name: mail.name) { address = named }
        try self.init(
            id: ID(high: mail.id.high, low: mail.id.low), to: [address], subject: mail.subject, text: mail.text,
            html: mail.html)
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
