/// Lets a fifth of the calls be repeated, so that a peer that is down is hit 1.2 times, not threefold.
struct RetryBudget: Sendable {
    /// So many repetitions may be saved up; a peer that was never called has as many.
    static let capacity = 10.0
    private static let share = 0.2
    private var tokens = Self.capacity

    mutating func countCall() {
        tokens = min(Self.capacity, tokens + Self.share)
    }

    /// Whether one more repetition is within the budget; it is spent then.
    mutating func spend() -> Bool {
        // The sum of fifths is not exact.
        guard tokens > 0.999 else { return false }
        tokens -= 1
        return true
    }
}
