import Foundation

/// What the tokenizer does with a character.
enum CharacterClass: UInt8 {
    case separator, letter, digit, mark, ideograph
}

/// A character after case and accent folding: its class and up to seven bytes of UTF-8, in one word.
struct FoldedCharacter {
    private var word: UInt64

    init(_ kind: CharacterClass, _ bytes: some Sequence<UInt8>) {
        var word: UInt64 = 0
        var count: UInt64 = 0
        for byte in bytes.prefix(7) {
            word |= UInt64(byte) << (8 * count)
            count += 1
        }
        self.word = word | (count << 56) | (UInt64(kind.rawValue) << 60)
    }

    var kind: CharacterClass { CharacterClass(rawValue: UInt8(word >> 60)) ?? .separator }

    @inline(__always)
    func append(to bytes: inout [UInt8]) {
        for index in 0..<((word >> 56) & 15) { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * index))) }
    }
}

/// Case and accent folding of single characters: Latin, Greek and Cyrillic from a table, the rest by their
/// Unicode properties.
struct FoldingTable: Sendable {
    static let shared = FoldingTable()

    private let low: [FoldedCharacter]
    private let extended: [FoldedCharacter]

    private init() {
        low = (0..<0x530).map(Self.derive)
        extended = (0x1E00..<0x2000).map(Self.derive)
    }

    func fold(_ scalar: Unicode.Scalar) -> FoldedCharacter {
        let value = Int(scalar.value)
        if value < 0x530 { return low[value] }
        if value >= 0x1E00 && value < 0x2000 { return extended[value - 0x1E00] }
        if value >= 0xFF01 && value <= 0xFF5E { return low[value - 0xFEE0] }  // full-width ASCII
        if Self.isIdeograph(value) { return FoldedCharacter(.ideograph, String(scalar).utf8) }
        let kind = Self.classify(scalar)
        return FoldedCharacter(kind, kind == .separator ? "".utf8 : scalar.properties.lowercaseMapping.utf8)
    }

    /// Letters that Unicode does not decompose, as people without the key type them.
    private static let spelledOut: [UInt32: String] = [
        0xDF: "ss", 0xE6: "ae", 0xC6: "ae", 0xF8: "o", 0xD8: "o", 0x153: "oe", 0x152: "oe", 0x111: "d", 0x110: "d",
        0x142: "l", 0x141: "l", 0xFE: "th", 0xDE: "th", 0xF0: "d", 0xD0: "d", 0x131: "i", 0x130: "i", 0x127: "h",
        0x126: "h", 0x1E9E: "ss",
    ]

    private static func derive(_ value: Int) -> FoldedCharacter {
        guard let scalar = Unicode.Scalar(UInt32(value)) else { return FoldedCharacter(.separator, []) }
        let kind = classify(scalar)
        if kind == .separator || kind == .mark { return FoldedCharacter(kind, []) }
        if let spelled = spelledOut[scalar.value] { return FoldedCharacter(kind, spelled.utf8) }
        let base = String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars
            .filter { classify($0) == .letter || classify($0) == .digit }
        return FoldedCharacter(kind, String(String.UnicodeScalarView(base)).lowercased().utf8)
    }

    private static func classify(_ scalar: Unicode.Scalar) -> CharacterClass {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: .letter
        case .decimalNumber, .otherNumber, .letterNumber: .digit
        case .nonspacingMark, .spacingMark, .enclosingMark, .format: .mark
        default: .separator
        }
    }

    /// Han, kana and Hangul, which are written without spaces or inflected without them.
    private static func isIdeograph(_ value: Int) -> Bool {
        switch value {
        case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0xFF66...0xFF9F,
            0x20000...0x2FFFF:
            true
        default: false
        }
    }
}
