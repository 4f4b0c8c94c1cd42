import Foundation

/// The part behind the headers, with the headers that describe it: text, or text and HTML to choose from.
struct MIMEBody {
    let text: String
    let html: String?

    /// `=` and `_` never stand side by side in quoted-printable or base64, so no part can hold it (RFC 2045 §6.7).
    private static let boundary = "=_souk_alternative"

    func write(to bytes: inout [UInt8]) {
        guard let html else { return write(text, as: "plain", to: &bytes) }
        bytes += "Content-Type: multipart/alternative; boundary=\"\(MIMEBody.boundary)\"\r\n".utf8
        for (content, type) in [(text, "plain"), (html, "html")] {
            bytes += "\r\n--\(MIMEBody.boundary)\r\n".utf8
            write(content, as: type, to: &bytes)
        }
        bytes += "\r\n--\(MIMEBody.boundary)--\r\n".utf8
    }

    private func write(_ content: String, as type: String, to bytes: inout [UInt8]) {
        let lines = content.withLineEnds
        let isQuoted = QuotedPrintable.fits(lines)
        bytes += "Content-Type: text/\(type); charset=utf-8\r\n".utf8
        bytes += "Content-Transfer-Encoding: \(isQuoted ? "quoted-printable" : "base64")\r\n\r\n".utf8
        bytes += isQuoted ? QuotedPrintable.encode(lines) : lines.base64Lines
    }
}

extension String {
    /// Its bytes with CR LF at the end of each line, the last included: the canonical form of text (RFC 2046 §4.1.1).
    fileprivate var withLineEnds: [UInt8] {
        let (CR, LF) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        var lines: [UInt8] = []
        lines.reserveCapacity(utf8.count + utf8.count / 32 + 2)
        var isBehindCR = false
        for byte in utf8 {
            defer { isBehindCR = byte == CR }
            if byte == LF, isBehindCR { continue }
            if byte == CR || byte == LF { lines += [CR, LF] } else { lines.append(byte) }
        }
        if lines.last != LF { lines += [CR, LF] }
        return lines
    }
}

extension [UInt8] {
    /// In base64, one line.
    var base64: String { Data(self).base64EncodedString() }

    /// In base64, in lines of 76 (RFC 2045 §6.8).
    fileprivate var base64Lines: [UInt8] {
        let options: Data.Base64EncodingOptions = [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ]
        return Array(Data(self).base64EncodedData(options: options)) + "\r\n".utf8
    }
}

/// Quoted-printable (RFC 2045 §6.7): ASCII stays readable, other bytes are `=XX`.
enum QuotedPrintable {
    /// Whether it is shorter than base64 would be: few bytes outside ASCII.
    static func fits(_ bytes: [UInt8]) -> Bool {
        bytes.count { $0 >= 0x80 } * 6 <= bytes.count
    }

    /// Encodes text whose lines end with CR LF.
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(bytes.count + bytes.count / 8)
        var column = 0
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") {
                encoded.append(byte)
                column = 0
                continue
            }
            let isAtEnd = index + 1 == bytes.count || bytes[index + 1] == UInt8(ascii: "\r")
            let width = isPlain(byte, isAtEnd: isAtEnd) ? 1 : 3
            // 75 and the `=` that says that the line goes on make the 76 that are allowed.
            if column + width > 75 {
                encoded += "=\r\n".utf8
                column = 0
            }
            if width == 1 { encoded.append(byte) } else { escape(byte, to: &encoded) }
            column += width
        }
        return encoded
    }

    /// Space and tab may be taken away at the end of a line, so there they are escaped.
    private static func isPlain(_ byte: UInt8, isAtEnd: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "="): false
        case 0x20, 0x09: !isAtEnd
        default: (0x21...0x7E).contains(byte)
        }
    }

    private static func escape(_ byte: UInt8, to encoded: inout [UInt8]) {
        encoded.append(UInt8(ascii: "="))
        for digit in [byte >> 4, byte & 15] {
            encoded.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
        }
    }
}
