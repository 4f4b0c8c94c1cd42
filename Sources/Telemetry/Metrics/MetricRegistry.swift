import Synchronization

/// Every metric of the process, and their text for Prometheus.
///
/// One registry for each opened shop, handed to whoever measures something; there is no global one, so that tests that
/// run beside each other do not count together.
///
/// ```swift
/// let requests = metrics.counter("souk_http_requests_total", "Requests answered.", labels: "method", "status")
/// requests["GET", "200"].increment()
/// ```
package final class MetricRegistry: Sendable {
    private let families = Mutex<[String: any MetricFamily]>([:])

    /// A registry without metrics.
    package init() {}

    /// A figure that only grows: requests, failures.
    /// - Parameters:
    ///   - name: with unit and `_total` at its end, as Prometheus wants it.
    ///   - help: one sentence.
    ///   - labels: the names of what tells its parts from one another; few values each.
    package func counter(_ name: String, _ help: String, labels: String...) -> Metric<Counter> {
        register(Metric(name, help, labels: labels) { Counter() })
    }

    /// A figure that rises and falls: connections in use.
    package func gauge(_ name: String, _ help: String, labels: String...) -> Metric<Gauge> {
        register(Metric(name, help, labels: labels) { Gauge() })
    }

    /// How a duration or a size is distributed.
    /// - Parameter buckets: the upper bounds, growing, without infinity.
    package func histogram(
        _ name: String, _ help: String, labels: String..., buckets: [Double] = Histogram.requestBuckets
    ) -> Metric<Histogram> {
        register(Metric(name, help, labels: labels) { Histogram(buckets: buckets) })
    }

    /// A figure that is looked up when it is asked for: the memory of the process, the length of a queue.
    package func gauge(_ name: String, _ help: String, value: @escaping @Sendable () -> Double) {
        _ = register(Observed(name, help, kind: "gauge", value))
    }

    /// A growing figure that somebody else counts: the CPU seconds of the process.
    package func counter(_ name: String, _ help: String, value: @escaping @Sendable () -> Double) {
        _ = register(Observed(name, help, kind: "counter", value))
    }

    /// All metrics in Prometheus' text format (prometheus.io/docs/instrumenting/exposition_formats), by name.
    package var text: String {
        let all = families.withLock { Array($0.values) }
        return all.sorted { $0.name < $1.name }.map(\.text).joined()
    }

    /// The same metric again when somebody has registered it before: two parts that count one thing count together.
    private func register<Family: MetricFamily>(_ family: Family) -> Family {
        families.withLock { families in
            if let known = families[family.name] {
                guard let known = known as? Family else { preconditionFailure("\(family.name) is two kinds of metric") }
                return known
            }
            families[family.name] = family
            return family
        }
    }
}

/// A metric with all its parts.
protocol MetricFamily: Sendable {
    var name: String { get }
    var text: String { get }
}
