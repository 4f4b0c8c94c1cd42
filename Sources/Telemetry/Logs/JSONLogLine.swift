import Kernel
import Logging

/// `{"time":"2026-01-02T03:04:05.678Z","level":"info","message":"Request","logger":"souk","status":"200"}`
///
/// Metadata stands beside the four first members; one with such a name gets `_` behind it, so that no name comes twice.
/// Numbers and truth values are written as text, since metadata is text for swift-log.
struct JSONLogLine: LogLine {
    private var text = LogText()

    init(_ time: Timestamp, _ event: LogEvent, _ label: String) {
        text.plain("{\"time\":\"")
        text.time(time)
        text.plain("\",\"level\":\"")
        text.plain(event.level.rawValue)
        text.plain("\",\"message\":\"")
        text.escaped(event.message.description)
        text.plain("\"")
        // A message that fills the line leaves no room for the rest.
        if text.hasRoom(for: 64) { string(",\"logger\":", label) }
    }

    mutating func member(_ name: String, _ value: Logger.MetadataValue) {
        let isTaken = ["time", "level", "message", "logger", "truncated"].contains(name)
        member(isTaken ? name + "_" : name, value, depth: 1, first: false)
    }

    consuming func finished() -> [UInt8] {
        if text.isCut { text.plain(",\"truncated\":true") }
        text.plain("}\n")
        return text.bytes
    }

    private mutating func member(_ name: String, _ value: Logger.MetadataValue, depth: Int, first: Bool) {
        // Each byte of a name becomes at most six.
        let name = name.cut(to: 128)
        guard text.hasRoom(for: 6 * name.utf8.count + 8) else { return }
        if !first { text.plain(",") }
        string("", name)
        text.plain(":")
        write(value, depth: depth)
    }

    private mutating func write(_ value: Logger.MetadataValue, depth: Int) {
        switch value {
        case .array(let values) where depth < LogText.deepest:
            text.plain("[")
            for (index, value) in values.enumerated() {
                guard text.hasRoom(for: 8) else { break }
                if index > 0 { text.plain(",") }
                write(value, depth: depth + 1)
            }
            text.plain("]")
        case .dictionary(let members) where depth < LogText.deepest:
            text.plain("{")
            for (index, (name, value)) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                let isSecret = SensitiveNames.contains(name)
                member(name, isSecret ? .string("***") : value, depth: depth + 1, first: index == 0)
            }
            text.plain("}")
        case .array, .dictionary: text.plain("\"…\"")
        case .string(let text): string("", text)
        case .stringConvertible(let value): string("", value.description)
        }
    }

    private mutating func string(_ before: StaticString, _ value: String) {
        text.plain(before)
        text.plain("\"")
        text.escaped(value)
        text.plain("\"")
    }
}
