package import Kernel
package import Persistence
package import Telemetry

/// What the doors of Identity share: one for each process, so that what one door revokes is forgotten by the others.
package struct IdentityParts: Sendable {
    let database: any Database
    let clock: WallClock
    let hasher: PasswordHasher
    let rule: PasswordRule
    let box: SecretBox
    let tokens: AccessTokens
    /// What other contexts hold about people.
    let others: [PersonalDataSource]
    /// How accounts behave.
    package let options: IdentityOptions
    /// What is remembered of sessions and keys for a few seconds.
    let remembered: CallerCache
    /// Counts logins that failed.
    let failures: LoginFailures
    /// Counts mails that somebody asked for.
    let mailRequests: AttemptCounter
    /// Moves sessions on.
    let rotations: RotationQueue
    /// Counts how logins end.
    let metrics: LoginMetrics

    /// The shared parts.
    /// - Parameter others: what other contexts hold about people.
    package init(
        _ database: any Database, hasher: PasswordHasher, rule: PasswordRule, box: SecretBox, tokens: AccessTokens,
        others: [PersonalDataSource] = [], options: IdentityOptions = IdentityOptions(),
        metrics: MetricRegistry = MetricRegistry(), clock: WallClock = .system
    ) {
        (self.database, self.clock, self.hasher, self.rule) = (database, clock, hasher, rule)
        (self.box, self.tokens, self.others, self.options) = (box, tokens, others, options)
        remembered = CallerCache(changes: database.changes)
        rotations = RotationQueue(database)
        let loginMetrics = LoginMetrics(metrics)
        self.metrics = loginMetrics
        failures = LoginFailures(options) { loginMetrics.count(.refused) }
        mailRequests = AttemptCounter(options.mailLimit)
    }
}

/// How accounts behave, as the operator wants it.
package struct IdentityOptions: Sendable {
    /// Failed logins of one account from one address; `nil` for no limit.
    package var accountFailures: RateLimit? = RateLimit(count: 5, period: .seconds(900))
    /// Failed logins from one address; `nil` for no limit.
    package var addressFailures: RateLimit? = RateLimit(count: 20, period: .seconds(900))
    /// Mails of one sort that one account may ask for; `nil` for no limit.
    package var mailLimit: RateLimit? = RateLimit(count: 3, period: .seconds(3600))
    /// Whether registration tells nobody that an address has an account.
    package var hidesAccounts = false
    /// Where the shop is reached, without a slash at the end: links in mails begin with it, never with what a request
    /// calls itself.
    package var publicURL = "http://localhost:8080"
    /// What the shop is called in mails and authenticators.
    package var shopName = "Souk"

    /// The usual ones.
    package init() {}
}
