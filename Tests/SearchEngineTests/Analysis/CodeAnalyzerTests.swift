import SearchEngine
import Testing

@Suite struct CodeAnalyzerTests {
    private let index = Library.index([
        Library.product("1", "Pavilion notebook", sku: "dv7-1211ea"),
        Library.product("2", "Toner", sku: "006R90321"),
        Library.product("3", "Pavilion notebook", sku: "dv6-1211ea"),
    ])

    @Test(arguments: ["dv7-1211ea", "dv7 1211ea", "dv71211ea", "DV7/1211EA", "notebook dv7-1211ea"])
    func `a code is found however it is hyphenated`(query: String) {
        #expect(index.ids(query).first == "1")
        #expect(index.search(Query(query)).dropped.isEmpty)
    }

    @Test(arguments: ["006R90321", "006r90321", "6R90321"])
    func `leading zeros may be left out`(query: String) {
        #expect(index.ids(query) == ["2"])
    }

    @Test func `a code is found by a part`() {
        #expect(Set(index.ids("1211ea")) == ["1", "3"])
    }

    @Test func `a code that is unknown is not corrected into another`() {
        let answer = index.search(Query("006R90322"))
        #expect(answer.correctedText == nil)
        #expect(answer.hits.isEmpty)
    }
}
