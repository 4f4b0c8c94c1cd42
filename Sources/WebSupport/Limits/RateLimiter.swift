package import Kernel
import Synchronization

/// Who or what is counted: an address, a user, an account at an address; 128 bits of it.
package struct LimitKey: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// A client's address. Of version 6 the first 64 bits count: a client has at least so many addresses to itself.
    package init(_ address: IPAddress) {
        let counted = address.isV4 ? address : address.prefix(64)
        (high, low) = (counted.high, counted.low)
    }

    /// Somebody or something with an identity of ours.
    package init<Entity>(_ id: ID<Entity>) {
        (high, low) = (id.high, id.low)
    }
}

/// What the limiter says to one more try.
package struct LimitDecision: Sendable, Equatable {
    /// Whether it may happen now.
    package let isAllowed: Bool
    /// How many more may follow at once.
    package let remaining: Int
    /// Until all of the limit is there again.
    package let reset: Duration
    /// Until the next one may happen; zero when this one may.
    package let retryAfter: Duration
}

/// Rate limits in the memory of this process, by the generic cell rate algorithm (ITU-T I.371 annex A): one moment per
/// key says all, so that a key costs 50 bytes. After a pause `count` tries may come at once; from then on one for each
/// `period / count`. So the rate is the limit's, and no period has more than twice the count less one.
package final class RateLimiter: Sendable {
    /// More keys than this share one: an attack from a million addresses must not eat the memory, and is slowed down
    /// as a whole.
    private static let limit = 12_500
    private let shards: [Shard]
    private let now: @Sendable () -> Int64

    private final class Shard: Sendable {
        let state = Mutex(ShardState())
    }

    private struct ShardState {
        /// When each key's bucket is full again, in nanoseconds.
        var arrivals: [Entry: Int64] = [:]
        /// When those that are full again were last let go of: once a second at most, since it looks at all of them.
        var swept = Int64.min
    }

    private struct Entry: Hashable {
        let name: LimitName
        let key: LimitKey?
    }

    /// A limiter with nobody counted yet.
    /// - Parameter now: the time in nanoseconds since any moment.
    package init(now: @escaping @Sendable () -> Int64 = RateLimiter.monotonic) {
        shards = (0..<16).map { _ in Shard() }
        self.now = now
    }

    /// Counts one try of `key` under that limit.
    package func take(_ name: LimitName, _ limit: RateLimit, _ key: LimitKey) -> LimitDecision {
        let entry = Entry(name: name, key: key)
        let shard = shards[Int(UInt(bitPattern: key.hashValue) % UInt(shards.count))]
        let now = now()
        return shard.state.withLock { state in
            let counted = RateLimiter.room(for: entry, in: &state, now)
            let (arrival, decision) = limit.decide(arrival: state.arrivals[counted], now: now)
            state.arrivals[counted] = arrival
            return decision
        }
    }

    /// How many keys are remembered.
    var keyCount: Int { shards.reduce(0) { $0 + $1.state.withLock { $0.arrivals.count } } }

    private static func room(for entry: Entry, in state: inout ShardState, _ now: Int64) -> Entry {
        guard state.arrivals.count >= limit, state.arrivals[entry] == nil else { return entry }
        if state.swept == .min || now - state.swept >= 1_000_000_000 {
            state.arrivals = state.arrivals.filter { $0.value > now }
            state.swept = now
        }
        return state.arrivals.count < limit ? entry : Entry(name: entry.name, key: nil)
    }

    /// Nanoseconds that only grow.
    package static let monotonic: @Sendable () -> Int64 = {
        let start = ContinuousClock.now
        return { (ContinuousClock.now - start).nanoseconds }
    }()
}

extension RateLimit {
    /// The algorithm itself: each try moves the bucket's arrival on by one interval; as long as it lies no more than a
    /// period ahead, the try may happen. (A period is `count` whole intervals here: up to a millionth shorter.)
    fileprivate func decide(arrival: Int64?, now: Int64) -> (arrival: Int64, LimitDecision) {
        let interval = period.nanoseconds / Int64(count)
        let period = interval * Int64(count)
        let old = max(arrival ?? now, now)
        let new = old + interval
        let isAllowed = new - now <= period
        let arrival = isAllowed ? new : old
        let decision = LimitDecision(
            isAllowed: isAllowed, remaining: Int((period - (arrival - now)) / interval),
            reset: .nanoseconds(arrival - now), retryAfter: .nanoseconds(max(new - now - period, 0)))
        return (arrival, decision)
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
