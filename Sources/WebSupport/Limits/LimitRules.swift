package import Kernel

/// The limits that there are. Each has a setting, `SOUK_LIMIT_…`, that may be `off`.
package enum LimitName: String, Sendable, CaseIterable {
    /// Requests to the API from one address.
    case address
    /// Requests to the API by one user, from wherever.
    case user
    /// Searches from one address.
    case search
    /// Tries to log in from one address.
    case login
    /// Failed tries to log in to one account from one address.
    case loginFailures = "login-failures"
    /// Pages from one address.
    case pages
}

/// How often each thing may happen; what has no entry is not limited.
package struct LimitRules: Sendable {
    private var limits: [LimitName: RateLimit]

    /// Rules with these limits.
    package init(_ limits: [LimitName: RateLimit]) {
        self.limits = limits
    }

    /// The limits of the specification; search and pages are what one person cannot reach.
    package static let standard = LimitRules([
        .address: RateLimit(100, per: .seconds(60)), .user: RateLimit(1000, per: .seconds(3600)),
        .search: RateLimit(60, per: .seconds(60)), .login: RateLimit(5, per: .seconds(60)),
        .loginFailures: RateLimit(5, per: .seconds(900)), .pages: RateLimit(600, per: .seconds(60)),
    ])

    /// Nothing is limited.
    package static let off = LimitRules([:])

    /// The limit of that name; `nil` where there is none.
    package subscript(_ name: LimitName) -> RateLimit? {
        get { limits[name] }
        set { limits[name] = newValue }
    }
}
