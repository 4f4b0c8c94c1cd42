import Telemetry

/// What is counted about calls to others.
///
/// The label `host` is the authority of addresses that the operator chose. Those of users are all counted as
/// `user_given`: they are too many, and nobody else's business.
struct OutboundMetrics: Sendable {
    let requests: Metric<Counter>
    let seconds: Metric<Histogram>
    let retries: Metric<Counter>

    init(_ registry: MetricRegistry, peers: Peers) {
        requests = registry.counter(
            "souk_outbound_requests_total", "Calls to others, by what came of them.", labels: "host", "outcome")
        seconds = registry.histogram(
            "souk_outbound_request_seconds", "How long calls to others took, tries and waiting included.",
            labels: "host")
        retries = registry.counter(
            "souk_outbound_retries_total", "Tries beyond the first of calls to others.", labels: "host")
        registry.gauge("souk_outbound_open_circuits", "Peers that are left alone because they fail.") {
            Double(peers.openCircuits)
        }
        registry.gauge("souk_outbound_waiting", "Calls to others that wait for their turn.") { Double(peers.waiting) }
    }

    func count(_ request: OutboundRequest, _ outcome: String, since start: ContinuousClock.Instant) {
        requests[request.metricHost, outcome].increment()
        seconds[request.metricHost].observe(start.duration(to: .now))
    }

    static func outcome(of error: any Error) -> String {
        switch error {
        case let error as OutboundError: error.label
        case is CancellationError: "cancelled"
        default: "caller_failed"
        }
    }
}

extension OutboundRequest {
    var metricHost: String { isUsers ? "user_given" : url.authority }
}
