import Testing

@testable import APIReference

@Suite struct HTMLTests {
    @Test(arguments: ["<b>", "\"", "'", "&", "\"\u{301}", "<\u{301}script>", "a&b<c>d\"e'f"])
    func `text that is spliced in is text`(text: String) throws {
        let html: HTML = "<p title=\"\(text)\">"
        let inner = html.markup.dropFirst("<p title=\"".count).dropLast("\">".count)
        #expect(!inner.utf8.contains { "<>\"'".utf8.contains($0) })
        var back = String(inner)
        for (reference, character) in [("lt", "<"), ("gt", ">"), ("quot", "\""), ("#39", "'"), ("amp", "&")] {
            let pattern = try Regex("&\(reference);").matchingSemantics(.unicodeScalar)
            back = back.replacing(pattern, with: character)
        }
        #expect(Array(back.utf8) == Array(text.utf8))
    }

    @Test func `markup that is spliced in stays markup`() {
        let part: HTML = "<b>\("<")</b>"
        #expect(("<p>\(part)\([part, part])\(7)</p>" as HTML).markup == "<p><b>&lt;</b><b>&lt;</b><b>&lt;</b>7</p>")
    }

    @Test(arguments: [("listBrands", "listBrands"), ("a b/ü\"<", "a-b----"), ("x_1-y", "x_1-y")])
    func `an anchor has letters and digits only`(text: String, anchor: String) {
        #expect(text.anchor == anchor)
    }
}
