import Foundation
import SearchEngine
import Testing

/// The example of the article, compiled and run as it stands there.
@Suite struct ArticleTests {
    @Test func `a hundred books are indexed in ten lines`() {
        let schema = Schema(
            text: [.init("title", boost: 3), .init("blurb")], keywords: ["author"], numbers: ["year"])
        let index = SearchIndex(schema: schema)
        let books = (1...100).map { number in
            Document(
                id: "book-\(number)",
                text: ["title": "Sea tales, volume \(number)", "blurb": "A whale, a ship and a storm"],
                keywords: ["author": [number % 2 == 0 ? "Ishmael" : "Ahab"]], numbers: ["year": Int64(1850 + number)])
        }
        index.apply(books.map { .put($0) })
        let answer = index.search(Query("sea tals 42", facets: [.values(field: "author", limit: 5)]))

        #expect(index.documentCount == 100)
        #expect(answer.hits.first?.id == "book-42")
        #expect(answer.correctedText == "sea tales 42")
        #expect(answer.facets["author"]?.values.isEmpty == false)
    }

    @Test func `the article has the lines that are tested here`() throws {
        let here = URL(filePath: #filePath)
        let article = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/SearchEngine/SearchEngine.docc/SearchEngine.md")
        func lines(_ text: Substring) -> [String] {
            text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let parts = try String(contentsOf: article, encoding: .utf8).split(separator: "```")
        let example = lines(try #require(parts.first { $0.hasPrefix("swift") }?.dropFirst("swift".count)))
        let tested = lines(try String(contentsOf: here, encoding: .utf8)[...])
        #expect(example.count >= 8)
        #expect(example.allSatisfy(tested.contains))
    }
}
