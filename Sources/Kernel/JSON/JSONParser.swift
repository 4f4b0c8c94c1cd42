extension JSONValue {
    /// Reads one document, which must be valid UTF-8 and stand alone.
    /// - Parameter maximumDepth: how deep lists and objects may be nested.
    /// - Throws: `JSONSyntaxError` at the first byte that does not fit.
    package init(parsing bytes: [UInt8], maximumDepth: Int = 32) throws(JSONSyntaxError) {
        var parser = JSONParser(bytes: bytes, maximumDepth: maximumDepth)
        self = try parser.document()
    }
}

/// A recursive-descent parser over bytes.
///
/// Ours, because Foundation's reads numbers as `Double` or through `Decimal`, keeps the last of two equal names and does
/// not say where an error is.
private struct JSONParser {
    private let bytes: [UInt8]
    private let maximumDepth: Int
    private var position = 0
    private var depth = 0

    init(bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func document() throws(JSONSyntaxError) -> JSONValue {
        skipWhitespace()
        let value = try value()
        skipWhitespace()
        guard position == bytes.count else { throw error("unexpected text behind the document") }
        return value
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONValue {
        switch current {
        case UInt8(ascii: "{"): return try nested { parser throws(JSONSyntaxError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { parser throws(JSONSyntaxError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw error("the document ends too early")
        case let byte where byte == UInt8(ascii: "-") || isDigit(byte): return .number(try number())
        default: throw error("expected a value")
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONSyntaxError) -> JSONValue
    ) throws(JSONSyntaxError) -> JSONValue {
        depth += 1
        guard depth <= maximumDepth else { throw error("nested deeper than \(maximumDepth) levels") }
        position += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONSyntaxError) -> JSONValue {
        var members: [JSONValue.Member] = []
        var names = NamesOfObject()
        skipWhitespace()
        if take("}") { return .object([]) }
        repeat {
            skipWhitespace()
            guard current == UInt8(ascii: "\"") else { throw error("expected a name in double quotes") }
            let name = try string()
            guard names.take(name, after: members) else { throw error("the name \"\(name)\" stands twice") }
            skipWhitespace()
            guard take(":") else { throw error("expected ':'") }
            skipWhitespace()
            members.append(JSONValue.Member(name, try value()))
            skipWhitespace()
        } while take(",")
        guard take("}") else { throw error(current == nil ? "the document ends too early" : "expected ',' or '}'") }
        return .object(members)
    }

    private mutating func array() throws(JSONSyntaxError) -> JSONValue {
        var values: [JSONValue] = []
        skipWhitespace()
        if take("]") { return .array([]) }
        repeat {
            skipWhitespace()
            values.append(try value())
            skipWhitespace()
        } while take(",")
        guard take("]") else { throw error(current == nil ? "the document ends too early" : "expected ',' or ']'") }
        return .array(values)
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        for index in 0..<word.utf8CodeUnitCount {
            guard current == word.utf8Start[index] else { throw error("expected a value") }
            position += 1
        }
        return value
    }

    private mutating func number() throws(JSONSyntaxError) -> String {
        let start = position
        _ = take("-")
        if take("0") {
            guard !isDigit(current) else { throw error("a number has no leading zero") }
        } else {
            try digits()
        }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        return ascii(start..<position)
    }

    private mutating func digits() throws(JSONSyntaxError) {
        guard isDigit(current) else { throw error("expected a digit") }
        while isDigit(current) { position += 1 }
    }

    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        var seen: UInt8 = 0
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            seen |= byte
            position += 1
        }
        guard current == UInt8(ascii: "\"") else { return try escapedString(from: start) }
        defer { position += 1 }
        return seen < 0x80 ? ascii(start..<position) : try text(bytes[start..<position], at: start)
    }

    private mutating func escapedString(from start: Int) throws(JSONSyntaxError) -> String {
        var unescaped = Array(bytes[start..<position])
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return try text(unescaped[...], at: start)
            case UInt8(ascii: "\\"):
                position += 1
                unescaped += Array(String(try escape()).utf8)
            case 0..<0x20: throw error("a control character must be escaped")
            default:
                unescaped.append(byte)
                position += 1
            }
        }
        throw error("the document ends inside a string")
    }

    private mutating func escape() throws(JSONSyntaxError) -> Character {
        defer { position += 1 }
        switch current {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return Character(try unicodeEscape())
        default: throw error("no such escape")
        }
    }

    /// `\uXXXX`, or a pair of surrogates of them. Ends on the last digit.
    private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), position + 2 < bytes.count, bytes[position + 1] == UInt8(ascii: "\\"),
            bytes[position + 2] == UInt8(ascii: "u")
        else { throw error("half a surrogate pair") }
        position += 2
        let second = try codeUnit()
        guard (0xDC00..<0xE000).contains(second) else { throw error("half a surrogate pair") }
        guard let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) else {
            throw error("half a surrogate pair")
        }
        return scalar
    }

    private mutating func codeUnit() throws(JSONSyntaxError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            position += 1
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("expected four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// Needs no validation, which costs as much as the rest of a short string.
    private func ascii(_ range: Range<Int>) -> String {
        bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    private func text(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(JSONSyntaxError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw JSONSyntaxError(offset: offset, reason: "text that is not valid UTF-8")
        }
        return text
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func isDigit(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipWhitespace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func error(_ reason: String) -> JSONSyntaxError {
        JSONSyntaxError(offset: position, reason: reason)
    }
}

/// Which names an object has. Up to 32 are compared one by one, which is faster than hashing them; more go into a set, so
/// that a long object does not take quadratic time.
private struct NamesOfObject {
    private static let few = 32
    private var names: Set<String> = []

    /// Whether the name is a new one.
    mutating func take(_ name: String, after members: [JSONValue.Member]) -> Bool {
        guard members.count >= NamesOfObject.few else { return !members.contains { $0.name == name } }
        if names.isEmpty { names = Set(members.map(\.name)) }
        return names.insert(name).inserted
    }
}
