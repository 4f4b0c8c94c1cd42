import SearchEngine
import Testing

@Suite struct SettingsTests {
    private let index = Library.index([
        Library.product("1", "kettle", description: "steel", price: 1),
        Library.product("2", "steel", description: "kettle", price: 100), Library.product("3", "für elise"),
        Library.product("4", "elise"),
    ])

    @Test func `boosts and signals change at once for all that follows`() {
        #expect(index.ids("kettle") == ["1", "2"])
        var settings = index.settings
        settings.boosts = ["description": 20]
        index.update(settings: settings)
        #expect(index.settings.boosts == ["description": 20])
        #expect(index.ids("kettle") == ["2", "1"])
        settings.boosts = [:]
        settings.signals = [Signal("price", weight: 50, curve: .linear(maximum: 100))]
        index.update(settings: settings)
        #expect(index.ids("kettle") == ["2", "1"])
        index.apply([.put(Library.product("5", "kettle", price: 1_000))])
        #expect(index.ids("kettle").first == "5")
    }

    @Test func `settings may be tried for one search`() {
        var settings = index.settings
        settings.boosts = ["description": 20]
        #expect(index.search(Query("kettle"), under: settings).hits.map(\.id) == ["2", "1"])
        #expect(index.ids("kettle") == ["1", "2"])
    }

    @Test func `an index under updated settings answers as one that was made with them`() {
        let settings = SearchSettings(
            k1: 1, b: 0.1, boosts: ["name": 0.5], kindBoost: 0,
            signals: [Signal("price", weight: 1, curve: .linear(maximum: 9))], stopWords: [])
        let made = Library.index(
            ["kettle steel", "steel", "steel steel kettle"].enumerated().map {
                Library.product("\($0.offset)", $0.element, price: Int64($0.offset))
            }, settings: settings)
        let updated = Library.index(
            ["kettle steel", "steel", "steel steel kettle"].enumerated().map {
                Library.product("\($0.offset)", $0.element, price: Int64($0.offset))
            })
        updated.update(settings: settings)
        for text in ["steel", "kettle", "kettle steel", ""] {
            #expect(made.search(Query(text)).hits.map(\.score) == updated.search(Query(text)).hits.map(\.score))
        }
    }

    @Test func `stop words are folded like the words of a query`() {
        #expect(index.ids("für elise").first == "3")
        var settings = index.settings
        settings.stopWords = ["FÜR"]
        #expect(settings.stopWords == ["fur"])
        let answer = index.search(Query("für elise"), under: settings)
        #expect(Set(answer.hits.map(\.id)) == ["3", "4"])
        #expect(answer.dropped.isEmpty)
    }

    @Test(arguments: [("toner", 1), ("as seen on toner", 4), ("wi-fi", 2), ("don't", 1), (" ", 0), ("🙂", 0), ("", 0)])
    func `the words of a text are counted as they are searched for`(text: String, count: Int) {
        #expect(SearchSettings.wordCount(of: text) == count)
    }

    @Test func `hidden texts are not suggested`() {
        #expect(index.complete("ket").contains { $0.text == "kettle" })
        var settings = index.settings
        settings.hiddenCompletions = ["Kettle"]
        index.update(settings: settings)
        #expect(!index.complete("ket").contains { $0.text.lowercased() == "kettle" })
    }
}
