/// Lines in Prometheus' text format (prometheus.io/docs/instrumenting/exposition_formats).
///
/// Text is escaped byte by byte. By characters it would be wrong: Swift takes CR LF for one character, and a quote with
/// an accent behind it for another one than a quote.
package struct MetricText {
    private(set) var bytes: [UInt8] = []

    /// What was written so far.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func header(_ name: String, _ help: String, kind: String) {
        append("# HELP \(name) ")
        bytes.append(contentsOf: MetricText.escaped(help, quotes: false))
        append("\n# TYPE \(name) \(kind)\n")
    }

    /// - Parameters:
    ///   - suffix: what stands behind the name: `_bucket`.
    ///   - labels: `a="x",b="y"`, without braces.
    mutating func line(_ name: String, suffix: String = "", _ labels: String, _ value: Double) {
        line(name, suffix, labels, MetricText.number(value))
    }

    mutating func line(_ name: String, suffix: String = "", _ labels: String, _ value: Int) {
        line(name, suffix, labels, String(value))
    }

    private mutating func line(_ name: String, _ suffix: String, _ labels: String, _ value: String) {
        append(name)
        append(suffix)
        if !labels.isEmpty {
            append("{")
            append(labels)
            append("}")
        }
        append(" ")
        append(value)
        append("\n")
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}

extension MetricText {
    /// `a="x",b="y"`
    static func labels(_ names: [String], _ values: [String]) -> String {
        let pairs = zip(names, values).map { name, value in
            "\(name)=\"\(String(decoding: escaped(value, quotes: true), as: UTF8.self))\""
        }
        return pairs.joined(separator: ",")
    }

    /// Whole numbers without a fraction, as people read them more easily.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map(String.init) ?? "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\"") where quotes: bytes.append(contentsOf: "\\\"".utf8)
            default: bytes.append(byte)
            }
        }
        return bytes
    }
}
