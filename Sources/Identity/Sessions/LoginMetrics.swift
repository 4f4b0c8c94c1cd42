import Telemetry

/// How logins and refreshes end, for Prometheus: a storm of guesses, or of tokens used twice, shows here first.
struct LoginMetrics: Sendable {
    /// How a login, or another proof of the password, ended.
    enum LoginEnd: String {
        case succeeded, failed, refused
    }

    /// How a refresh ended.
    enum RefreshEnd: String {
        case rotated, repeated, stolen
    }

    private let logins: Metric<Counter>
    private let refreshes: Metric<Counter>

    init(_ registry: MetricRegistry) {
        logins = registry.counter(
            "souk_logins_total", "Logins by their end: succeeded, failed, or refused behind too many failures.",
            labels: "end")
        refreshes = registry.counter(
            "souk_session_refreshes_total", "Refreshed sessions: rotated, repeated within the grace, or stolen.",
            labels: "end")
    }

    func count(_ end: LoginEnd) { logins[end.rawValue].increment() }
    func count(_ end: RefreshEnd) { refreshes[end.rawValue].increment() }
}
