import Foundation
import SearchEngine
import Testing

@Suite struct ConcurrencyTests {
    @Test func `searches see each change whole while others write`() async {
        let index = Library.index([])
        index.apply((0..<50).map { .put(Library.product("\($0)", "lamp generation 0")) })
        await withTaskGroup(of: Void.self) { group in
            for writer in 1...2 {
                group.addTask {
                    for generation in 0..<20 {
                        let name = "lamp generation \(writer * 100 + generation)"
                        index.apply((0..<50).map { .put(Library.product("\($0)", name)) })
                    }
                }
            }
            for _ in 0..<2 {
                group.addTask {
                    for _ in 0..<200 {
                        let answer = index.search(Query("lamp", limit: 100, highlight: true))
                        #expect(answer.total == 50)
                        #expect(Set(answer.hits.map { $0.highlights["name"] }).count == 1)
                        _ = index.complete("la")
                    }
                }
            }
        }
        #expect(index.documentCount == 50)
    }

    @Test func `a snapshot taken while others write, merge and search is a state that was`() async throws {
        let index = Library.index((0..<50).map { Library.product("\($0)", "lamp generation 0") })
        let url = FileManager.default.temporaryDirectory.appending(path: "search-\(UUID().uuidString).snapshot")
        defer { try? FileManager.default.removeItem(at: url) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for generation in 1...30 {
                    index.apply((0..<50).map { .put(Library.product("\($0)", "lamp generation \(generation)")) })
                    if generation % 7 == 0 { index.compact() }
                }
            }
            group.addTask {
                for _ in 0..<15 {
                    try index.save(to: url)
                    let saved = try SearchIndex.load(from: url, schema: Library.schema).index
                    let answer = saved.search(Query("lamp", limit: 100, highlight: true))
                    #expect(answer.total == 50)
                    #expect(Set(answer.hits.map { $0.highlights["name"] }).count == 1)
                }
            }
            group.addTask {
                for _ in 0..<200 { #expect(index.search(Query("generation lamp", limit: 3)).total == 50) }
            }
            try await group.waitForAll()
        }
    }
}
