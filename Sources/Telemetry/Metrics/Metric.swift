import Synchronization

/// A metric: one figure, or one for each combination of the values of its labels.
package final class Metric<Part: MetricPart>: MetricFamily {
    /// More combinations than this are counted together as `other`: a label that takes its values from outside must not
    /// eat the memory.
    static var limit: Int { 1000 }

    let name: String
    private let help: String
    private let labels: [String]
    private let make: @Sendable () -> Part
    private let parts = Mutex<[[String]: Part]>([:])

    init(_ name: String, _ help: String, labels: [String], make: @escaping @Sendable () -> Part) {
        (self.name, self.help, self.labels, self.make) = (name, help, labels, make)
        if labels.isEmpty { _ = self[] }
    }

    /// The part with these values, in the order of the labels. Keep it where it is used often: finding it takes a lock.
    /// - Precondition: one value for each label.
    package subscript(_ values: String...) -> Part {
        precondition(values.count == labels.count, "\(name) has the labels \(labels)")
        return parts.withLock { parts in
            if let part = parts[values] { return part }
            let isFull = parts.count >= Self.limit
            let key = isFull ? values.map { _ in "other" } : values
            let part = parts[key] ?? make()
            parts[key] = part
            return part
        }
    }

    var text: String {
        let all = parts.withLock { Array($0) }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        guard !all.isEmpty else { return "" }
        var text = "# HELP \(name) \(MetricText.escaped(help: help))\n# TYPE \(name) \(Part.kind)\n"
        for (values, part) in all {
            part.write(name, MetricText.labels(Array(zip(labels, values))), to: &text)
        }
        return text
    }
}

/// What stands behind one combination of labels.
package protocol MetricPart: Sendable {
    /// `counter`, `gauge` or `histogram`.
    static var kind: String { get }
    /// Appends its lines.
    /// - Parameter labels: `a="x",b="y"`, without braces.
    func write(_ name: String, _ labels: String, to text: inout String)
}

/// A figure that is asked for when it is needed.
final class Observed: MetricFamily {
    let name: String
    private let help: String
    private let kind: String
    private let value: @Sendable () -> Double

    init(_ name: String, _ help: String, kind: String, _ value: @escaping @Sendable () -> Double) {
        (self.name, self.help, self.kind, self.value) = (name, help, kind, value)
    }

    var text: String {
        "# HELP \(name) \(MetricText.escaped(help: help))\n# TYPE \(name) \(kind)\n"
            + MetricText.line(name, "", value())
    }
}

/// The grammar of Prometheus' text format.
enum MetricText {
    static func labels(_ pairs: [(String, String)]) -> String {
        pairs.map { "\($0)=\"\(escaped(value: $1))\"" }.joined(separator: ",")
    }

    static func line(_ name: String, _ labels: String, _ value: Double) -> String {
        labels.isEmpty ? "\(name) \(number(value))\n" : "\(name){\(labels)} \(number(value))\n"
    }

    static func escaped(help: String) -> String {
        help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    private static func escaped(value: String) -> String {
        escaped(help: value).replacing("\"", with: "\\\"")
    }

    /// Whole numbers without a fraction, as people read them more easily.
    static func number(_ value: Double) -> String {
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map(String.init) ?? "\(value)"
    }
}
