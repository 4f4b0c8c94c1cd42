import Foundation
import Kernel

/// The name of a thing in addresses: small ASCII letters and digits, words joined by hyphens.
package enum Slug {
    /// Words beyond this many characters are left off.
    package static let maximumLength = 80
    /// Names that addresses below `/products/` need for themselves.
    package static let reserved: Set<String> = ["search", "feed", "suggestions"]

    /// A slug made from text: accents are dropped, everything else that is no letter or digit parts words.
    /// `fallback` when nothing is left, as for a name in Chinese.
    package static func make(from text: String, fallback: String) -> String {
        var words: [String] = []
        var length = 0
        for word in asciiWords(of: text) {
            length += word.utf8.count + 1
            guard length <= maximumLength || words.isEmpty else { break }
            words.append(String(word.prefix(maximumLength)))
        }
        let slug = words.isEmpty ? fallback : words.joined(separator: "-")
        return reserved.contains(slug) || isLikeID(slug) ? "\(fallback)-\(slug)" : slug
    }

    /// Whether a text that somebody chose can be a slug.
    package static func isValid(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 120 && !reserved.contains(text) && !isLikeID(text)
            && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// Slugs to try in turn: as wished, with a mark of the thing's own (its external id or SKU), then with numbers.
    static func candidates(_ wish: String, mark: String?) -> some Sequence<String> {
        // 32 characters of the mark: 80 + 1 + 32 + 5 stay within the 120 that `isValid` allows.
        let marked = mark.map { "\(wish)-\(make(from: $0, fallback: "2").prefix(32))" }
        return (0...1000).lazy.compactMap { number in
            switch number {
            case 0: wish
            case 1: marked
            default: "\(marked ?? wish)-\(number)"
            }
        }
    }

    private static func asciiWords(of text: String) -> [String] {
        let bytes = ascii(of: text).map { $0 | asciiCaseBit($0) }
        return bytes.split { !isLetterOrDigit($0) }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// What a text is in ASCII: diacritics dropped, other characters as a blank. Nearly every name is plain already, and
    /// to look its characters up was a fifth of an import's reading. (`^` and a lone grave accent are diacritics too.)
    private static func ascii(of text: String) -> [UInt8] {
        let isPlain = text.utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "^") && $0 != UInt8(ascii: "`") }
        if isPlain { return Array(text.utf8) }
        return text.decomposedStringWithCanonicalMapping.unicodeScalars.compactMap { scalar in
            scalar.properties.isDiacritic ? nil : UInt8(exactly: scalar.value).flatMap { $0 < 0x80 ? $0 : nil } ?? 0x20
        }
    }

    private static func asciiCaseBit(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? 0x20 : 0
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// A slug in the form of an id would be taken for one in an address.
    private static func isLikeID(_ text: String) -> Bool {
        ID<Product>(text) != nil
    }
}
