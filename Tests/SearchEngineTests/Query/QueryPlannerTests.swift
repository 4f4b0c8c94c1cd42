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
        #expect(Set(answer.hits.map(\.id)) == ["0", "1"])
    }

    @Test func `stop words count only when there is nothing else`() {
        let index = Library.index(names: ["the boys", "boys bike", "the"])
        #expect(Set(index.ids("the boys")) == ["0", "1"])
        #expect(Set(index.ids("the")) == ["0", "2"])
    }
}
