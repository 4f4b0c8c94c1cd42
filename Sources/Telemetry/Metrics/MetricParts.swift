import Synchronization

/// A figure that only grows.
package final class Counter: MetricPart {
    /// `counter`
    package static let kind = "counter"
    private let count = Atomic<Int>(0)

    init() {}

    /// What it has come to.
    package var value: Int { count.load(ordering: .relaxed) }

    /// Counts `amount` more; nothing when that is negative, since a counter that falls looks like a restart.
    package func increment(by amount: Int = 1) {
        if amount > 0 { count.wrappingAdd(amount, ordering: .relaxed) }
    }

    /// Appends its lines.
    package func write(_ name: String, _ labels: String, to text: inout MetricText) {
        text.line(name, labels, value)
    }
}

/// A figure that rises and falls.
package final class Gauge: MetricPart {
    /// `gauge`
    package static let kind = "gauge"
    private let bits = AtomicDouble()

    init() {}

    /// What it is now.
    package var value: Double {
        get { bits.value }
        set { bits.set(newValue) }
    }

    /// Changes it by `amount`.
    package func add(_ amount: Double) {
        bits.add(amount)
    }

    /// Appends its lines.
    package func write(_ name: String, _ labels: String, to text: inout MetricText) {
        text.line(name, labels, value)
    }
}

/// How a figure is distributed: how often it lay below each bound.
package final class Histogram: MetricPart {
    /// `histogram`
    package static let kind = "histogram"
    /// From 0.5 ms to 10 s, for requests and statements.
    package static let requestBuckets = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10,
    ]

    private let bounds: [Double]
    private let counts: [Counter]
    private let sum = AtomicDouble()

    init(buckets: [Double]) {
        precondition(
            zip(buckets, buckets.dropFirst()).allSatisfy(<) && buckets.allSatisfy(\.isFinite),
            "bounds grow and are finite: \(buckets)")
        bounds = buckets
        counts = (0...buckets.count).map { _ in Counter() }
    }

    /// Counts a figure; what is no number is left out, it would spoil the sum for ever.
    package func observe(_ value: Double) {
        guard !value.isNaN else { return }
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count].increment()
        sum.add(value)
    }

    /// Counts a duration, in seconds.
    package func observe(_ duration: Duration) {
        observe(Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18)
    }

    /// Appends its lines.
    package func write(_ name: String, _ labels: String, to text: inout MetricText) {
        let prefix = labels.isEmpty ? "" : labels + ","
        var total = 0
        for (bound, count) in zip(bounds + [.infinity], counts) {
            total += count.value
            text.line(name, suffix: "_bucket", "\(prefix)le=\"\(MetricText.number(bound))\"", total)
        }
        text.line(name, suffix: "_sum", labels, sum.value)
        text.line(name, suffix: "_count", labels, total)
    }
}

/// A floating-point number that several threads change.
private final class AtomicDouble: Sendable {
    private let bits = Atomic<UInt64>(0)

    var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    func set(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }

    func add(_ amount: Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (exchanged, original) = bits.compareExchange(
                expected: old, desired: new, ordering: .relaxed)
            if exchanged { return }
            old = original
        }
    }
}
