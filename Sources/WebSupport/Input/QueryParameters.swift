/// The parameters behind the question mark, decoded, in their order.
struct QueryParameters: Sendable {
    private(set) var items: [(name: String, value: String)] = []

    /// More parameters than this are refused: no form of ours has a tenth of them.
    static let maximumCount = 200

    init() {}

    /// Reads `a=1&b=x+y%21` as `application/x-www-form-urlencoded` (URL Standard §5.1).
    /// - Throws: `RequestError.malformed` for a bad escape, for bytes that are no UTF-8, and for too many parameters.
    init(parsing query: some StringProtocol) throws(RequestError) {
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
                let value = PercentEncoding.decode(parts.count == 2 ? parts[1] : "", plusIsSpace: true)
            else { throw .malformed("The query string has an escape that is no UTF-8 text: \(pair.prefix(60))") }
            items.append((name, value))
            guard items.count <= QueryParameters.maximumCount else {
                throw .malformed("The query string has more than \(QueryParameters.maximumCount) parameters.")
            }
        }
    }

    /// Every value of that name.
    func values(of name: String) -> [String] {
        items.filter { $0.name == name }.map(\.value)
    }
}

/// Percent-encoding (RFC 3986 §2.1).
package enum PercentEncoding {
    /// The text behind the escapes; `nil` when an escape is broken or the bytes are no UTF-8.
    static func decode(_ text: some StringProtocol, plusIsSpace: Bool) -> String? {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(hexValue), let low = rest.next().flatMap(hexValue) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The text with everything escaped that is not unreserved: safe as one part of a path or query.
    package static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default: encoded += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
    }
}
