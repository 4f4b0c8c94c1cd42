import Kernel
import Testing

struct RateLimitTests {
    @Test func `what is written is read back`() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let limit = RateLimit(
                count: .random(in: 1...1_000_000, using: &random),
                period: .seconds(Int.random(in: 1...2_592_000, using: &random)))
            let again = try RateLimit(limit.description)
            #expect(again == limit)
        }
    }

    @Test(arguments: [
        ("100/1m", 100, 60), ("100/m", 100, 60), ("5/15m", 5, 900), ("1000/1h", 1000, 3600), ("1/30s", 1, 30),
        ("1000000/30d", 1_000_000, 2_592_000),
    ])
    func `a period is a unit, with or without a number`(text: String, count: Int, seconds: Int) throws {
        let limit = try RateLimit(text)
        #expect(limit == RateLimit(count: count, period: .seconds(seconds)))
    }

    @Test(arguments: [
        "", "100", "100/", "/1m", "0/1m", "-1/1m", "+1/1m", "1000001/1m", "1/0s", "1/31d", "1/1", "1/1ms", "1/1w",
        "1/1m/2", " 1/1m", "1 /1m", "1.5/1m", "١/1m", "1/99999999999999999999d", "off",
    ])
    func `anything else is refused, with what is allowed`(text: String) {
        let error = #expect(throws: RateLimit.Unreadable.self) { try RateLimit(text) }
        #expect(error?.description.contains("like 100/1m") == true)
        #expect(error?.description.hasSuffix("is \"\(text)\"") == true)
    }
}
