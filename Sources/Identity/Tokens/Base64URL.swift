import Foundation

extension Sequence<UInt8> {
    /// Base64 with the URL-safe alphabet and no padding (RFC 4648 §5).
    package var base64URL: String {
        var text = Data(self).base64EncodedString()
        while text.last == "=" { text.removeLast() }
        return String(decoding: text.utf8.map { Base64URL.urlSafe($0) }, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Reads base64 with the URL-safe alphabet and no padding; `nil` for anything else, and for every spelling of the
    /// bytes but the one that `base64URL` writes, so that one token has one text.
    package init?(base64URL text: some StringProtocol) {
        var plain: [UInt8] = []
        plain.reserveCapacity(text.utf8.count + 3)
        for byte in text.utf8 {
            guard let digit = Base64URL.plain(byte) else { return nil }
            plain.append(digit)
        }
        let count = plain.count
        guard count % 4 != 1 else { return nil }
        plain.append(contentsOf: repeatElement(UInt8(ascii: "="), count: (4 - count % 4) % 4))
        guard let data = Data(base64Encoded: Data(plain)) else { return nil }
        self = Array(data)
        guard base64URL.utf8.elementsEqual(text.utf8) else { return nil }
    }

    /// Whether both are the same, in a time that does not tell where they differ.
    package func isSame(as other: [UInt8]) -> Bool {
        count == other.count && zip(self, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

private enum Base64URL {
    static func urlSafe(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        default: byte
        }
    }

    static func plain(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "-"): UInt8(ascii: "+")
        case UInt8(ascii: "_"): UInt8(ascii: "/")
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            byte
        default: nil
        }
    }
}
