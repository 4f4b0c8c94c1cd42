import Kernel
import Testing

struct WallClockTests {
    @Test func `The system's clock shows whole milliseconds and never an earlier year than this code`() {
        let now = WallClock.system.now
        #expect(now.microseconds % 1000 == 0)
        #expect(now.description > "2025-")
    }

    @Test func `A fixed clock stands still`() {
        let clock = WallClock.fixed(Timestamp(microseconds: 5))
        #expect([clock.now, clock.now] == Array(repeating: Timestamp(microseconds: 5), count: 2))
    }
}
