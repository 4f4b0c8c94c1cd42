/// What Prometheus allows as names, and what its linter wants. A wrong one is a mistake in our sources, so it stops the
/// process where the metric is declared, which every test of a whole shop does.
enum MetricName {
    static func check(_ name: String, kind: String, labels: [String]) {
        precondition(isName(name, alsoColon: true), "\(name) is no name of a metric")
        precondition(
            (kind == "counter") == name.hasSuffix("_total"), "a counter, and nothing else, ends in _total: \(name)")
        for label in labels {
            precondition(
                isName(label, alsoColon: false) && !label.hasPrefix("__") && label != "le",
                "\(label) is no name of a label")
        }
        precondition(Set(labels).count == labels.count, "\(name) has a label twice")
    }

    private static func isName(_ name: String, alsoColon: Bool) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: alsoColon && byte == UInt8(ascii: ":")
            }
        }
    }
}
