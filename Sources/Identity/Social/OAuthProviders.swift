import Kernel

/// GitHub, which speaks OAuth 2 and tells who somebody is through its own interface. Addresses are its business: only
/// the primary one counts, and only if GitHub says that it is verified.
struct GitHubProvider: ProviderLanguage {
    let provider: SocialProvider
    let site: String
    let interface: String
    let calls: ProviderCalls

    func authorizationURL(_ attempt: SocialAttempt, redirect: String) async throws -> String {
        let query = ProviderCalls.form([
            ("client_id", provider.clientID), ("redirect_uri", redirect), ("scope", "read:user user:email"),
            ("state", attempt.state), ("code_challenge", attempt.challenge), ("code_challenge_method", "S256"),
        ])
        return "\(site)/login/oauth/authorize?\(query)"
    }

    func person(_ code: String, _ attempt: SocialAttempt, redirect: String) async throws -> SocialPerson {
        let tokens = try await calls.tokens(
            for: code, attempt, of: provider, at: "\(site)/login/oauth/access_token", redirect: redirect,
            isBasic: false)
        let user = try await calls.read("\(interface)/user", token: tokens["access_token"]?.text)
        guard let id = user["id"]?.wholeNumber else { throw IdentityError.socialLoginRefused }
        let emails = try await calls.read("\(interface)/user/emails", token: tokens["access_token"]?.text)
        let primary = emails.elements?.first { $0["primary"]?.truth == true }
        return SocialPerson(
            subject: String(id), email: primary?["email"]?.text.flatMap { try? EmailAddress($0) },
            isEmailVerified: primary?["verified"]?.truth == true,
            profile: SocialPerson.profile(first: nil, last: nil, full: user["name"]?.text),
            label: user["login"]?.text)
    }
}

/// Facebook, which speaks OAuth 2 and tells who somebody is through its graph. It does not say whether an address is
/// verified, so none of it is taken to be.
struct FacebookProvider: ProviderLanguage {
    /// The version of the graph that this was written for.
    private static let version = "v21.0"

    let provider: SocialProvider
    let site: String
    let interface: String
    let calls: ProviderCalls

    func authorizationURL(_ attempt: SocialAttempt, redirect: String) async throws -> String {
        let query = ProviderCalls.form([
            ("client_id", provider.clientID), ("redirect_uri", redirect), ("scope", "email public_profile"),
            ("response_type", "code"), ("state", attempt.state), ("code_challenge", attempt.challenge),
            ("code_challenge_method", "S256"),
        ])
        return "\(site)/\(Self.version)/dialog/oauth?\(query)"
    }

    func person(_ code: String, _ attempt: SocialAttempt, redirect: String) async throws -> SocialPerson {
        let tokens = try await calls.tokens(
            for: code, attempt, of: provider, at: "\(interface)/\(Self.version)/oauth/access_token",
            redirect: redirect, isBasic: false)
        let user = try await calls.read(
            "\(interface)/\(Self.version)/me?fields=id,first_name,last_name,email",
            token: tokens["access_token"]?.text)
        guard let id = user["id"]?.text, (1...255).contains(id.utf8.count) else {
            throw IdentityError.socialLoginRefused
        }
        return SocialPerson(
            subject: id, email: user["email"]?.text.flatMap { try? EmailAddress($0) },
            profile: SocialPerson.profile(first: user["first_name"]?.text, last: user["last_name"]?.text, full: nil),
            label: user["email"]?.text)
    }
}
