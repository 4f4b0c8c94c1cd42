import Foundation
import SearchEngine
import Testing

@Suite struct SnapshotTests {
    private let url = FileManager.default.temporaryDirectory.appending(path: "search-\(UUID().uuidString).snapshot")

    private func saved(_ documents: Int = 60) throws -> SearchIndex {
        let index = Library.index([])
        for number in 0..<documents {
            index.apply([
                .put(
                    Library.product(
                        "\(number)", "lamp \(number)", sku: "L-\(number)", brand: "Acme", category: ["home"]))
            ])
        }
        index.apply([.delete(id: "7")])
        try index.save(to: url, tag: Array("feed 42".utf8))
        return index
    }

    private func load(_ bytes: Data) -> SnapshotError? {
        do {
            try bytes.write(to: url)
            _ = try SearchIndex.load(from: url, schema: Library.schema, settings: .init())
            return nil
        } catch { return error as? SnapshotError }
    }

    @Test func `a loaded index answers as the saved one`() throws {
        let index = try saved()
        defer { try? FileManager.default.removeItem(at: url) }
        let (loaded, tag) = try SearchIndex.load(from: url, schema: Library.schema, settings: .init())
        #expect(tag == Array("feed 42".utf8))
        #expect(loaded.documentCount == 59)
        let facets: [FacetRequest] = [.values(field: "brand", limit: 5), .tree(field: "category", limit: 5)]
        for text in ["lamp", "lamp 12", "L-30", "lapm", ""] {
            let (a, b) = (index.search(Query(text, facets: facets)), loaded.search(Query(text, facets: facets)))
            #expect(a.hits.map(\.id) == b.hits.map(\.id) && a.total == b.total && a.facets == b.facets)
            #expect(a.hits.map { Array($0.stored) } == b.hits.map { Array($0.stored) })
        }
        loaded.apply([.put(Library.product("new", "lamp"))])
        loaded.compact()
        #expect(loaded.documentCount == 60)
    }

    @Test func `a truncated snapshot is noticed wherever it ends`() throws {
        _ = try saved()
        defer { try? FileManager.default.removeItem(at: url) }
        let bytes = try Data(contentsOf: url)
        for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 150)) {
            #expect(load(bytes.prefix(length)) == .truncated)
        }
        #expect(load(bytes + [0]) == .corrupt)
    }

    @Test func `a flipped bit is noticed wherever it is`() throws {
        _ = try saved(10)
        defer { try? FileManager.default.removeItem(at: url) }
        let bytes = try Data(contentsOf: url)
        var random = SeededGenerator(11)
        let places = Array(0..<64) + (0..<300).map { _ in Int.random(in: 64..<bytes.count, using: &random) }
        for place in places {
            var flipped = bytes
            flipped[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            #expect(load(flipped) != nil, "byte \(place)")
        }
    }

    @Test func `another schema, no file and a directory are told apart`() throws {
        #expect(throws: SnapshotError.missing) {
            try SearchIndex.load(from: url, schema: Library.schema, settings: .init())
        }
        _ = try saved(3)
        defer { try? FileManager.default.removeItem(at: url) }
        #expect(throws: SnapshotError.otherSchema) {
            try SearchIndex.load(from: url, schema: Schema(text: [.init("title")]), settings: .init())
        }
        #expect(throws: SnapshotError.unreadable) {
            try SearchIndex.load(from: url.deletingLastPathComponent(), schema: Library.schema, settings: .init())
        }
    }

    @Test func `boosts may change without a new snapshot`() throws {
        _ = try saved(3)
        defer { try? FileManager.default.removeItem(at: url) }
        var schema = Library.schema
        schema.text[0].boost = 9
        #expect(try SearchIndex.load(from: url, schema: schema, settings: .init()).index.documentCount == 3)
    }
}
