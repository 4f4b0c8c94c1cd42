/// Growing pauses between attempts: each twice as long as the one before up to a limit, less up to a half at random, so
/// that the nodes do not knock in step.
struct BackOff {
    private let first: Duration
    private let limit: Duration
    private var next: Duration

    init(from first: Duration, to limit: Duration) {
        (self.first, self.limit, next) = (first, limit, first)
    }

    /// How long to pause now.
    mutating func pause() -> Duration {
        defer { next = min(next * 2, limit) }
        return next * Double.random(in: 0.5...1)
    }

    /// An attempt succeeded.
    mutating func reset() {
        next = first
    }
}
