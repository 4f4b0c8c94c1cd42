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
}
