import HTTPTypes
import Telemetry

/// Rate, errors and duration of requests, by route.
struct RequestMetrics {
    private let requests: Metric<Counter>
    private let durations: Metric<Histogram>
    private let inFlight: Gauge

    init(_ registry: MetricRegistry) {
        requests = registry.counter(
            "souk_http_requests_total", "Requests answered, by the pattern of their route.", labels: "method", "route",
            "status")
        durations = registry.histogram(
            "souk_http_request_duration_seconds", "How long requests took until their answer was made.",
            labels: "method",
            "route")
        inFlight = registry.gauge("souk_http_requests_in_flight", "Requests that are being answered.")[]
    }

    func begin() {
        inFlight.add(1)
    }

    func end(_ method: HTTPRequest.Method, _ route: String?, _ status: HTTPResponse.Status, _ duration: Duration) {
        inFlight.add(-1)
        let (method, route) = (RequestMetrics.known(method), route ?? "none")
        requests[method, route, String(status.code)].increment()
        durations[method, route].observe(duration)
    }

    /// A client may make up any method.
    private static func known(_ method: HTTPRequest.Method) -> String {
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
        return known.contains(method) ? method.rawValue : "other"
    }
}
