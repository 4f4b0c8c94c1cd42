import Foundation
import SearchEngine

/// Reads products, queries and ratings, and measures as `bench/search/eval.py` does.
struct RelevanceJudge {
    private let folder: URL
    private let index: SearchIndex
    private var ratings: [String: [String: Double]] = [:]

    static let schema = Schema(
        text: [
            .init("name", boost: 3), .init("description", boost: 2), .init("category", boost: 1.5), .init("brand"),
            .init("attributes", boost: 0.5),
        ], codes: ["sku", "ean"], keywords: ["brand"], paths: ["category"])

    init(_ folder: URL) throws {
        self.folder = folder
        index = try Self.index(folder)
        for row in try rows("icecat.qrels.tsv") where row.count == 3 {
            ratings[row[0], default: [:]][row[1]] = (Double(row[2]) ?? 0) / 3
        }
    }

    private func rows(_ file: String) throws -> [[String]] {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        return text.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    }

    private static func index(_ folder: URL) throws -> SearchIndex {
        let index = SearchIndex(schema: Self.schema)
        let lines = try unzipped(folder.appending(path: "icecat.products.jsonl.gz")).split(
            separator: UInt8(ascii: "\n"))
        index.apply(try lines.map { .put(try JSONDecoder().decode(Product.self, from: $0).document) })
        return index
    }

    private static func unzipped(_ file: URL) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return data
    }

    /// The mean over the rated queries, and how many found nothing.
    func ndcg(queries: String) throws -> (ndcg: Double, none: Int) {
        var values: [Double] = []
        var none = 0
        for row in try rows(queries) where row.count == 2 {
            let found = index.search(Query(row[1], limit: 10)).hits.map(\.id)
            none += found.isEmpty ? 1 : 0
            if let value = ndcg(of: found, for: row[0]) { values.append(value) }
        }
        return (Self.mean(values), none)
    }

    /// The same with a random slip in each query, several times.
    func ndcgOfSlips(rounds: Int, seed: UInt64) throws -> (ndcg: Double, none: Int, count: Int) {
        var random = SeededGenerator(seed)
        var values: [Double] = []
        var none = 0
        for row in try (0..<rounds).flatMap({ _ in try rows("icecat.queries.tsv") }) where row.count == 2 {
            guard let typed = Self.misspelt(row[1], &random) else { continue }
            let found = index.search(Query(typed, limit: 10)).hits.map(\.id)
            none += found.isEmpty ? 1 : 0
            if let value = ndcg(of: found, for: row[0]) { values.append(value) }
        }
        return (Self.mean(values), none, values.count)
    }

    /// How many popular queries find nothing, and how much of the first ten of those whose words are all known is found
    /// with a slip in one of them.
    func popularQueries(seed: UInt64) throws -> (none: Int, count: Int, overlap: Double) {
        var random = SeededGenerator(seed)
        let queries = try rows("bestbuy.popular_queries.tsv").compactMap(\.first)
        var overlaps: [Double] = []
        var none = 0
        for text in queries {
            let answer = index.search(Query(text, limit: 10))
            none += answer.total == 0 ? 1 : 0
            guard answer.total > 0, answer.correctedText == nil, answer.dropped.isEmpty,
                let typed = Self.misspelt(text, &random)
            else { continue }
            let wanted = Set(answer.hits.map(\.id))
            let found = index.search(Query(typed, limit: 10)).hits.map(\.id)
            overlaps.append(Double(wanted.intersection(found).count) / Double(wanted.count))
        }
        return (none, queries.count, Self.mean(overlaps))
    }

    /// The text with one edit in one of its words of three letters or more.
    private static func misspelt(_ text: String, _ random: inout SeededGenerator) -> String? {
        var words = text.split(separator: " ").map { Array($0) }
        let places = words.indices.filter { place in
            words[place].count >= 3 && words[place].allSatisfy { $0.isASCII && $0.isLetter }
        }
        guard let place = places.randomElement(using: &random) else { return nil }
        let word = words[place]
        while words[place] == word {
            let at = Int.random(in: 0..<word.count - 1, using: &random)
            let letter = Character(Unicode.Scalar(UInt8.random(in: 97...122, using: &random)))
            switch Int.random(in: 0..<4, using: &random) {
            case 0: words[place].insert(letter, at: at)
            case 1: words[place].remove(at: at)
            case 2: words[place][at] = letter
            default: words[place].swapAt(at, at + 1)
            }
        }
        return words.map { String($0) }.joined(separator: " ")
    }

    private func ndcg(of found: [String], for query: String) -> Double? {
        let rated = ratings[query] ?? [:]
        let ideal = gain(rated.values.sorted(by: >))
        return ideal > 0 ? gain(found.map { rated[$0] ?? 0 }) / ideal : nil
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

    private func gain(_ grades: [Double]) -> Double {
        grades.prefix(10).enumerated().reduce(0) { $0 + $1.element / log2(Double($1.offset) + 2) }
    }
}

/// The fields of a product that are searched.
private struct Product: Decodable {
    /// An attribute; only strings are text.
    private struct Attribute: Decodable {
        var text: String?

        init(from decoder: any Decoder) throws {
            text = try? decoder.singleValueContainer().decode(String.self)
        }
    }

    private var id: String
    private var name: String
    private var description: String?
    private var category: [String]
    private var brand: String?
    private var sku: String?
    private var ean: [String]?
    private var attributes: [String: Attribute]?

    var document: Document {
        let values = (attributes ?? [:]).sorted { $0.key < $1.key }.compactMap(\.value.text)
        return Document(
            id: id,
            text: [
                "name": name, "description": description ?? "", "category": category.joined(separator: " "),
                "brand": brand ?? "", "attributes": values.joined(separator: " "),
            ], codes: ["sku": sku.map { [$0] } ?? [], "ean": ean ?? []], keywords: ["brand": brand.map { [$0] } ?? []],
            paths: ["category": [category]])
    }
}
