import Glibc
import Kernel

extension LogText {
    /// RFC 3339 in UTC, always with milliseconds: `2026-01-02T03:04:05.678Z`.
    mutating func time(_ moment: Timestamp) {
        let (parts, milliseconds) = LogText.parts(moment)
        digits(Int(parts.tm_year) + 1900, 4, then: "-")
        digits(Int(parts.tm_mon) + 1, 2, then: "-")
        digits(Int(parts.tm_mday), 2, then: "T")
        timeOfDay(parts, milliseconds)
        plain("Z")
    }

    /// `03:04:05.678`, in UTC.
    mutating func timeOfDay(_ moment: Timestamp) {
        let (parts, milliseconds) = LogText.parts(moment)
        timeOfDay(parts, milliseconds)
    }

    private mutating func timeOfDay(_ parts: tm, _ milliseconds: Int) {
        digits(Int(parts.tm_hour), 2, then: ":")
        digits(Int(parts.tm_min), 2, then: ":")
        digits(Int(parts.tm_sec), 2, then: ".")
        digits(milliseconds, 3, then: "")
    }

    private static func parts(_ moment: Timestamp) -> (tm, Int) {
        var (seconds, parts) = (time_t(moment.microseconds / 1_000_000), tm())
        gmtime_r(&seconds, &parts)
        return (parts, Int(moment.microseconds % 1_000_000 / 1000))
    }

    private mutating func digits(_ number: Int, _ count: Int, then separator: StaticString) {
        let text = String(number)
        for _ in text.utf8.count..<max(count, text.utf8.count) { plain("0") }
        plain(text)
        plain(separator)
    }
}
