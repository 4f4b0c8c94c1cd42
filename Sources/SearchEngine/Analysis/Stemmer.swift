/// Light English stemming: plurals only. Stronger stemmers (Porter) merge "printer" with "printing" and cost
/// precision in short product texts.
enum Stemmer {
    /// Words that end like a plural and are none.
    static let kept: Set<String> = [
        "always", "analysis", "atlas", "bios", "canvas", "christmas", "dos", "gas", "gps", "has", "hdcps", "ios",
        "lens", "macos", "news", "plus", "series", "species", "texas", "tos", "ups", "was", "windows",
    ]

    private static let keptKeys = Set(kept.map { ByteKey.pack(Array($0.utf8)[...]) })

    /// How many bytes of a folded word its stem keeps, and whether a "y" follows them.
    static func stem(_ word: ArraySlice<UInt8>) -> (kept: Int, y: Bool) {
        let count = word.count
        guard count > 3, word.last == UInt8(ascii: "s") else { return (count, false) }
        let end = word.endIndex
        let before = word[end - 2]
        if before == UInt8(ascii: "s") || before == UInt8(ascii: "u") || before == UInt8(ascii: "i") {
            return (count, false)
        }
        if count <= 9, keptKeys.contains(ByteKey.pack(word)) { return (count, false) }
        guard before == UInt8(ascii: "e") else { return (count - 1, false) }
        let third = word[end - 3]
        if third == UInt8(ascii: "i"), count > 4 { return (count - 3, true) }
        return (isSibilant(word.dropLast(2)) ? count - 2 : count - 1, false)
    }

    /// boxes, watches, dishes, glasses lose "es"; cases and sizes only "s".
    private static func isSibilant(_ root: ArraySlice<UInt8>) -> Bool {
        guard let last = root.last else { return false }
        let previous = root.dropLast().last
        switch last {
        case UInt8(ascii: "x"): return true
        case UInt8(ascii: "h"): return previous == UInt8(ascii: "c") || previous == UInt8(ascii: "s")
        case UInt8(ascii: "s"): return previous == UInt8(ascii: "s")
        default: return false
        }
    }
}

/// Short byte strings as one word, for tables that are looked up per token.
enum ByteKey {
    /// The first eight bytes; longer strings share the key of their beginning.
    static func pack(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var key: UInt64 = 0
        for byte in bytes.prefix(8) { key = key << 8 | UInt64(byte) }
        return key
    }
}
