/// How often something may happen: so many times in a period, written `100/1m`.
package struct RateLimit: Hashable, Sendable {
    /// How many times, 1 to 1,000,000.
    package let count: Int
    /// In what time, a second to 30 days, in whole seconds.
    package let period: Duration

    /// A limit of that many in that time.
    /// - Precondition: both are in their range.
    package init(count: Int, period: Duration) {
        let isWhole = period.components.attoseconds == 0
        precondition(RateLimit.counts.contains(count) && RateLimit.periods.contains(period) && isWhole, "in its range")
        (self.count, self.period) = (count, period)
    }

    /// Reads `N/period`, where the period is a unit (`s`, `m`, `h`, `d`) with or without a number: `5/15m`, `1000/h`.
    package init(_ text: String) throws(Unreadable) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = RateLimit.count(parts[0]), let period = RateLimit.period(parts[1]) else {
            throw Unreadable(text: text)
        }
        (self.count, self.period) = (count, period)
    }

    /// A text that is no limit.
    package struct Unreadable: Error, Hashable, CustomStringConvertible {
        /// What was to be read.
        package let text: String

        /// What is allowed, and what was found.
        package var description: String { "must be \(RateLimit.allowed), is \"\(text)\"" }
    }

    /// What can be read, as a phrase for people.
    package static let allowed =
        "a limit like 100/1m: a number from 1 to 1000000, a slash, a period of 1s to 30d in s, m, h or d"

    private static let counts = 1...1_000_000
    private static let periods = Duration.seconds(1)...Duration.seconds(30 * 86_400)

    private static func count(_ text: Substring) -> Int? {
        guard (1...7).contains(text.count), text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(text).flatMap { counts.contains($0) ? $0 : nil }
    }

    private static func period(_ text: Substring) -> Duration? {
        guard let unit = text.last, "smhd".contains(unit), !text.hasSuffix("ms") else { return nil }
        let written = text.count == 1 ? "1\(unit)" : String(text)
        return Duration(written: written).flatMap { periods.contains($0) ? $0 : nil }
    }
}

extension RateLimit: CustomStringConvertible {
    /// `100/1m`, which `init(_:)` reads back.
    package var description: String { "\(count)/\(period.written)" }
}
