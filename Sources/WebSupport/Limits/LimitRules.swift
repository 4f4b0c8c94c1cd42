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
    /// Accounts that one address makes, and mails about accounts that it asks for.
    case registration
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

    /// Nothing is limited.
    package static let off = LimitRules([:])

    /// The limit of that name; `nil` where there is none.
    package subscript(_ name: LimitName) -> RateLimit? {
        get { limits[name] }
        set { limits[name] = newValue }
    }
}
