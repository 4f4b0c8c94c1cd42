import NIOCore

/// What the server says to a command (RFC 5321 §4.2): a code, and text that only its lines behind `EHLO` are read of.
struct SMTPReply: Sendable, Equatable {
    let code: Int
    let lines: [String]

    /// A positive reply.
    var isPositive: Bool { (200..<400).contains(code) }

    /// A refusal that may pass.
    var isTemporary: Bool { (400..<500).contains(code) }

    /// `550 5.1.1`: the code and the enhanced one (RFC 3463), without the words, which may name people.
    var status: String {
        guard let words = lines.first, let match = words.prefixMatch(of: /[245]\.\d{1,3}\.\d{1,3}(?=\s|$)/) else {
            return "\(code)"
        }
        return "\(code) \(match.output)"
    }
}

/// Puts replies together from bytes as they come.
struct SMTPReplyParser {
    /// RFC 5321 §4.5.3.1.5 allows 512 bytes, and extensions more.
    static let longestLine = 2048
    /// Real servers need some 20 behind `EHLO`.
    static let mostLines = 128

    /// Bytes that are no reply.
    struct Malformed: Error, Equatable {
        let reason: String
    }

    private var buffer = ByteBuffer()
    private var code: Int?
    private var lines: [String] = []

    /// Whether anything was said beyond the last whole reply.
    var hasMore: Bool { buffer.readableBytes > 0 || code != nil }

    mutating func append(_ bytes: ByteBuffer) {
        buffer.writeImmutableBuffer(bytes)
    }

    /// The next reply, once it is whole.
    mutating func next() throws(Malformed) -> SMTPReply? {
        while let line = try nextLine() {
            let isLast = try take(line)
            guard lines.count <= SMTPReplyParser.mostLines else { throw Malformed(reason: "a reply without end") }
            guard isLast, let code else { continue }
            defer { (self.code, lines) = (nil, []) }
            return SMTPReply(code: code, lines: lines)
        }
        return nil
    }

    /// A line without its end; a lone LF is taken for one, as some servers write it.
    private mutating func nextLine() throws(Malformed) -> String? {
        let view = buffer.readableBytesView
        guard let end = view.prefix(SMTPReplyParser.longestLine).firstIndex(of: UInt8(ascii: "\n")) else {
            guard view.count < SMTPReplyParser.longestLine else { throw Malformed(reason: "a line without end") }
            return nil
        }
        var line = view[..<end]
        buffer.moveReaderIndex(forwardBy: line.count + 1)
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        buffer.discardReadBytes()
        return String(decoding: line, as: UTF8.self)
    }

    /// Takes `250-text`, or `250 text`, which is the last one.
    private mutating func take(_ line: String) throws(Malformed) -> Bool {
        let bytes = Array(line.utf8)
        guard bytes.count >= 3, let number = Int(String(decoding: bytes[..<3], as: UTF8.self)),
            (200..<600).contains(number), code == nil || code == number
        else { throw Malformed(reason: "no reply code where one belongs") }
        code = number
        let mark = bytes.count > 3 ? bytes[3] : UInt8(ascii: " ")
        guard mark == UInt8(ascii: " ") || mark == UInt8(ascii: "-") else {
            throw Malformed(reason: "no reply code where one belongs")
        }
        lines.append(String(decoding: bytes.dropFirst(4), as: UTF8.self))
        return mark == UInt8(ascii: " ")
    }
}
