import SearchEngine
import Testing

@Suite struct SynonymTests {
    private static let names = [
        "television red", "tv blue", "flat screen green", "screen protector flat pack television", "telly", "sofa",
        "settee", "couch table",
    ]

    private func index(_ synonyms: [Synonym]) -> SearchIndex {
        let index = Library.index(names: Self.names)
        index.update(settings: SearchSettings(synonyms: synonyms))
        return index
    }

    @Test func `a one-way synonym leads one way`() {
        let index = index([.oneWay("tv", means: ["television"])])
        #expect(index.ids("tv") == ["1", "0", "3"])
        #expect(index.ids("television").contains("1") == false)
    }

    @Test func `multi-way synonyms find each other, with several words too`() {
        let index = index([.multiWay(["television", "tv", "flat screen"])])
        #expect(Set(index.ids("tv")) == ["0", "1", "2", "3"])
        #expect(Set(index.ids("flat screen")) == ["0", "1", "2", "3"])
        #expect(index.ids("tv").first == "1")
        #expect(Set(index.ids("flat screen").prefix(2)) == ["2", "3"])
    }

    @Test func `what has the words themselves stands above what has a synonym`() {
        let long = "couch " + (1...40).map { "word\($0)" }.joined(separator: " ")
        let index = Library.index([
            Library.product("long", "thing", description: long), Library.product("short", "sofa sofa sofa"),
        ])
        index.update(settings: SearchSettings(synonyms: [.multiWay(["couch", "sofa"])]))
        #expect(index.ids("couch") == ["long", "short"])
        #expect(index.ids("sofa") == ["short", "long"])
        let hits = index.search(Query("couch")).hits
        #expect(hits[0].score > hits[1].score)
    }

    @Test func `a word that only a synonym knows is not taken for a misspelling`() {
        let index = index([.oneWay("sofas", means: ["settees"]), .oneWay("goggle box", means: ["tv"])])
        #expect(index.ids("goggle box") == ["1"])
        #expect(index.search(Query("goggle box")).correctedText == nil)
        #expect(Set(index.ids("sofa")) == ["5", "6"])
    }

    @Test func `synonyms go together with other words`() {
        let index = index([.multiWay(["television", "tv", "flat screen"])])
        #expect(index.ids("blue television").first == "1")
        #expect(index.ids("green tv").first == "2")
        #expect(index.search(Query("green tv", limit: 1)).hits.count == 1)
    }

    @Test func `synonyms change without indexing anew, and may be tried before`() {
        let index = index([])
        #expect(index.ids("couch") == ["7"])
        let settings = SearchSettings(synonyms: [.multiWay(["couch", "settee"])])
        #expect(index.search(Query("couch"), under: settings).hits.map(\.id) == ["7", "6"])
        #expect(index.ids("couch") == ["7"])
        index.update(settings: settings)
        #expect(index.ids("couch") == ["7", "6"])
    }

    @Test func `a synonym that the index does not have, a long phrase and an empty one do nothing`() {
        let index = index([
            .multiWay(["sofa", "divan"]), .multiWay(["sofa", ""]), .oneWay("sofa", means: ["a b c d e f g"]),
        ])
        #expect(index.ids("sofa") == ["5"])
        #expect(index.search(Query("divan")).hits.map(\.id) == ["5"])
    }

    @Test func `a phrase is as long as its telling words, and no longer one is looked for`() {
        let settings = SearchSettings()
        #expect(settings.synonymLength(of: "the Flat-screen of the TV") == 3)
        #expect(settings.synonymLength(of: "of the") == 2)
        #expect(settings.synonymLength(of: " ?! ") == 0)
        let (four, five) = ("sofa settee couch table", "sofa settee couch table green")
        #expect(settings.synonymLength(of: four) == Synonym.longestPhrase)
        let index = index([.oneWay(four, means: ["telly"]), .oneWay(five, means: ["tv"])])
        #expect(index.ids(four).contains("4"))
        #expect(!index.ids(five).contains("1"))
    }
}
