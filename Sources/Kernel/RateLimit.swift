/// How often something may happen: so many times in a period.
package struct RateLimit: Hashable, Sendable {
    /// How many times, 1 to 1,000,000.
    package let count: Int
    /// In how much time, a second to 31 days.
    package let period: Duration

    /// So many times in that period; both are brought into their range.
    package init(_ count: Int, per period: Duration) {
        self.count = min(max(count, 1), RateLimit.maximumCount)
        self.period = min(max(period, .seconds(1)), .seconds(31 * 86_400))
    }

    private static let maximumCount = 1_000_000
    private static let units: KeyValuePairs<Character, Int> = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
}

extension RateLimit: CustomStringConvertible {
    /// Why a text is no rate limit.
    package struct Invalid: Error, CustomStringConvertible {
        /// What is allowed.
        package let description = "must be N/PERIOD, such as 100/1m, 5/15m or 1000/h (s, m, h, d; up to 31d), or off"
    }

    /// Reads `100/1m`, `5/15m`, `1000/h`.
    /// - Throws: `Invalid`.
    package init(parsing text: String) throws(Invalid) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0]), (1...RateLimit.maximumCount).contains(count),
            let unit = RateLimit.units.first(where: { $0.key == parts[1].last }),
            let amount = parts[1].count == 1 ? 1 : Int(parts[1].dropLast()), amount >= 1,
            amount <= 31 * 86_400 / unit.value
        else { throw Invalid() }
        self.init(count, per: .seconds(amount * unit.value))
    }

    /// As it is written in settings: `100/1m`.
    package var description: String {
        let seconds = Int(period.components.seconds)
        let unit = RateLimit.units.reversed().first { seconds % $0.value == 0 }
        return "\(count)/\(seconds / (unit?.value ?? 1))\(unit.map { String($0.key) } ?? "s")"
    }
}
