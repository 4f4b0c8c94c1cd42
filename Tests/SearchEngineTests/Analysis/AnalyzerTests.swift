import SearchEngine
import Testing

@Suite struct AnalyzerTests {
    @Test(arguments: [
        ("Café Crème", "cafe creme"), ("ÜBERGRÖSSE", "ubergrosse"), ("Straße", "strasse"), ("e\u{301}tude", "étude"),
        ("Ångström", "angstrom"), ("ＦＵＬＬ width", "full"), ("Москва", "москва"), ("Ελλάδα", "ελλαδα"),
    ])
    func `case and accents do not matter`(text: String, query: String) {
        #expect(Library.index(names: [text]).ids(query) == ["0"])
    }

    @Test(arguments: ["24 inch", "24\"", "24in", "24-inch", "24″", "24 inches"])
    func `a number with its unit is found however it is written`(spelling: String) {
        let index = Library.index(names: ["Monitor 24\" wide", "Monitor 24 inch", "Monitor 24in", "Monitor 27 inch"])
        #expect(Set(index.ids("monitor " + spelling)).isSuperset(of: ["0", "1", "2"]))
        #expect(Set(index.ids("monitor " + spelling).prefix(3)) == ["0", "1", "2"])
    }

    @Test func `plurals and singulars find each other`() {
        let index = Library.index(names: ["battery box", "glass lens", "watch strap"])
        #expect(index.ids("batteries boxes") == ["0"])
        #expect(index.ids("glasses") == ["1"])
        #expect(index.ids("watches straps") == ["2"])
        #expect(index.ids("lens") == ["1"])
    }

    @Test func `words written together and apart find each other`() {
        let index = Library.index(names: ["oak bookcase", "wi-fi router"])
        #expect(index.ids("book case") == ["0"])
        #expect(index.ids("wifi") == ["1"])
        #expect(index.ids("wi fi router") == ["1"])
        #expect(index.ids("oakbookcase") == ["0"])
    }

    @Test func `ideographs are found by any two neighbours`() {
        let index = Library.index(names: ["東京都タワー", "京都の寺"])
        #expect(index.ids("東京") == ["0"])
        #expect(Set(index.ids("京都")) == ["0", "1"])
    }

    @Test func `apostrophes do not hide words`() {
        let index = Library.index(names: ["Men's watch", "O’Neil jacket"])
        #expect(index.ids("men") == ["0"])
        #expect(index.ids("oneil") == ["1"])
    }

    @Test func `any text whatever is indexed and searched without a trap`() {
        var random = SeededGenerator(7)
        let pieces = [
            "a", "9", "\0", "\u{1}", "-", "'", "\"", ".", "ß", "é", "e\u{301}", "👩‍👩‍👧", "東", "ｱ", "א", "\u{202E}", " ",
            "\n",
            "'s", "1.0", "24in", "&", "<", "\u{FFFD}", "\u{10FFFF}", "İ", "ﬁ", "½", "١",
        ]
        for _ in 0..<400 {
            let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            let name = text.joined()
            let index = Library.index([Library.product("1", name, sku: name, brand: name, category: [name, name])])
            let filters: [Filter] = [.anyOf(field: "brand", values: [name]), .under(field: "category", path: [name])]
            #expect(index.search(Query("", filters: filters)).total == 1)
            _ = index.search(Query(name, highlight: true, explain: true))
            _ = index.complete(name)
        }
    }

    @Test(arguments: [
        String(repeating: "a", count: 10_240), String(repeating: "é ", count: 5_000), "\"'\\ OR 1=1 --*?",
    ])
    func `endless and hostile queries get an answer`(text: String) {
        let index = Library.index(names: ["kettle", text])
        _ = index.search(Query(text, offset: .max, limit: .max))
        _ = index.search(Query(text, offset: .min, limit: .min))
        _ = index.complete(text, limit: .max)
    }
}
