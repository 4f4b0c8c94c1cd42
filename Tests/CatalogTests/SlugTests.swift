import Testing

@testable import Catalog

struct SlugTests {
    @Test(arguments: [
        ("Xerox 006R90321", "xerox-006r90321"), ("Crème brûlée", "creme-brulee"), ("  A--B__c  ", "a-b-c"),
        ("ÅNGSTRÖM", "angstrom"),
        ("50 % off!", "50-off"), ("漢字", "product"), ("", "product"), ("---", "product"), ("search", "product-search"),
        ("Feed", "product-feed"), ("suggestions", "product-suggestions"), ("İstanbul", "istanbul"), ("a'b", "a-b"),
        ("😀 x", "x"),
        ("01890a5d-ac96-774b-bcce-b302099a8057", "product-01890a5d-ac96-774b-bcce-b302099a8057"),
    ])
    func `A name becomes words of small letters and digits`(name: String, slug: String) {
        #expect(Slug.make(from: name, fallback: "product") == slug)
    }

    @Test func `Whatever the name, its slug is one that may be chosen`() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<3000 {
            let limit: UInt32 = [0x80, 0x80, 0x250, 0x3000, 0x1_0000].randomElement(using: &generator) ?? 0x80
            let scalars = (0..<Int.random(in: 0...140, using: &generator)).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator))
            }
            let name = String(String.UnicodeScalarView(scalars))
            let slug = Slug.make(from: name, fallback: "product")
            #expect(Slug.isValid(slug), "\(slug)")
            #expect(slug.count <= Slug.maximumLength + "product-".count)
            #expect(Slug.make(from: slug, fallback: "product") == slug)
        }
    }

    @Test func `A long name is cut at a word, a long word where it is full`() {
        let words = Array(repeating: "word", count: 40).joined(separator: " ")
        let slug = Slug.make(from: words, fallback: "product")
        #expect(slug == Array(repeating: "word", count: 16).joined(separator: "-"))
        #expect(Slug.make(from: String(repeating: "x", count: 200), fallback: "product").count == Slug.maximumLength)
    }

    @Test(arguments: [
        "", "A", "ä", "a b", "a_b", "a/b", "search", "feed", "suggestions", "01890a5d-ac96-774b-bcce-b302099a8057",
        String(repeating: "a", count: 121),
    ])
    func `What addresses could not tell apart is no slug`(text: String) {
        #expect(!Slug.isValid(text))
    }

    @Test func `Candidates begin with the wish, then the mark, then numbers, and never repeat`() {
        let marked = Array(Slug.candidates("kettle", mark: "K 1/A"))
        #expect(Array(marked.prefix(4)) == ["kettle", "kettle-k-1-a", "kettle-k-1-a-2", "kettle-k-1-a-3"])
        #expect(Set(marked).count == marked.count)
        #expect(Array(Slug.candidates("kettle", mark: nil).prefix(3)) == ["kettle", "kettle-2", "kettle-3"])
    }

    @Test func `Every candidate may be chosen, however long the name and the mark`() {
        let wish = Slug.make(from: String(repeating: "x", count: 200), fallback: "product")
        let candidates = Array(Slug.candidates(wish, mark: String(repeating: "9", count: 100)))
        #expect(candidates.allSatisfy(Slug.isValid))
    }
}
