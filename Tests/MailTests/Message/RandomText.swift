/// Text as nobody writes it, and everybody gets it.
struct RandomText {
    private var generator: SplitMix

    init(seed: UInt64) {
        generator = SplitMix(state: seed)
    }

    /// One line without control characters.
    mutating func line(upTo count: Int) -> String {
        pieces(upTo: count, from: RandomText.words)
    }

    /// A name of at most 256 bytes.
    mutating func name() -> String {
        var name = line(upTo: 8)
        while name.utf8.count > 256 { name.unicodeScalars.removeLast() }
        return name
    }

    /// Many lines with every sort of end.
    mutating func body(upTo count: Int) -> String {
        pieces(upTo: count, from: RandomText.words + RandomText.ends)
    }

    private mutating func pieces(upTo count: Int, from pieces: [String]) -> String {
        // From one alphabet at a time, and from all.
        let first = Int.random(in: 0..<pieces.count, using: &generator)
        let range = Bool.random(using: &generator) ? pieces[...] : pieces[first...].prefix(3)
        let length = Int.random(in: 0...count, using: &generator)
        return (0..<length).map { _ in range.randomElement(using: &generator) ?? "" }.joined()
    }

    private static let words = [
        "order ", "a", " ", "  ", "\"", "\\", ",", "<b@c.example>", "=?UTF-8?B?YQ==?=", "=?", "?=", "=", "=3D", ".",
        "..",
        "é", "ß", "漢字", "👩‍👩‍👧", "e\u{301}", "\u{200F}", "مرحبا", "Ж", "\u{1F600}", "@", ";", ":", "(c)", "[x]", "--",
        "--=_souk_alternative", "From ", "_", "supercalifragilisticexpialidocious", "https://example.com/?a=b&c=d#e",
        String(repeating: "x", count: 90), "\u{FEFF}", "\u{10FFFD}",
    ]
    private static let ends = [
        "\n", "\r\n", "\r", "\n\n", " \n", "\t\n", "\n.\n", "\n..\r\n.", "\u{0}", "\u{7}", "\u{85}",
    ]
}

/// The same numbers in every run (Steele, Lea and Flood 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
