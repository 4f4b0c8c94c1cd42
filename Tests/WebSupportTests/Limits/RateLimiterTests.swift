import Kernel
import Synchronization
import Testing

@testable import WebSupport

struct RateLimiterTests {
    /// A clock that stands until it is moved.
    private final class Hand: Sendable {
        let nanoseconds = Mutex<Int64>(0)
        var now: Int64 { nanoseconds.withLock { $0 } }
        func move(_ by: Int64) { nanoseconds.withLock { $0 += by } }
    }

    private func key(_ text: String) throws -> LimitKey { LimitKey(try #require(IPAddress(text))) }

    /// A bucket of tokens, one by one: the same rule, told the other way round.
    private struct Bucket {
        let count: Int
        let interval: Int64
        var tokens: Int64
        var since: Int64 = 0

        init(_ limit: RateLimit) {
            count = limit.count
            interval = limit.period.components.seconds * 1_000_000_000 / Int64(limit.count)
            tokens = Int64(limit.count) * interval
        }

        mutating func take(at now: Int64) -> Bool {
            tokens = min(tokens + now - since, Int64(count) * interval)
            since = now
            guard tokens >= interval else { return false }
            tokens -= interval
            return true
        }
    }

    @Test func `it allows what a bucket of tokens allows, and says truly how many and when`() throws {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<60 {
            let limit = RateLimit(
                count:
                    .random(in: 1...40, using: &random), period: .seconds(Int.random(in: 1...90, using: &random)))
            let (hand, key) = (Hand(), try key("192.0.2.1"))
            let limiter = RateLimiter { hand.now }
            var bucket = Bucket(limit)
            for _ in 0..<400 {
                hand.move(.random(in: 0...(2 * bucket.interval), using: &random) * .random(in: 0...1, using: &random))
                let isAllowed = bucket.take(at: hand.now)
                let decision = limiter.take(.address, limit, key)
                #expect(decision.isAllowed == isAllowed)
                #expect(decision.remaining == Int(bucket.tokens / bucket.interval))
                #expect(decision.reset == .nanoseconds(Int64(limit.count) * bucket.interval - bucket.tokens))
                #expect(decision.retryAfter == .nanoseconds(isAllowed ? 0 : bucket.interval - bucket.tokens))
            }
        }
    }

    @Test func `no period has more than twice the count less one, and a steady one no more than the count`() throws {
        let (hand, limit) = (Hand(), RateLimit(count: 10, period: .seconds(60)))
        let limiter = RateLimiter { hand.now }
        var allowed: [Int64] = []
        for _ in 0..<6000 {
            hand.move(100_000_000)
            if limiter.take(.search, limit, try key("2001:db8::1")).isAllowed { allowed.append(hand.now) }
        }
        for (index, moment) in allowed.enumerated() {
            let inPeriod = allowed[index...].prefix { $0 < moment + 60_000_000_000 }.count
            #expect(inPeriod <= (index == 0 ? 19 : index < 10 ? 19 : 10))
        }
    }

    @Test func `waiting as long as it said is enough, and a nanosecond less is not`() throws {
        let (hand, limit) = (Hand(), RateLimit(count: 3, period: .seconds(10)))
        let (limiter, key) = (RateLimiter { hand.now }, try key("192.0.2.1"))
        for _ in 0..<3 { _ = limiter.take(.login, limit, key) }
        let refused = limiter.take(.login, limit, key)
        #expect(!refused.isAllowed)
        let wait = refused.retryAfter.components
        hand.move(wait.seconds * 1_000_000_000 + wait.attoseconds / 1_000_000_000 - 1)
        #expect(!limiter.take(.login, limit, key).isAllowed)
        hand.move(1)
        #expect(limiter.take(.login, limit, key).isAllowed)
    }

    @Test func `sixteen at once get exactly the count`() async throws {
        let (limit, key) = (RateLimit(count: 1000, period: .seconds(60)), try key("192.0.2.1"))
        let limiter = RateLimiter { 0 }
        let allowed = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    (0..<200).reduce(0) { count, _ in count + (limiter.take(.address, limit, key).isAllowed ? 1 : 0) }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(allowed == 1000)
    }

    @Test func `names, addresses and networks are counted apart, the addresses of one network together`() throws {
        let (limiter, limit) = (RateLimiter { 0 }, RateLimit(count: 1, period: .seconds(60)))
        #expect(limiter.take(.address, limit, try key("2001:db8::1")).isAllowed)
        #expect(!limiter.take(.address, limit, try key("2001:db8::ffff:2")).isAllowed)
        #expect(limiter.take(.address, limit, try key("2001:db8:0:1::1")).isAllowed)
        #expect(limiter.take(.search, limit, try key("2001:db8::1")).isAllowed)
        #expect(limiter.take(.address, limit, try key("192.0.2.1")).isAllowed)
        #expect(limiter.take(.address, limit, try key("192.0.2.2")).isAllowed)
        #expect(!limiter.take(.address, limit, try key("::ffff:192.0.2.2")).isAllowed)
    }

    @Test func `a flood of addresses takes no more memory than there are places, and lets go when they are old`() {
        let (hand, limit) = (Hand(), RateLimit(count: 5, period: .seconds(60)))
        let limiter = RateLimiter { hand.now }
        for bits in UInt32(0)..<250_000 { _ = limiter.take(.address, limit, LimitKey(IPAddress(v4: bits))) }
        #expect(limiter.keyCount <= 16 * 12_501)
        let known = limiter.take(.address, limit, LimitKey(IPAddress(v4: 0)))
        #expect(known.isAllowed && known.remaining == 3)
        hand.move(61_000_000_000)
        for bits in UInt32(300_000)..<300_200 {
            #expect(limiter.take(.address, limit, LimitKey(IPAddress(v4: bits))).remaining == 4)
        }
        #expect(limiter.keyCount < 1000)
    }
}
