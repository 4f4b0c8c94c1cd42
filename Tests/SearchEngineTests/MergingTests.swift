import Testing

@testable import SearchEngine

/// Segments are merged beside everything else: what happens meanwhile must not be undone.
struct MergingTests {
    /// Four segments of a size, which is when they are merged.
    private static func crowded() -> SearchIndex {
        let index = Library.index([])
        for number in 0..<4 { index.apply([.put(Library.product("\(number)", "lamp \(number)"))], merging: false) }
        return index
    }

    @Test func `changes are found before anything is merged`() {
        let index = Self.crowded()
        #expect(index.statistics.segments == 4)
        #expect(Set(index.ids("lamp")) == ["0", "1", "2", "3"])
        index.merge()
        #expect(index.statistics.segments == 1)
        #expect(Set(index.ids("lamp")) == ["0", "1", "2", "3"])
    }

    @Test func `what is deleted, replaced or added while segments are merged stays so`() throws {
        let index = Library.index([])
        for number in 0..<4 {
            let products = [Library.product("\(number)", "lamp"), Library.product("rug\(number)", "rug")]
            index.apply(products.map { .put($0) }, merging: false)
        }
        let merge = try #require(index.prepareMerge())
        index.apply(
            [.delete(id: "1"), .put(Library.product("2", "kettle")), .put(Library.product("9", "lamp"))], merging: false
        )
        index.finish(merge)
        #expect(Set(index.ids("lamp")) == ["0", "3", "9"])
        #expect(index.ids("kettle") == ["2"])
        #expect(index.documentCount == 8)
        #expect(index.statistics.segments == 2)
    }

    @Test func `settings that come while segments are merged hold for the merged one, too`() throws {
        let index = Library.index([])
        for number in 0..<4 {
            index.apply([.put(Library.product("\(number)", "lamp", price: Int64(number)))], merging: false)
        }
        let merge = try #require(index.prepareMerge())
        var settings = index.settings
        settings.signals = [Signal("price", weight: 1, curve: .linear(maximum: 4))]
        index.update(settings: settings)
        index.finish(merge)
        #expect(index.ids("lamp") == ["3", "2", "1", "0"])
    }

    @Test func `a merge whose segments somebody else has merged is left out`() throws {
        let index = Self.crowded()
        let merge = try #require(index.prepareMerge())
        index.apply([.delete(id: "0")], merging: false)
        index.compact()
        index.finish(merge)
        #expect(Set(index.ids("lamp")) == ["1", "2", "3"])
        #expect(index.documentCount == 3)
    }

    @Test func `many who change and merge at the same time lose nothing`() async {
        let index = Library.index([])
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<3 {
                group.addTask {
                    for round in 0..<60 {
                        let id = "\(writer)-\(round % 20)"
                        index.apply(
                            [round % 3 == 2 ? .delete(id: id) : .put(Library.product(id, "lamp \(round)"))],
                            merging: false)
                    }
                }
            }
            group.addTask { for _ in 0..<40 { index.merge() } }
        }
        index.merge()
        // The last round of each id is 40 to 59; every third of them deleted it.
        let expected = (0..<3).flatMap { writer in
            (40..<60).filter { $0 % 3 != 2 }.map { "\(writer)-\($0 % 20)" }
        }
        #expect(Set(index.search(Query("lamp", limit: 100)).hits.map(\.id)) == Set(expected))
        #expect(index.documentCount == expected.count)
    }
}
