import SearchEngine
import Testing

@Suite struct QueryPlannerTests {
    private let index = Library.index(names: [
        "laptop computer", "laptop bag", "tablet computer", "digital camera", "desk lamp", "desktop printer",
        "phone charger", "phone changer",
    ])

    @Test(arguments: [
        ("lapotp", "laptop"), ("laptp", "laptop"), ("laptopp", "laptop"), ("alptop", "laptop"), ("camere", "camera"),
        ("comptuer", "computer"), ("digtial camera", "digital camera"),
    ])
    func `a misspelt word is corrected and said so`(typed: String, corrected: String) {
        let answer = index.search(Query(typed))
        #expect(answer.correctedText == corrected)
        #expect(!answer.hits.isEmpty)
    }

    @Test func `a known word is never corrected`() {
        #expect(index.search(Query("changer")).correctedText == nil)
        #expect(index.ids("changer") == ["7"])
        #expect(index.ids("desk") == ["4"])
    }

    @Test func `short words are corrected when nothing else is found, numbers never`() {
        #expect(index.ids("bga") == ["1"])
        #expect(Library.index(names: ["model 12345"]).search(Query("12346")).hits.isEmpty)
    }

    @Test func `an unknown last word matches as a prefix`() {
        #expect(index.ids("digital cam") == ["3"])
        #expect(index.ids("cam digital") == ["3"] || !index.search(Query("cam digital")).dropped.isEmpty)
    }

    @Test func `documents with all words come before those with fewer`() {
        let answer = index.search(Query("laptop computer"))
        #expect(answer.hits.first?.id == "0")
    }

    @Test func `words that no document has are dropped and reported`() {
        let answer = index.search(Query("laptop xyzzyq"))
        #expect(answer.dropped == ["xyzzyq"])
        #expect(Set(answer.hits.map(\.id)) == ["0", "1"])
    }

    @Test func `when no document has all words the largest set that one has is kept`() {
        let index = Library.index(names: ["micro sd card", "sd card reader", "usb fan", "gadget bag"])
        let answer = index.search(Query("fan sd card"))
        #expect(answer.dropped == ["fan"])
        #expect(Set(answer.hits.prefix(2).map(\.id)) == ["0", "1"])
        // There is room for more, and a smaller set of words has it.
        #expect(answer.hits.map(\.id).last == "2")
    }

    @Test func `a word is corrected to what stands beside the other words`() {
        let index = Library.index(
            names: (0..<20).map { "usb fan \($0)" } + (0..<60).map { "use of paper \($0)" } + ["desk fan"])
        #expect(index.search(Query("usj fan")).correctedText == "usb fan")
        #expect(index.search(Query("usj paper")).correctedText == "use paper")
    }

    @Test func `a rare word stays first, and what it may be a slip of follows`() {
        let index = Library.index(names: ["dek game"] + (0..<30).map { "desk \($0)" })
        let answer = index.search(Query("dek", limit: 50, explain: true))
        #expect(answer.correctedText == nil)
        #expect(answer.hits.first?.id == "0")
        #expect(answer.total == 31)
        for hit in answer.hits { #expect(abs((hit.explanation?.score ?? 0) - hit.score) < 1e-5) }
        let together = index.search(Query("dek 7", limit: 50, explain: true))
        #expect(together.correctedText == "desk 7")
        #expect(together.hits.first?.id == "8")
        #expect(together.hits.first?.explanation?.words.allSatisfy { $0.score > 0 } == true)
    }

    @Test(arguments: ["lapotp", "bga", "tabletcompuetr"])
    func `nothing is corrected where typos are not forgiven`(typed: String) {
        let rules = TypoRules(oneEditFrom: .max, twoEditsFrom: .max)
        let answer = index.search(Query(typed), under: SearchSettings(typos: rules))
        #expect(answer.correctedText == nil)
        #expect(answer.hits.isEmpty)
    }

    @Test(arguments: ["chargrs", "chagers", "chargers"])
    func `a plural that no text has is corrected to the singular`(typed: String) {
        #expect(Set(index.ids(typed)) == ["6"] || index.ids(typed).first == "6")
    }

    @Test(arguments: ["24 inch", "24\"", "24in", "24-inch", "24 inches"])
    func `a number with its unit is one thing`(typed: String) {
        let index = Library.index(names: ["monitor 24 in", "monitor 24\"", "monitor 24inch", "monitor 22 in"])
        #expect(Set(index.ids("monitor " + typed).prefix(3)) == ["0", "1", "2"])
    }

    @Test(arguments: ["006R90321", "6R90321", "006r-90321", "006R 90321"])
    func `a code is found with and without zeros, hyphens and spaces, and nothing behind it`(typed: String) {
        let index = Library.index([
            Library.product("1", "toner cartridge", sku: "006R90321"), Library.product("2", "toner 90321 paper"),
        ])
        #expect(index.ids(typed).first == "1")
    }

    @Test(arguments: ["dv7-1211ea", "dv7 1211ea", "dv71211ea", "DV7-1211EA"])
    func `a model number is found however it is parted`(typed: String) {
        let index = Library.index(names: ["HP dv7-1211ea notebook", "HP dv7 notebook", "HP 1210 printer"])
        #expect(index.ids(typed).first == "0")
    }

    @Test func `what ends a phrase comes before what goes with it`() {
        let index = Library.index([
            Library.product("bag", "Acme notebook bag", category: ["computers", "notebook"]),
            Library.product("box", "Acme box for notebook bags", category: ["computers", "notebook"]),
            Library.product("real", "Acme notebook 15", category: ["computers", "notebook"]),
        ])
        #expect(index.ids("notebook").first == "real")
    }

    @Test func `stop words count only when there is nothing else`() {
        let index = Library.index(names: ["the boys", "boys bike", "the"])
        #expect(Set(index.ids("the boys")) == ["0", "1"])
        #expect(Set(index.ids("the")) == ["0", "2"])
    }
}
