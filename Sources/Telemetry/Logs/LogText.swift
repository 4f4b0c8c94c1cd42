/// The bytes of a line, with a limit.
struct LogText {
    /// The longest line, with its line feed.
    static let limit = 16 << 10
    /// What is kept free to close what is open: quotes, brackets, the note that something was cut.
    static let reserve = 64
    /// Deeper metadata is written as text.
    static let deepest = 8

    private(set) var bytes: [UInt8] = []
    /// Whether something did not fit.
    private(set) var isCut = false

    init() {
        bytes.reserveCapacity(512)
    }

    /// Whether `count` more bytes fit; if not, the line counts as cut.
    mutating func hasRoom(for count: Int) -> Bool {
        if !isCut, bytes.count + count <= LogText.limit - LogText.reserve { return true }
        isCut = true
        return false
    }

    /// What belongs to the form of the line. There is always room for it.
    mutating func plain(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Text that is known to be harmless and short.
    mutating func plain(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Text of any origin, escaped as in JSON, and cut where there is no more room.
    mutating func escaped(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            while start < bytes.count, !isCut {
                let end = bytes[start...].firstIndex(where: LogText.isSpecial) ?? bytes.count
                copy(bytes, start..<end)
                guard end < bytes.count, !isCut else { return }
                start = special(bytes, at: end)
            }
        }
    }

    /// Where a byte may be one that needs escaping: control characters, quote, backslash, and the first bytes of the
    /// control characters and the invisible marks beyond ASCII.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F || byte == 0xC2 || byte == 0xE2
    }

    private mutating func copy(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        let room = LogText.limit - LogText.reserve - bytes.count
        guard range.count > room else { return bytes.append(contentsOf: text[range]) }
        isCut = true
        var end = range.lowerBound + max(0, room)
        // Not in the middle of a character.
        while end > range.lowerBound, text[end] & 0xC0 == 0x80 { end -= 1 }
        bytes.append(contentsOf: text[range.lowerBound..<end])
    }

    /// - Returns: where to go on.
    private mutating func special(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        guard hasRoom(for: 6) else { return text.count }
        switch text[index] {
        case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, text[index]])
        case 0x0A: plain("\\n")
        case 0x0D: plain("\\r")
        case 0x09: plain("\\t")
        case 0x00..<0x20, 0x7F: code(UInt16(text[index]))
        case 0xC2: return control(text, at: index)
        default: return mark(text, at: index)
        }
        return index + 1
    }

    /// U+0080 to U+009F, of which a terminal obeys some.
    private mutating func control(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        if text[index + 1] < 0xA0 {
            code(UInt16(text[index + 1]))
        } else {
            bytes.append(contentsOf: text[index...index + 1])
        }
        return index + 2
    }

    /// Separators of lines and marks that turn the direction of what follows: U+2028 to U+202E, U+2066 to U+2069.
    private mutating func mark(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        let scalar = 0x2000 | UInt16(text[index + 1] & 0x3F) << 6 | UInt16(text[index + 2] & 0x3F)
        switch scalar {
        case 0x2028...0x202E, 0x2066...0x2069: code(scalar)
        default: bytes.append(contentsOf: text[index...index + 2])
        }
        return index + 3
    }

    private mutating func code(_ scalar: UInt16) {
        plain("\\u")
        for shift in stride(from: 12, through: 0, by: -4) {
            let digit = UInt8(scalar >> UInt16(shift) & 0xF)
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
