import Foundation
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

    @Test func `a beginning of rare words may be a slip of a common one, which is suggested behind them`() {
        let rare = [Library.product("rare", "you cannot miss it"), Library.product("thin", "thinkpad")]
        let common = (0..<40).map { Library.product("\($0)", "canon thing \($0)", brand: "Canon") }
        let index = Library.index(rare + common)
        let found = index.complete("canno")
        #expect(found.first?.text == "cannot")
        #expect(found.contains(Completion(text: "Canon", kind: "brand", score: 40)))
        #expect(found.count <= 10)
        #expect(Set(found.map { $0.text.lowercased() }).count == found.count)
        #expect(index.complete("you canno", limit: 1).map(\.text) == ["you cannot"])
        // Too short to tell, a common beginning, or one that is no whole word.
        #expect(!index.complete("cna").contains { $0.text.lowercased() == "canon" })
        #expect(!index.complete("thin").contains { $0.text == "cannot" })
        #expect(index.complete("thinkp").allSatisfy { $0.text == "thinkpad" })
        var settings = index.settings
        settings.typos.rareBelow = 0
        index.update(settings: settings)
        #expect(!index.complete("canno").contains { $0.text.lowercased() == "canon" })
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

    /// In one segment with documents that stay, so that it is not merged.
    @Test(arguments: ["acm", "widg", "gizm", "gadgets wid"])
    func `nothing is suggested that only deleted documents have`(typed: String) {
        let kept = (0..<20).map { Library.product("kept \($0)", "lamp gadgets", brand: "Orvik", category: ["lamps"]) }
        let gone = Library.product("gone", "widget gadgets", brand: "Acme", category: ["gizmos"])
        let index = Library.index(kept + [gone])
        #expect(!index.complete(typed).isEmpty)
        index.apply([.delete(id: "gone")])
        #expect(index.statistics.deleted == 1)
        #expect(index.complete(typed).isEmpty)
        #expect(index.complete("orv").first == Completion(text: "Orvik", kind: "brand", score: 20))
        index.apply([.put(gone)])
        #expect(index.complete("acm").first == Completion(text: "Acme", kind: "brand", score: 1))
    }

    @Test func `a snapshot suggests nothing that only deleted documents have`() throws {
        let kept = (0..<20).map { Library.product("kept \($0)", "lamp", brand: "Acorn") }
        let index = Library.index(kept + [Library.product("gone", "lamp", brand: "Acme")])
        index.apply([.delete(id: "gone"), .delete(id: "kept 0")])
        let url = FileManager.default.temporaryDirectory.appending(path: "search-\(UUID().uuidString).snapshot")
        defer { try? FileManager.default.removeItem(at: url) }
        try index.save(to: url)
        let loaded = try SearchIndex.load(from: url, schema: Library.schema).index
        #expect(loaded.complete("ac") == [Completion(text: "Acorn", kind: "brand", score: 19)])
    }
}
