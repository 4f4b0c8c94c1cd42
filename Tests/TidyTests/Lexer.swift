/// A word, a punctuation mark or a string literal of a Swift file; comments and the insides of strings are no tokens.
struct Token: Equatable {
    /// The word or mark; `"` stands for a string literal, a raw identifier keeps its words but not its backticks.
    let text: String
    /// Counted from 1.
    let line: Int
}

/// Splits Swift source into tokens, just well enough for rules about shape: it knows comments, every kind of string
/// literal with interpolations, regex literals and raw identifiers, and nothing about grammar.
struct Lexer {
    private(set) var tokens: [Token] = []
    /// The comments by line, as written. A line with code in front of its comment is here too.
    private(set) var comments: [Int: String] = [:]

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    /// Reads the whole text at once.
    init(_ text: String) {
        bytes = Array(text.utf8)
        while position < bytes.count { lexOne() }
    }

    private mutating func lexOne() {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): advance()
        case UInt8(ascii: "/") where starts(with: "//"): lexLineComment()
        case UInt8(ascii: "/") where starts(with: "/*"): lexBlockComment()
        case UInt8(ascii: "/") where regexMayStartHere: lexRegex(pounds: 0)
        case UInt8(ascii: "\""): lexString(pounds: 0)
        case UInt8(ascii: "#"): lexPounds()
        case UInt8(ascii: "`"): lexRawIdentifier()
        case _ where byte.isPartOfWord: lexWord()
        default: lexMark()
        }
    }

    private mutating func lexMark() {
        tokens.append(Token(text: String(UnicodeScalar(bytes[position])), line: line))
        advance()
    }

    private mutating func lexWord() {
        let start = position
        while position < bytes.count, bytes[position].isPartOfWord { position += 1 }
        append(start..<position)
    }

    private mutating func lexRawIdentifier() {
        let start = position + 1
        advance()
        while position < bytes.count, bytes[position] != UInt8(ascii: "`") { advance() }
        append(start..<position)
        advance()
    }

    private mutating func append(_ range: Range<Int>) {
        tokens.append(Token(text: String(decoding: bytes[range], as: UTF8.self), line: line))
    }
}

// MARK: - Comments

extension Lexer {
    private mutating func lexLineComment() {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        comments[line] = String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func lexBlockComment() {
        var depth = 0
        var start = position
        repeat {
            if bytes[position] == UInt8(ascii: "\n") { note(from: start) }
            if starts(with: "/*") {
                depth += 1
                advance()
            } else if starts(with: "*/") {
                depth -= 1
                advance()
            }
            let lineBefore = line
            advance()
            if line != lineBefore { start = position }
        } while depth > 0 && position < bytes.count
        note(from: start)
    }

    private mutating func note(from start: Int) {
        comments[line] = String(decoding: bytes[start..<position], as: UTF8.self)
    }
}

// MARK: - String and regex literals

extension Lexer {
    /// `#"…"#`, `#/…/#`, or a plain `#` as in `#if`.
    private mutating func lexPounds() {
        var pounds = 0
        while position + pounds < bytes.count, bytes[position + pounds] == UInt8(ascii: "#") { pounds += 1 }
        switch position + pounds < bytes.count ? bytes[position + pounds] : 0 {
        case UInt8(ascii: "\""):
            position += pounds
            lexString(pounds: pounds)
        case UInt8(ascii: "/"):
            position += pounds
            lexRegex(pounds: pounds)
        default: lexMark()
        }
    }

    private mutating func lexString(pounds: Int) {
        tokens.append(Token(text: "\"", line: line))
        let isMultiline = startsMultilineString
        let quotes = String(repeating: "\"", count: isMultiline ? 3 : 1)
        let hashes = String(repeating: "#", count: pounds)
        position += quotes.utf8.count
        while position < bytes.count {
            if starts(with: quotes + hashes) {
                position += quotes.utf8.count + pounds
                return
            }
            if starts(with: "\\" + hashes) {
                position += 1 + pounds
                lexEscape()
            } else if bytes[position] == UInt8(ascii: "\n"), !isMultiline {
                return
            } else {
                advance()
            }
        }
    }

    /// The text of a multi-line literal begins on the next line, so `#"""#` is no multi-line literal.
    private var startsMultilineString: Bool {
        guard starts(with: "\"\"\"") else { return false }
        let rest = bytes[(position + 3)...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }
        return rest.first == UInt8(ascii: "\n")
    }

    /// What follows the backslash in a literal: an interpolation is code, anything else one character.
    private mutating func lexEscape() {
        guard position < bytes.count else { return }
        guard bytes[position] == UInt8(ascii: "(") else { return advance() }
        var depth = 0
        repeat {
            if bytes[position] == UInt8(ascii: "(") { depth += 1 }
            if bytes[position] == UInt8(ascii: ")") { depth -= 1 }
            lexOne()
        } while depth > 0 && position < bytes.count
    }

    private mutating func lexRegex(pounds: Int) {
        let end = "/" + String(repeating: "#", count: pounds)
        tokens.append(Token(text: "\"", line: line))
        advance()
        while position < bytes.count, !starts(with: end) {
            if bytes[position] == UInt8(ascii: "\\") { advance() }
            advance()
        }
        position += end.utf8.count
    }

    /// A slash where no operator can stand, with its partner on the same line.
    private var regexMayStartHere: Bool {
        let openers = ["(", ",", "=", ":", "[", "{", ";", "!", "&", "|", "?", "return", "in"]
        guard let previous = tokens.last, openers.contains(previous.text) else { return false }
        let rest = bytes[(position + 1)...].prefix { $0 != UInt8(ascii: "\n") }
        return rest.first != UInt8(ascii: " ") && rest.contains(UInt8(ascii: "/"))
    }
}

// MARK: - Bytes

extension Lexer {
    private mutating func advance() {
        guard position < bytes.count else { return }
        if bytes[position] == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    private func starts(with text: String) -> Bool {
        bytes[position...].starts(with: text.utf8)
    }
}

extension UInt8 {
    /// Letters, digits, `_`, `$` and everything beyond ASCII.
    fileprivate var isPartOfWord: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...: true
        default: false
        }
    }
}
