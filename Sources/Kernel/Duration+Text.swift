extension Duration {
    /// Reads a span as people write it: `500ms`, `30s`, `5m`, `2h`, `1d`, or `30` for seconds.
    ///
    /// `nil` for anything else: signs, decimals, spaces, and numbers of more than nine digits.
    package init?(written text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard (1...9).contains(digits.count), let count = Int64(digits) else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": self = .milliseconds(count)
        case "", "s": self = .seconds(count)
        case "m": self = .seconds(count * 60)
        case "h": self = .seconds(count * 3600)
        case "d": self = .seconds(count * 86_400)
        default: return nil
        }
    }

    /// The span in the largest unit that holds it in whole numbers, which `init(written:)` reads back: `90s`, `2m`.
    ///
    /// What is finer than a millisecond is left out.
    package var written: String {
        let (seconds, attoseconds) = components
        let milliseconds = attoseconds / 1_000_000_000_000_000
        guard milliseconds == 0 else { return "\(seconds * 1000 + milliseconds)ms" }
        guard seconds != 0 else { return "0s" }
        for (unit, length) in [("d", Int64(86_400)), ("h", 3600), ("m", 60)] where seconds % length == 0 {
            return "\(seconds / length)\(unit)"
        }
        return "\(seconds)s"
    }
}
