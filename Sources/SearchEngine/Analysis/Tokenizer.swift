/// Splits UTF-8 into folded tokens in one pass, without Foundation and without allocating per token.
struct Tokenizer {
    /// Longer runs keep their first 64 bytes: no word that a person types is longer, and 10 kB of "a" stay cheap.
    static let maximumTokenBytes = 64

    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var current: Token?
    private var glue = Token.Glue.none

    private init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    static func tokenize(_ text: UnsafeBufferPointer<UInt8>, into buffer: inout TokenBuffer) {
        buffer.removeAll()
        var tokenizer = Tokenizer(text)
        tokenizer.run(&buffer)
    }

    private mutating func run(_ buffer: inout TokenBuffer) {
        while position < text.count {
            let byte = text[position]
            if byte < 0x80 { readASCII(byte, &buffer) } else { readScalar(&buffer) }
        }
        close(&buffer)
    }

    @inline(__always)
    private mutating func readASCII(_ byte: UInt8, _ buffer: inout TokenBuffer) {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): extendASCII(byte, .letter, &buffer)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): extendASCII(byte | 0x20, .letter, &buffer)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): extendASCII(byte, .digit, &buffer)
        default: separate(byte, width: 1, &buffer)
        }
    }

    @inline(__always)
    private mutating func extendASCII(_ byte: UInt8, _ kind: CharacterClass, _ buffer: inout TokenBuffer) {
        open(kind, &buffer)
        if hasRoom(buffer) { buffer.bytes.append(byte) }
        position += 1
    }

    private mutating func readScalar(_ buffer: inout TokenBuffer) {
        let (scalar, width) = decode()
        let folded = FoldingTable.shared.fold(scalar)
        switch folded.kind {
        case .mark: position += width
        case .separator: separate(Self.ascii(for: scalar), width: width, &buffer)
        case .letter, .digit, .ideograph:
            open(folded.kind, &buffer)
            if hasRoom(buffer) { folded.append(to: &buffer.bytes) }
            position += width
            if folded.kind == .ideograph { closeIdeograph(&buffer) }
        }
    }

    /// Typographic apostrophes, hyphens and inch signs act like the ones on the keyboard.
    private static func ascii(for scalar: Unicode.Scalar) -> UInt8 {
        switch scalar.value {
        case 0x2018, 0x2019, 0x2032: UInt8(ascii: "'")
        case 0x2010...0x2013, 0x2212: UInt8(ascii: "-")
        case 0x201D, 0x2033: UInt8(ascii: "\"")
        default: UInt8(ascii: " ")
        }
    }

    @inline(__always)
    private mutating func open(_ kind: CharacterClass, _ buffer: inout TokenBuffer) {
        if current == nil {
            let start = buffer.bytes.count
            current = Token(source: position..<position, bytes: start..<start, glue: glue)
        }
        if kind == .digit { current?.hasDigits = true } else { current?.hasLetters = true }
    }

    @inline(__always)
    private func hasRoom(_ buffer: TokenBuffer) -> Bool {
        guard let start = current?.bytes.lowerBound else { return false }
        return buffer.bytes.count - start < Self.maximumTokenBytes
    }

    private mutating func separate(_ byte: UInt8, width: Int, _ buffer: inout TokenBuffer) {
        guard let token = current else {
            glue = byte == UInt8(ascii: " ") && glue != .none ? .space : .none
            if !buffer.tokens.isEmpty && byte == UInt8(ascii: " ") { glue = .space }
            position += width
            return
        }
        if byte == UInt8(ascii: "'"), token.hasLetters { return readApostrophe(width: width, &buffer) }
        if byte == UInt8(ascii: "."), token.isNumber, isDigit(at: position + width) {
            buffer.bytes.append(byte)
            position += width
            return
        }
        current?.isInches = byte == UInt8(ascii: "\"") && token.isNumber
        close(&buffer)
        glue = Self.joins(byte) ? .hyphen : byte == UInt8(ascii: " ") ? .space : .none
        position += width
    }

    /// men's → men, o'neil → oneil.
    private mutating func readApostrophe(width: Int, _ buffer: inout TokenBuffer) {
        let next = position + width
        if next < text.count, text[next] | 0x20 == UInt8(ascii: "s"), !isAlphanumeric(at: next + 1) {
            close(&buffer)
            glue = .none
            position = next + 1
        } else {
            position = next
        }
    }

    private static func joins(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "/")
            || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+")
    }

    private func isDigit(at index: Int) -> Bool {
        index < text.count && text[index] >= UInt8(ascii: "0") && text[index] <= UInt8(ascii: "9")
    }

    private func isAlphanumeric(at index: Int) -> Bool {
        guard index < text.count else { return false }
        let lower = text[index] | 0x20
        return isDigit(at: index) || (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")) || text[index] >= 0x80
    }

    private mutating func close(_ buffer: inout TokenBuffer) {
        guard var token = current else { return }
        current = nil
        glue = .none
        if token.isNumber { Self.dropTrailingZeros(from: token.bytes.lowerBound, &buffer.bytes) }
        token.source = token.source.lowerBound..<position
        token.bytes = token.bytes.lowerBound..<buffer.bytes.count
        if !token.bytes.isEmpty { buffer.tokens.append(token) }
    }

    /// 1.80 → 1.8, 2.0 → 2.
    private static func dropTrailingZeros(from start: Int, _ bytes: inout [UInt8]) {
        guard bytes[start...].contains(UInt8(ascii: ".")) else { return }
        while bytes.count > start + 1, bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
        if bytes.count > start + 1, bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
    }

    /// Each ideograph is a token of its own; the analyzer pairs neighbours.
    private mutating func closeIdeograph(_ buffer: inout TokenBuffer) {
        guard let token = current else { return }
        let width = buffer.bytes.count - token.bytes.lowerBound
        let previous = buffer.tokens.last
        if width > 4 {  // letters run into an ideograph without a space: leave them one token
            close(&buffer)
        } else {
            current?.isIdeographic = true
            if let previous, previous.isIdeographic, previous.source.upperBound == token.source.lowerBound {
                current?.glue = .hyphen
            }
            close(&buffer)
        }
    }

    /// The scalar at the position; malformed bytes count as one replacement character each.
    private func decode() -> (Unicode.Scalar, Int) {
        let lead = UInt32(text[position])
        let width = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard lead >= 0xC2, position + width <= text.count else { return ("\u{FFFD}", 1) }
        var value = lead & (0xFF >> UInt32(width + 1))
        for offset in 1..<width {
            let byte = UInt32(text[position + offset])
            guard byte & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
            value = value << 6 | (byte & 0x3F)
        }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", width)
    }
}
