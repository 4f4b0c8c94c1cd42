import Foundation
import Kernel

/// Reads JSON Lines: one object a line, blank lines between them allowed, `\n` or `\r\n` behind them.
struct JSONLinesReader: RecordReader {
    let warnings: [ImportReject] = []
    private let input: InputBuffer
    private let isStrict: Bool
    private var line = 0

    init(_ input: InputBuffer, strict: Bool) {
        (self.input, isStrict) = (input, strict)
    }

    mutating func next() throws -> ReadRecord? {
        while let end = try endOfLine() {
            line += 1
            let bytes = input.bytes[input.start..<input.start + end.length]
            let raw = RawRecord(line: line, bytes)
            guard end.isWhole else {
                try skipLine()
                return ReadRecord(
                    unreadable: raw, code: "line_too_long", message: "the line is longer than 4 MiB; it was skipped")
            }
            let document = Array(bytes)
            input.advance(to: input.start + min(end.length + 1, input.bytes.count - input.start))
            if !document.allSatisfy(\.isBlank) { return read(document, raw) }
        }
        return nil
    }

    /// How far it is to the next line break; not whole when that is farther than a line may be long. `nil` at the end,
    /// where a line without a break counts unless the source broke off in it.
    private func endOfLine() throws -> (length: Int, isWhole: Bool)? {
        var searched = 0
        while true {
            if let length = input.distance(to: UInt8(ascii: "\n"), from: searched) {
                return (length, length <= RawRecord.maximumLength)
            }
            searched = input.bytes.count - input.start
            guard searched <= RawRecord.maximumLength else { return (searched, false) }
            let isWider = try input.widen()
            guard !isWider else { continue }
            return searched > 0 && input.damage == nil ? (searched, true) : nil
        }
    }

    private func skipLine() throws {
        repeat {
            if let length = input.distance(to: UInt8(ascii: "\n"), from: 0) {
                return input.advance(to: input.start + length + 1)
            }
            input.advance(to: input.bytes.count)
        } while try input.widen()
    }

    private func read(_ document: [UInt8], _ raw: RawRecord) -> ReadRecord {
        do {
            var fields = RecordFields(strict: isStrict)
            guard let members = try JSONValue(parsing: document).members else {
                return ReadRecord(
                    unreadable: raw, code: "not_an_object", message: "a line must be one JSON object in { }")
            }
            let record = fields.record(members)
            return ReadRecord(raw, record, errors: fields.errors)
        } catch {
            return ReadRecord(unreadable: raw, code: JSONLinesReader.code(for: document), message: "\(error)")
        }
    }

    private static func code(for document: [UInt8]) -> String {
        if document.contains(0) { return "nul_byte" }
        return String(validating: document, as: UTF8.self) == nil ? "invalid_utf8" : "malformed_json"
    }
}

extension InputBuffer {
    /// How many bytes stand in front of the next `byte`, looking from `offset` on; both count from the start.
    func distance(to byte: UInt8, from offset: Int) -> Int? {
        bytes.withUnsafeBytes { buffer in
            let rest = buffer.dropFirst(start + offset)
            guard !rest.isEmpty, let base = buffer.baseAddress,
                let found = memchr(base + rest.startIndex, Int32(byte), rest.count)
            else { return nil }
            return UnsafeRawPointer(found) - (base + start)
        }
    }
}

extension UInt8 {
    /// Whether it is white space between JSON documents.
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}
