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
}
