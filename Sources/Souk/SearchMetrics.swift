import Search
import Telemetry

/// What search says about itself to Prometheus.
enum SearchMetrics {
    static func register(_ shop: Shop) {
        let (log, index) = (shop.searchLog, shop.index)
        shop.metrics.counter("souk_search_log_noted_total", "Searches and events noted for the log.") {
            Double(log.counts.noted)
        }
        shop.metrics.counter("souk_search_log_dropped_total", "Searches and events that the log had no room for.") {
            Double(log.counts.dropped)
        }
        shop.metrics.counter("souk_search_degraded_total", "Answers of the database in place of the index.") {
            Double(index.degradedAnswers)
        }
    }
}

/// What checks of the index found.
struct IndexChecks: Sendable {
    private let checks: Metric<Counter>
    private let repairs: Metric<Counter>
    private let products: Metric<Gauge>

    init(_ metrics: MetricRegistry) {
        checks = metrics.counter("souk_search_checks_total", "Comparisons of the index with the catalogue.")
        repairs = metrics.counter(
            "souk_search_repairs_total", "Products that a check found wrong in the index and repaired.", labels: "kind")
        products = metrics.gauge("souk_search_checked_products", "Products that the last check compared.")
    }

    func note(_ report: IndexCheckReport) {
        checks[].increment()
        products[].value = Double(report.products)
        repairs["missing"].increment(by: report.missing)
        repairs["different"].increment(by: report.different)
        repairs["gone"].increment(by: report.gone)
    }
}
