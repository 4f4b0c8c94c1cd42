import Kernel

/// Where tries and circuits get their time from, so that tests need not wait.
package struct OutboundClock: Sendable {
    /// The time since some fixed moment; never goes back.
    let now: @Sendable () -> Duration
    /// Returns after that time, or throws when the task is cancelled.
    let pause: @Sendable (Duration) async throws -> Void
    /// A random part of the longest pause.
    let jitter: @Sendable (Duration) -> Duration
    /// The time of day, for a `Retry-After` that is a date.
    let wall: WallClock

    /// The clock of the machine, and real chance.
    package static let system = OutboundClock(
        now: { [start = ContinuousClock.now] in start.duration(to: .now) },
        pause: { try await Task.sleep(for: $0) },
        jitter: { $0 * Double.random(in: 0...1) },
        wall: .system)
}

/// Runs `body`, and cancels it when it takes longer than `limit`.
/// - Throws: `error` when the time is up; it waits until `body` has noticed that it is cancelled.
func within<Value: Sendable>(
    _ limit: Duration, orThrow error: OutboundError, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else { throw error }
        return value
    }
}
