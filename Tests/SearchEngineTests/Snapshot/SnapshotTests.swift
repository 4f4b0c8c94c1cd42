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
        _ = try saved(4)
        defer { try? FileManager.default.removeItem(at: url) }
        let bytes = try Data(contentsOf: url)
        for length in 0..<bytes.count { #expect(load(bytes.prefix(length)) == .truncated) }
        #expect(load(bytes + [0]) == .corrupt)
    }

    @Test func `a flipped bit is noticed in every byte`() throws {
        _ = try saved(4)
        defer { try? FileManager.default.removeItem(at: url) }
        var bytes = try Data(contentsOf: url)
        var random = SeededGenerator(11)
        for place in bytes.indices {
            let bit: UInt8 = 1 << UInt8.random(in: 0...7, using: &random)
            bytes[place] ^= bit
            #expect(load(bytes) != nil, "byte \(place)")
            bytes[place] ^= bit
        }
        #expect(load(bytes) == nil)
    }

    @Test func `what a killed process left of its save changes nothing and is cleared away`() throws {
        let index = try saved(5)
        defer { try? FileManager.default.removeItem(at: url) }
        let whole = try Data(contentsOf: url)
        // No process has this number: the kernel's limit is 2^22.
        let remains = URL(filePath: url.path + ".4194305.tmp")
        try whole.prefix(whole.count / 2).write(to: remains)
        #expect(try SearchIndex.load(from: url, schema: Library.schema).index.documentCount == 5)
        index.apply([.put(Library.product("new", "lamp"))])
        try index.save(to: url)
        #expect(!FileManager.default.fileExists(atPath: remains.path))
        #expect(try SearchIndex.load(from: url, schema: Library.schema).index.documentCount == 6)
    }

    @Test func `a save that fails leaves the snapshot that was there`() throws {
        let index = try saved(5)
        defer { try? FileManager.default.removeItem(at: url) }
        let whole = try Data(contentsOf: url)
        // A folder in the place of the file that is written beside.
        let obstacle = URL(filePath: url.path + ".\(getpid()).tmp")
        try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: obstacle) }
        #expect(throws: POSIXError.self) { try index.save(to: url) }
        #expect(throws: POSIXError.self) { try index.save(to: url.appending(path: "below/a/file")) }
        #expect(try Data(contentsOf: url) == whole)
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
