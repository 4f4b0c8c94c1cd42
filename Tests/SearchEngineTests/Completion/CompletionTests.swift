import SearchEngine
import Testing

@Suite struct CompletionTests {
    private let index = Library.index([
        Library.product("1", "laptop bag", brand: "Lamy", category: ["office", "laptop cases"]),
        Library.product("2", "laptop stand"), Library.product("3", "lamp"),
        Library.product("4", "laptops and more", category: ["office", "hard drives"]),
    ])

    @Test func `words, products, brands and categories complete a prefix`() {
        let found = index.complete("la", limit: 20)
        #expect(found.first == Completion(text: "laptop", kind: "query", score: 2))
        #expect(Set(found.map(\.kind)) == ["query", "product", "brand", "category"])
        #expect(found.contains { $0.text == "Lamy" && $0.kind == "brand" })
    }

    @Test func `a word inside a category is completed too`() {
        #expect(index.complete("driv").contains { $0.text == "hard drives" && $0.kind == "category" })
    }

    @Test func `the last of several words is completed among the documents with the others`() {
        #expect(index.complete("laptop st").contains { $0.text == "laptop stand" && $0.kind == "query" })
        #expect(!index.complete("laptop la").contains { $0.text == "laptop lamp" })
    }

    @Test(arguments: ["lpatop", "latpo"])
    func `a misspelt prefix is forgiven`(typed: String) {
        #expect(index.complete(typed).contains { $0.text.hasPrefix("laptop") })
    }

    @Test func `no more suggestions than asked for are given`() {
        #expect(index.complete("la", limit: 2).count == 2)
        #expect(index.complete("la", limit: 0).isEmpty)
        #expect(index.complete("la", limit: -1).isEmpty)
    }

    @Test func `what is suggested follows every change, for short beginnings too`() {
        let index = Library.index([Library.product("1", "lamp")])
        for beginning in ["la", "lam", "lamps"] {
            #expect(index.complete(beginning).first?.text == "lamp")
            #expect(index.complete(beginning, limit: 0).isEmpty)
        }
        index.apply([.put(Library.product("1", "lantern")), .put(Library.product("2", "lantern"))])
        #expect(index.complete("la").first == Completion(text: "lantern", kind: "query", score: 2))
        #expect(index.complete("la", limit: 1).count == 1)
        var settings = index.settings
        settings.hiddenCompletions = ["lantern"]
        index.update(settings: settings)
        #expect(!index.complete("la").contains { $0.text == "lantern" })
    }
}
