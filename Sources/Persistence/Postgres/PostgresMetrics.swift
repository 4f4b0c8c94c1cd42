import Telemetry

/// What the pool of PostgreSQL counts.
final class PostgresMetrics: Sendable {
    let open: Gauge
    let busy: Gauge
    let waitSeconds: Histogram
    let readSeconds: Histogram
    let writeSeconds: Histogram
    let connected: Counter
    let connectFailed: Counter
    let lost: Counter
    let cancels: Counter
    let refusedFull: Counter
    let refusedOverdue: Counter
    let refusedDown: Counter
    let retriedConflict: Counter
    let retriedPlan: Counter
    let retriedLost: Counter
    let listening: Gauge
    let notificationsSent: Counter
    let notificationsHeard: Counter

    init(_ registry: MetricRegistry) {
        let connections = registry.gauge(
            "souk_postgres_connections", "Connections of the pool: open ones, and those of them that are busy.",
            labels: "state")
        (open, busy) = (connections["open"], connections["busy"])
        waitSeconds =
            registry.histogram(
                "souk_postgres_wait_seconds", "How long transactions waited for a connection.",
                buckets: Self.buckets)[]
        let transactions = registry.histogram(
            "souk_postgres_transaction_seconds", "How long transactions took on their connection, tries included.",
            labels: "access", buckets: Self.buckets)
        (readSeconds, writeSeconds) = (transactions["read"], transactions["write"])
        let connects = registry.counter(
            "souk_postgres_connects_total", "Attempts to open a connection.", labels: "result")
        (connected, connectFailed) = (connects["ok"], connects["failed"])
        lost = registry.counter("souk_postgres_lost_total", "Connections that broke while they were in use.")[]
        cancels =
            registry.counter(
                "souk_postgres_cancels_total", "Statements that the server was asked to break off.")[]
        let refused = registry.counter(
            "souk_postgres_refused_total",
            "Transactions that got no connection: the queue was full, they waited too long, the server was down.",
            labels: "reason")
        (refusedFull, refusedOverdue, refusedDown) = (refused["full"], refused["overdue"], refused["down"])
        let retries = registry.counter(
            "souk_postgres_retries_total",
            "Transactions run again: after a conflict, an outdated plan, a connection found dead.", labels: "reason")
        (retriedConflict, retriedPlan, retriedLost) = (retries["conflict"], retries["plan"], retries["lost"])
        listening = registry.gauge("souk_postgres_listening", "Whether changes of other nodes are heard: 1 or 0.")[]
        let notifications = registry.counter(
            "souk_postgres_notifications_total", "Messages about changes, to other nodes and from them.",
            labels: "direction")
        (notificationsSent, notificationsHeard) = (notifications["sent"], notifications["heard"])
    }

    /// From 50 µs: a point read takes less than the first bound of requests.
    private static let buckets = [0.00005, 0.0001, 0.00025] + Histogram.requestBuckets
}
