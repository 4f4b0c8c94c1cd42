import Kernel
package import Outbound

/// A place where people have an account already, and what we are to it.
package struct SocialProvider: Sendable {
    /// How the place is spoken to.
    enum Language: Sendable, Equatable {
        /// OpenID Connect, all of it found by its issuer.
        case openID(issuer: String)
        /// OAuth 2 as GitHub has it, with an interface beside.
        case gitHub(site: String, interface: String)
        /// OAuth 2 as Facebook has it.
        case facebook(site: String, interface: String)
    }

    /// Its name in addresses: `google`.
    package let name: String
    let language: Language
    let clientID: String
    let clientSecret: String

    /// A provider.
    /// - Parameters:
    ///   - name: small letters, digits and hyphens. `github` and `facebook` are no OpenID providers and are spoken to
    ///     in their own ways.
    ///   - issuer: where it is, without a slash at the end; of Google, GitHub and Facebook known.
    /// - Throws: `OutboundError.invalidURL` for what is no address, or for an unknown place without one.
    package init(name: String, issuer: String? = nil, clientID: String, clientSecret: String) throws(OutboundError) {
        (self.name, self.clientID, self.clientSecret) = (name, clientID, clientSecret)
        let site = issuer.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        switch name {
        case "github":
            language = .gitHub(
                site: site ?? "https://github.com", interface: site.map { $0 + "/api/v3" } ?? "https://api.github.com")
        case "facebook":
            language = .facebook(
                site: site ?? "https://www.facebook.com", interface: site ?? "https://graph.facebook.com")
        default:
            guard let issuer = site ?? (name == "google" ? "https://accounts.google.com" : nil) else {
                throw .invalidURL("of the provider \(name) is missing")
            }
            language = .openID(issuer: issuer)
        }
        if let issuer { _ = try OutboundURL(issuer) }
    }
}

/// What a provider says about somebody.
struct SocialPerson: Sendable, Equatable {
    /// Who it is there, for ever.
    var subject: String
    /// Its address, as far as it tells.
    var email: EmailAddress?
    /// Whether the provider made sure of that.
    var isEmailVerified = false
    var profile = Profile()
    /// What the account is called there: an address or a name, to tell several from one another.
    var label: String?
}

/// How a provider is spoken to.
protocol ProviderLanguage: Sendable {
    /// Where the browser is sent.
    /// - Throws: `IdentityError.providerUnavailable`, `OutboundError`.
    func authorizationURL(_ attempt: SocialAttempt, redirect: String) async throws -> String

    /// Whether an answer can be this provider's that calls its sender so, or does not call it anything (RFC 9207).
    /// - Throws: `IdentityError.providerUnavailable`, `OutboundError`.
    func isSender(named issuer: String?) async throws -> Bool

    /// Who came back, given the code that came along.
    /// - Throws: `IdentityError.socialLoginRefused`, `.providerUnavailable`, `OutboundError`.
    func person(_ code: String, _ attempt: SocialAttempt, redirect: String) async throws -> SocialPerson
}

extension ProviderLanguage {
    /// OAuth 2 alone knows no issuers, so that whatever is said there cannot be compared with anything. That an answer is
    /// of another provider shows in its address all the same: each has one of its own, and the state is bound to it.
    func isSender(named issuer: String?) async throws -> Bool { true }
}
