package import Kernel

/// How often who may do what; `nil` where there is no limit.
package struct LimitSettings: Sendable {
    /// Requests of one address to the API.
    package var address: RateLimit?
    /// Requests of one signed-in user to the API.
    package var user: RateLimit?
    /// Attempts to sign in from one address.
    package var login: RateLimit?
    /// Accounts that one address makes, and mails about accounts that it asks for.
    package var registration: RateLimit?
    /// Failed attempts for one account from one address.
    package var loginFailures: RateLimit?
    /// Failed attempts from one address, for whatever accounts.
    package var addressFailures: RateLimit?
    /// Mails of one sort that one account may ask for.
    package var mails: RateLimit?
    /// Searches of one address.
    package var search: RateLimit?
    /// Pages of one address.
    package var pages: RateLimit?

    init(_ read: inout SettingsReader) {
        let rate = SettingKind<RateLimit>.rate.orOff
        let minute = Duration.seconds(60)
        address = read(
            "SOUK_LIMIT_ADDRESS", "limits.address", rate, RateLimit(count: 100, period: minute),
            "How many requests one address may send to the API.")
        user = read(
            "SOUK_LIMIT_USER", "limits.user", rate, RateLimit(count: 1000, period: .seconds(3600)),
            "How many requests a signed-in user may send to the API.")
        login = read(
            "SOUK_LIMIT_LOGIN", "limits.login", rate, RateLimit(count: 5, period: minute),
            "How often one address may try to sign in.")
        registration = read(
            "SOUK_LIMIT_REGISTRATION", "limits.registration", rate, RateLimit(count: 10, period: minute),
            "How often one address may make an account, or ask for a mail to confirm it or to reset its password.")
        loginFailures = read(
            "SOUK_LIMIT_LOGIN_FAILURES", "limits.login_failures", rate,
            RateLimit(count: 5, period: .seconds(900)),
            "How often signing in to one account from one address may fail.")
        addressFailures = read(
            "SOUK_LIMIT_ADDRESS_FAILURES", "limits.address_failures", rate,
            RateLimit(count: 20, period: .seconds(900)), "How often signing in from one address may fail.")
        mails = read(
            "SOUK_LIMIT_MAILS", "limits.mails", rate, RateLimit(count: 3, period: .seconds(3600)),
            "How many mails of one sort one account may ask for.")
        search = read(
            "SOUK_LIMIT_SEARCH", "limits.search", rate, RateLimit(count: 100, period: minute),
            "How many searches one account, or else one address, may make.")
        pages = read(
            "SOUK_LIMIT_PAGES", "limits.pages", rate, RateLimit(count: 600, period: minute),
            "How many pages one address may open.")
    }
}
