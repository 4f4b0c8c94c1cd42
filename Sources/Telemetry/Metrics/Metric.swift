import Synchronization

/// A metric: one figure, or one for each combination of the values of its labels.
package final class Metric<Part: MetricPart>: MetricFamily {
    /// More combinations than this are counted together as `other`: a label that takes its values from outside must not
    /// eat the memory.
    static var limit: Int { 1000 }

    let name: String
    let labels: [String]
    private let help: String
    private let make: @Sendable () -> Part
    private let parts = Mutex<[[String]: Entry]>([:])

    /// A part with its labels as they are written, which do not change.
    private struct Entry {
        let labels: String
        let part: Part
    }

    init(_ name: String, _ help: String, labels: [String], make: @escaping @Sendable () -> Part) {
        (self.name, self.help, self.labels, self.make) = (name, help, labels, make)
        if labels.isEmpty { _ = self[] }
    }

    /// The part with these values, in the order of the labels. Keep it where it is used often: finding it takes a lock.
    /// - Precondition: one value for each label.
    package subscript(_ values: String...) -> Part {
        precondition(values.count == labels.count, "\(name) has the labels \(labels)")
        return parts.withLock { parts in
            if let entry = parts[values] { return entry.part }
            let key = parts.count >= Self.limit - 1 && !values.isEmpty ? values.map { _ in "other" } : values
            if let entry = parts[key] { return entry.part }
            let part = make()
            parts[key] = Entry(labels: MetricText.labels(labels, key), part: part)
            return part
        }
    }

    func write(to text: inout MetricText) {
        let entries = parts.withLock { Array($0.values) }.sorted { $0.labels < $1.labels }
        guard !entries.isEmpty else { return }
        text.header(name, help, kind: Part.kind)
        for entry in entries { entry.part.write(name, entry.labels, to: &text) }
    }
}

/// What stands behind one combination of labels.
package protocol MetricPart: Sendable {
    /// `counter`, `gauge` or `histogram`.
    static var kind: String { get }
    /// Appends its lines.
    /// - Parameter labels: `a="x",b="y"`, without braces.
    func write(_ name: String, _ labels: String, to text: inout MetricText)
}

/// Figures that are asked for when they are needed.
final class Observed: MetricFamily {
    let name: String
    let labels: [String]
    private let help: String
    private let kind: String
    private let samples: @Sendable () -> [MetricSample]

    init(
        _ name: String, _ help: String, kind: String, labels: [String] = [],
        _ samples: @escaping @Sendable () -> [MetricSample]
    ) {
        (self.name, self.help, self.kind, self.labels, self.samples) = (name, help, kind, labels, samples)
    }

    func write(to text: inout MetricText) {
        let samples = samples()
        guard !samples.isEmpty else { return }
        text.header(name, help, kind: kind)
        for sample in samples {
            precondition(sample.labels.count == labels.count, "\(name) has the labels \(labels)")
            text.line(name, MetricText.labels(labels, sample.labels), sample.value)
        }
    }
}

/// One figure of a metric that is looked up.
package struct MetricSample: Sendable {
    let labels: [String]
    let value: Double

    /// A figure with the values of its labels, in the order of the labels.
    package init(_ labels: String..., value: Double) {
        (self.labels, self.value) = (labels, value)
    }
}
