import Kernel
import Outbound
import Synchronization

/// A provider that speaks OpenID Connect: its addresses and keys are found by its issuer (OpenID Connect Discovery).
struct OpenIDProvider: ProviderLanguage {
    private let provider: SocialProvider
    private let issuer: String
    private let calls: ProviderCalls
    private let clock: WallClock
    private let memory = ProviderMemory()

    init(_ provider: SocialProvider, issuer: String, calls: ProviderCalls, clock: WallClock) {
        (self.provider, self.issuer, self.calls, self.clock) = (provider, issuer, calls, clock)
    }

    func authorizationURL(_ attempt: SocialAttempt, redirect: String) async throws -> String {
        let address = try await discovery().authorization
        let query = ProviderCalls.form([
            ("response_type", "code"), ("client_id", provider.clientID), ("redirect_uri", redirect),
            ("scope", "openid email profile"), ("state", attempt.state), ("nonce", attempt.nonce),
            ("code_challenge", attempt.challenge), ("code_challenge_method", "S256"),
        ])
        return address + (address.contains("?") ? "&" : "?") + query
    }

    /// Who announces that it names itself has to, and whoever does must be the one that was asked: else a provider that
    /// somebody else runs could send back a code that another one has made (mix-up attack).
    func isSender(named issuer: String?) async throws -> Bool {
        let found = try await discovery()
        guard let issuer else { return !found.namesItself }
        return issuer == found.issuer
    }

    func person(_ code: String, _ attempt: SocialAttempt, redirect: String) async throws -> SocialPerson {
        let found = try await discovery()
        let tokens = try await calls.tokens(
            for: code, attempt, of: provider, at: found.token, redirect: redirect, isBasic: found.takesBasic)
        guard let token = tokens["id_token"]?.text.flatMap({ IDToken($0) }), try await isSigned(token, found),
            let claims = token.claims(
                issuer: found.issuer, audience: provider.clientID, nonce: attempt.nonce, at: clock.now),
            let person = SocialPerson(claims)
        else { throw IdentityError.socialLoginRefused }
        guard person.email == nil, let address = found.userInfo, let access = tokens["access_token"]?.text else {
            return person
        }
        // Some put nothing but the subject into the token (OpenID Connect Core, 5.4).
        let more = SocialPerson(try await calls.read(address, token: access))
        guard let more, more.subject == person.subject else { throw IdentityError.socialLoginRefused }
        return more
    }

    /// Keys change now and then: for the name of an unknown one they are read anew, once a minute at most.
    private func isSigned(_ token: IDToken, _ found: Discovery) async throws -> Bool {
        let now = clock.now
        if let keys = memory.keys(at: now), token.isSigned(byOneOf: keys) { return true }
        guard memory.mayReadKeys(at: now) else { return false }
        let set = try await calls.read(found.keys)
        let keys = (set["keys"]?.elements ?? []).prefix(100).compactMap { JSONWebKey($0) }
        memory.keep(keys, at: now)
        return token.isSigned(byOneOf: keys)
    }

    private func discovery() async throws -> Discovery {
        if let found = memory.discovery(at: clock.now) { return found }
        let json = try await calls.read(issuer + "/.well-known/openid-configuration")
        guard let found = Discovery(json, issuer: issuer) else { throw IdentityError.providerUnavailable }
        memory.keep(found, at: clock.now)
        return found
    }
}

/// What a provider says about itself.
private struct Discovery: Sendable {
    /// As it calls itself in its tokens: as we were told, but for a slash at the end.
    let issuer: String
    let authorization: String
    let token: String
    let keys: String
    let userInfo: String?
    /// Whether the secret may be sent in the head, which is so when it says nothing.
    let takesBasic: Bool
    /// Whether it says who it is in what it sends browsers back with.
    let namesItself: Bool

    /// Reads the document; `nil` when it is of another issuer, lacks an address, or leads from https to http.
    init?(_ json: JSONValue, issuer: String) {
        guard let name = json["issuer"]?.text, name == issuer || name == issuer + "/",
            let authorization = Discovery.address(json["authorization_endpoint"], issuer),
            let token = Discovery.address(json["token_endpoint"], issuer),
            let keys = Discovery.address(json["jwks_uri"], issuer)
        else { return nil }
        (self.issuer, self.authorization, self.token, self.keys) = (name, authorization, token, keys)
        userInfo = Discovery.address(json["userinfo_endpoint"], issuer)
        let methods = json["token_endpoint_auth_methods_supported"]?.elements?.compactMap(\.text)
        takesBasic = methods?.contains("client_secret_basic") ?? true
        namesItself = json["authorization_response_iss_parameter_supported"]?.truth ?? false
    }

    private static func address(_ json: JSONValue?, _ issuer: String) -> String? {
        guard let text = json?.text, let url = try? OutboundURL(text), url.scheme == .https || issuer.hasPrefix("http:")
        else { return nil }
        return url.text
    }
}

/// What a provider said lately.
private final class ProviderMemory: Sendable {
    private static let freshness = Duration.seconds(3600)
    private static let pause = Duration.seconds(60)

    private struct Known<Value: Sendable>: Sendable {
        let value: Value
        let readAt: Timestamp

        func isFresh(at now: Timestamp, for duration: Duration) -> Bool { now < readAt.advanced(by: duration) }
    }

    private struct State: Sendable {
        var discovery: Known<Discovery>?
        var keys: Known<[JSONWebKey]>?
    }

    private let state = Mutex(State())

    func discovery(at now: Timestamp) -> Discovery? {
        let known = state.withLock(\.discovery)
        return known.flatMap { $0.isFresh(at: now, for: ProviderMemory.freshness) ? $0.value : nil }
    }

    func keys(at now: Timestamp) -> [JSONWebKey]? {
        let known = state.withLock(\.keys)
        return known.flatMap { $0.isFresh(at: now, for: ProviderMemory.freshness) ? $0.value : nil }
    }

    func mayReadKeys(at now: Timestamp) -> Bool {
        let known = state.withLock(\.keys)
        return known.map { !$0.isFresh(at: now, for: ProviderMemory.pause) } ?? true
    }

    func keep(_ discovery: Discovery, at now: Timestamp) {
        state.withLock { $0.discovery = Known(value: discovery, readAt: now) }
    }

    func keep(_ keys: [JSONWebKey], at now: Timestamp) {
        state.withLock { $0.keys = Known(value: keys, readAt: now) }
    }
}
