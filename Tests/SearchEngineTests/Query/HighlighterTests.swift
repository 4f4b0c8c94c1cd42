import SearchEngine
import Testing

@Suite struct HighlighterTests {
    @Test func `found words are marked and the rest is escaped`() {
        let index = Library.index(names: ["<b>Oak</b> desks & \"lamps\""])
        let hit = index.search(Query("desk lamp", highlight: true)).hits.first
        #expect(
            hit?.highlights["name"] == "&lt;b&gt;Oak&lt;/b&gt; <mark>desks</mark> &amp; &quot;<mark>lamps</mark>&quot;")
    }

    @Test func `a long text is cut to the surroundings of the first match`() {
        let text = String(repeating: "filler ", count: 100) + "kettle " + String(repeating: "more ", count: 100)
        let index = Library.index([Library.product("1", "x", description: text)])
        let snippet = index.search(Query("kettle", highlight: true)).hits.first?.highlights["description"] ?? ""
        #expect(snippet.hasPrefix("…filler") && snippet.hasSuffix("…"))
        #expect(snippet.contains("<mark>kettle</mark>"))
        #expect(snippet.utf8.count < 260)
    }

    @Test func `fields without a match have no snippet`() {
        let index = Library.index([Library.product("1", "kettle", description: "for tea")])
        #expect(index.search(Query("kettle", highlight: true)).hits.first?.highlights.keys.sorted() == ["name"])
    }
}
