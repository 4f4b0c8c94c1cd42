package import Identity

/// Accounts: what they are protected with, and where else people may sign in.
package struct IdentitySettings: Sendable {
    /// What everything secret is derived from, when it is not to be kept in `DIR/secret`.
    package var secretKey: String?
    /// Whether registration answers the same for an address that has an account.
    package var hidesAccounts: Bool
    /// What a password must be like.
    package var passwordRule: PasswordRule.Kind
    /// How access tokens are signed.
    package var tokenAlgorithm: TokenAlgorithm
    /// How many threads hash passwords; `nil` for one on each core.
    package var hashingThreads: Int?
    /// How many logins may wait for them.
    package var hashingQueue: Int
    /// The base-two logarithm of bcrypt's rounds. Only tests take less than the 12 that it is everywhere else.
    package var passwordCost = 12
    /// Where else people may sign in.
    package var providers: [ProviderSettings]

    init(_ read: inout SettingsReader) {
        secretKey = read(
            "SOUK_SECRET_KEY", "identity.secret_key", .text(atLeast: 32),
            "What signs and encrypts everything secret, the same on every node; without it one is kept in DIR/secret.",
            mask: .everything)
        hidesAccounts = read(
            "SOUK_AUTH_HIDE_ACCOUNTS", "identity.hide_accounts", .flag, false,
            "Whether registration hides that an address has an account: always 202, and its owner gets a mail.")
        passwordRule = read(
            "SOUK_PASSWORD_RULE", "identity.password_rule", .choice, .length,
            "length: 8 to 256 characters, none of the commonest; composition: upper, lower, digit and special too.")
        tokenAlgorithm = read(
            "SOUK_TOKEN_ALGORITHM", "identity.token_algorithm", .word, .rs256,
            "How access tokens are signed from the next key on.")
        hashingThreads = read(
            "SOUK_BCRYPT_THREADS", "identity.bcrypt_threads", .integer(1...256),
            "How many threads hash passwords; without it one for each core.")
        hashingQueue = read(
            "SOUK_BCRYPT_QUEUE", "identity.bcrypt_queue", .integer(1...100_000), 256,
            "How many passwords may wait to be hashed; beyond that the answer is 503 with Retry-After.")
        providers = ProviderSettings.all(&read)
    }
}

/// A place where people have an account already.
package struct ProviderSettings: Sendable {
    /// Its name in addresses: `google`.
    package let name: String
    /// Where it is: an OpenID Connect issuer, or the base address of GitHub's and Facebook's own kind of server.
    package let issuer: String?
    /// What the shop is called there.
    package let clientID: String
    /// What the shop proves to be with.
    package let clientSecret: String

    /// Those that have a setting always; others are found by their issuer in the environment, or by their name in the
    /// settings file.
    private static let known = ["google", "github", "facebook"]

    private static let paths = "identity.providers"

    static func all(_ read: inout SettingsReader) -> [ProviderSettings] {
        let others =
            read.names(between: "OIDC_", and: "_ISSUER").map { $0.lowercased() } + read.names(below: paths)
        return (known + Set(others).subtracting(known).sorted()).compactMap { provider($0, &read) }
    }

    private static func provider(_ name: String, _ read: inout SettingsReader) -> ProviderSettings? {
        let (prefix, path) = ("OIDC_" + name.uppercased(), paths + "." + name)
        let issuer: String? = read(
            prefix + "_ISSUER", path + ".issuer", .site, "Where \(name) is, when it is not where everybody expects it.")
        let id: String? = read(
            prefix + "_CLIENT_ID", path + ".client_id", .text(),
            "What the shop is called at \(name); with it people may sign in there.")
        let secret: String? = read(
            prefix + "_CLIENT_SECRET", path + ".client_secret", .text(), "What the shop proves to be with at \(name).",
            mask: .everything)
        if (id == nil) != (secret == nil) {
            read.refuse("\(prefix)_CLIENT_ID and \(prefix)_CLIENT_SECRET belong together: set both, or neither")
        }
        if issuer == nil, id != nil, !known.contains(name) {
            read.refuse("\(path).issuer (\(prefix)_ISSUER) is missing: nobody knows where \(name) is")
        }
        if issuer != nil, id == nil, secret == nil {
            read.warn("\(prefix)_ISSUER has no effect without \(prefix)_CLIENT_ID and \(prefix)_CLIENT_SECRET")
        }
        guard let id, let secret else { return nil }
        return ProviderSettings(name: name, issuer: issuer, clientID: id, clientSecret: secret)
    }
}

extension SettingKind<Bool> {
    /// Yes or no.
    static let flag = SettingKind(allowed: "true or false") { text in
        switch text.lowercased() {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: nil
        }
    } write: {
        $0 ? "true" : "false"
    }
}

extension SettingKind<TokenAlgorithm> {
    /// The names of algorithms are in capitals.
    fileprivate static let word = SettingKind(allowed: "one of RS256, ES256") {
        TokenAlgorithm(rawValue: $0.uppercased())
    } write: {
        $0.rawValue
    }
}
