import Logging
import Testing

@testable import Telemetry

@Suite struct PrettyLogTests {
    let capture = LogCapture()

    @Test func `a line is for people`() {
        capture.logger(.pretty).warning(
            "The index is built anew",
            metadata: ["reason": "another shop", "count": "2", "none": "", "list": ["a", ["b": "c"]]])
        #expect(
            capture.lines == [
                #"03:04:05.007 warning  The index is built anew  count=2  list="[a, {b: c}]"  none=""  reason="another shop""#
            ])
    }

    @Test func `another logger is named`() {
        capture.logger(.pretty, label: "souk.jobs").info("m")
        #expect(capture.lines == ["03:04:05.007 info     m  logger=souk.jobs"])
    }

    @Test func `colours stand around the time, the level and names, and no text can make any`() {
        capture.logger(.pretty, hasColours: true).error("\u{1B}[2J", metadata: ["a": "\u{1B}[31mred"])
        let line = capture.lines[0]
        #expect(line.contains("\u{1B}[31merror   \u{1B}[0m \\u001b[2J"))
        #expect(line.hasSuffix("\u{1B}[2ma=\u{1B}[0m\\u001b[31mred"))
        capture.logger(.pretty).error("m")
        #expect(!capture.lines[1].contains("\u{1B}"))
    }

    @Test func `a long line is cut`() {
        capture.logger(.pretty).info(
            "m", metadata: ["a": .string(String(repeating: "é", count: 20_000)), "b": "after"])
        #expect(capture.writes[0].count <= LogText.limit && capture.lines[0].hasSuffix("… (cut)"))
    }
}
