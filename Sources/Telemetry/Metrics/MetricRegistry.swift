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
        register(Metric(name, help, labels: labels) { Counter() }, kind: Counter.kind)
    }

    /// A figure that rises and falls: connections in use.
    package func gauge(_ name: String, _ help: String, labels: String...) -> Metric<Gauge> {
        register(Metric(name, help, labels: labels) { Gauge() }, kind: Gauge.kind)
    }

    /// How a duration or a size is distributed.
    /// - Parameter buckets: the upper bounds, growing, without infinity.
    package func histogram(
        _ name: String, _ help: String, labels: String..., buckets: [Double] = Histogram.requestBuckets
    ) -> Metric<Histogram> {
        register(Metric(name, help, labels: labels) { Histogram(buckets: buckets) }, kind: Histogram.kind)
    }

    /// A figure that is looked up when it is asked for: the memory of the process, the length of a queue.
    ///
    /// `value` is called on the thread that scrapes, without a lock, and must not wait for anything. The first one that
    /// is registered under a name stays.
    package func gauge(_ name: String, _ help: String, value: @escaping @Sendable () -> Double) {
        let observed = Observed(name, help, kind: Gauge.kind) { [MetricSample(value: value())] }
        _ = register(observed, kind: Gauge.kind)
    }

    /// A growing figure that somebody else counts: the CPU seconds of the process.
    package func counter(_ name: String, _ help: String, value: @escaping @Sendable () -> Double) {
        let observed = Observed(name, help, kind: Counter.kind) { [MetricSample(value: value())] }
        _ = register(observed, kind: Counter.kind)
    }

    /// Figures that are looked up together when they are asked for: the connections of each pool.
    /// - Parameter samples: one for each combination of values, each combination once.
    package func gauge(
        _ name: String, _ help: String, labels: String..., samples: @escaping @Sendable () -> [MetricSample]
    ) {
        _ = register(Observed(name, help, kind: Gauge.kind, labels: labels, samples), kind: Gauge.kind)
    }

    /// All metrics in Prometheus' text format (prometheus.io/docs/instrumenting/exposition_formats), by name.
    package var text: String {
        let all = families.withLock { Array($0.values) }
        var text = MetricText()
        for family in all.sorted(by: { $0.name < $1.name }) { family.write(to: &text) }
        return text.text
    }

    /// The same metric again when somebody has registered it before: two parts that count one thing count together.
    private func register<Family: MetricFamily>(_ family: Family, kind: String) -> Family {
        MetricName.check(family.name, kind: kind, labels: family.labels)
        return families.withLock { families in
            if let known = families[family.name] {
                guard let known = known as? Family, known.labels == family.labels else {
                    preconditionFailure("\(family.name) is two kinds of metric")
                }
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
    /// The names of its labels.
    var labels: [String] { get }
    /// Appends its lines; none when it has no parts yet.
    func write(to text: inout MetricText)
}
