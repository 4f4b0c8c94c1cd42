import Foundation

/// Queries as rules and statistics compare them.
enum QueryText {
    /// The text without case, accents and superfluous spaces: `  Café  CRÈME` is `cafe creme`. Control characters count
    /// as spaces.
    static func normalised(_ text: String) -> String {
        let folded =
            text.utf8.allSatisfy { $0 < 0x80 }
            ? text.lowercased()
            : text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
        return tidied(folded)
    }

    /// The text without control characters and superfluous spaces, else as it was typed.
    static func tidied(_ text: String) -> String {
        text.split { $0.isWhitespace || ($0.isASCII && ($0.asciiValue ?? 0) < 0x20) || $0 == "\u{7F}" }
            .joined(separator: " ")
    }

    /// The letters and digits of the normalised text, with one space for whatever stands between them.
    static func words(_ text: String) -> String {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
            return normalised(text).split { !isPartOfWord($0) }.joined(separator: " ")
        }
        var words: [UInt8] = []
        words.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): words.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): words.append(byte | 0x20)
            default: if words.last != UInt8(ascii: " "), !words.isEmpty { words.append(UInt8(ascii: " ")) }
            }
        }
        if words.last == UInt8(ascii: " ") { words.removeLast() }
        return String(decoding: words, as: UTF8.self)
    }

    /// Whether the text has a letter or a digit, which is whether `words` finds any.
    static func hasWord(_ text: String) -> Bool {
        text.utf8.contains { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: false
            }
        } || !words(text).isEmpty
    }

    /// By the categories that the engine goes by: Ⓐ is a symbol, though Unicode calls it alphabetic.
    private static func isPartOfWord(_ character: Character) -> Bool {
        switch character.unicodeScalars.first?.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            true
        default: false
        }
    }

    /// Normalised, without empty ones and repetitions, in their order.
    static func distinct(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.map(normalised).filter { !$0.isEmpty && seen.insert($0).inserted }
    }
}
