import Kernel
import Testing

struct DurationTextTests {
    @Test func `what is written is read back`() {
        var random = SeededGenerator(seed: 3)
        for unit in [1, 1000, 60_000, 3_600_000, 86_400_000] {
            for _ in 0..<500 {
                let span = Duration.milliseconds(Int.random(in: 0...9999, using: &random) * unit)
                #expect(Duration(written: span.written) == span)
            }
        }
    }

    @Test(arguments: [
        ("30", 30_000), ("30s", 30_000), ("5m", 300_000), ("2h", 7_200_000), ("1d", 86_400_000), ("500ms", 500),
        ("0", 0), ("007", 7000),
    ])
    func `a bare number is seconds, a unit says otherwise`(text: String, milliseconds: Int) {
        #expect(Duration(written: text) == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", "s", "-1s", "+1s", "1.5s", "1 s", " 1s", "1s ", "1w", "1S", "1234567890s", "٣s", "1m30s"])
    func `anything else is no span`(text: String) {
        #expect(Duration(written: text) == nil)
    }
}
