import SearchEngine
import Testing

@testable import Search

struct QueryTextTests {
    @Test(arguments: [
        ("  Café   CRÈME ", "cafe creme"), ("ＴＯＮＥＲ", "toner"), ("a\tb\nc", "a b c"), ("", ""), (" ", ""),
        ("a\u{0}b", "a b"), ("Straße", "strasse"), ("24\"", "24\""),
    ])
    func `queries are compared without case, accents and superfluous spaces`(text: String, expected: String) {
        #expect(QueryText.normalised(text) == expected)
        #expect(QueryText.normalised(expected) == expected)
    }

    @Test func `repetitions and empty texts are left out`() {
        #expect(QueryText.distinct(["b", "A", " a", "", "B "]) == ["b", "a"])
    }

    @Test(
        arguments: [
            ("  HP-LaserJet\t(2015)  ", "hp laserjet 2015"), ("Café, Crème!", "cafe creme"),
            ("¡Écran 24\"!", "ecran 24"),
            ("--", ""), ("", ""), ("🙂 Ⓐ", ""), ("dv7-1211ea", "dv7 1211ea"), ("日本 x", "日本 x"),
        ])
    func `words are the letters and digits, one space apart`(text: String, words: String) {
        #expect(QueryText.words(text) == words)
        #expect(QueryText.hasWord(text) == !words.isEmpty)
    }

    @Test func `what the shop takes for a word the engine does, too`() {
        // Iota below, which folding makes a letter of its own, and the engine a mark.
        let others: Set<UInt32> = [0x345, 0x37A]
        let values = Array(0..<0x400 as Range<UInt32>) + Array(0x2000..<0x2100) + Array(0x2460..<0x2500)
        let texts = values.filter { !others.contains($0) }.compactMap { Unicode.Scalar($0) }.map { String($0) }
        #expect(texts.filter { QueryText.hasWord($0) != (SearchSettings.wordCount(of: $0) > 0) } == [])
    }
}
