import Kernel
import Logging

/// `03:04:05.678 warning  The index is built anew  reason="it is of another shop" shop=2`
struct PrettyLogLine: LogLine {
    private var text = LogText()
    private let hasColours: Bool

    init(_ time: Timestamp, _ event: LogEvent, _ label: String, hasColours: Bool) {
        self.hasColours = hasColours
        colour("\u{1B}[2m")
        text.timeOfDay(time)
        colour("\u{1B}[0m")
        text.plain(" ")
        colour(event.level.colour)
        text.plain(event.level.rawValue)
        for _ in event.level.rawValue.utf8.count..<8 { text.plain(" ") }
        colour("\u{1B}[0m")
        text.plain(" ")
        text.escaped(event.message.description)
        if label != "souk" { member("logger", .string(label)) }
    }

    mutating func member(_ name: String, _ value: Logger.MetadataValue) {
        let name = name.cut(to: 128)
        guard text.hasRoom(for: 6 * name.utf8.count + 16) else { return }
        text.plain("  ")
        colour("\u{1B}[2m")
        text.escaped(name)
        text.plain("=")
        colour("\u{1B}[0m")
        let value = PrettyLogLine.text(value, depth: 1)
        let needsQuotes = value.isEmpty || value.utf8.contains { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "=") }
        if needsQuotes { text.plain("\"") }
        text.escaped(value)
        if needsQuotes { text.plain("\"") }
    }

    consuming func finished() -> [UInt8] {
        if text.isCut { text.plain(" … (cut)") }
        text.plain("\n")
        return text.bytes
    }

    private mutating func colour(_ code: StaticString) {
        if hasColours { text.plain(code) }
    }

    private static func text(_ value: Logger.MetadataValue, depth: Int) -> String {
        switch value {
        case .string(let text): return text
        case .stringConvertible(let value): return value.description
        case _ where depth >= LogText.deepest: return "…"
        case .array(let values): return "[\(values.map { text($0, depth: depth + 1) }.joined(separator: ", "))]"
        case .dictionary(let members):
            let parts = members.sorted { $0.key < $1.key }.map { name, value in
                "\(name): \(SensitiveNames.contains(name) ? "***" : text(value, depth: depth + 1))"
            }
            return "{\(parts.joined(separator: ", "))}"
        }
    }
}

extension Logger.Level {
    fileprivate var colour: StaticString {
        switch self {
        case .trace, .debug: "\u{1B}[2m"
        case .info: "\u{1B}[32m"
        case .notice: "\u{1B}[36m"
        case .warning: "\u{1B}[33m"
        case .error, .critical: "\u{1B}[31m"
        }
    }
}
