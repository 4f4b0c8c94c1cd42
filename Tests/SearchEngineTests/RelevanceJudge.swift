import Foundation
import SearchEngine

/// Reads products, queries and ratings, and measures as `bench/search/eval.py` does.
struct RelevanceJudge {
    private let folder: URL
    private var ratings: [String: [String: Double]] = [:]

    static let schema = Schema(
        text: [
            .init("name", boost: 3), .init("description", boost: 2), .init("category", boost: 1.5), .init("brand"),
            .init("attributes", boost: 0.5),
        ], codes: ["sku", "ean"], keywords: ["brand"], paths: ["category"])

    init(_ folder: URL) throws {
        self.folder = folder
        for row in try rows("icecat.qrels.tsv") where row.count == 3 {
            ratings[row[0], default: [:]][row[1]] = (Double(row[2]) ?? 0) / 3
        }
    }

    private func rows(_ file: String) throws -> [[String]] {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        return text.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    }

    func index() throws -> SearchIndex {
        let index = SearchIndex(schema: Self.schema)
        let lines = try unzipped("icecat.products.jsonl.gz").split(separator: UInt8(ascii: "\n"))
        index.apply(try lines.map { .put(try JSONDecoder().decode(Product.self, from: $0).document) })
        return index
    }

    private func unzipped(_ file: String) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", folder.appending(path: file).path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return data
    }

    func ndcg(_ index: SearchIndex, queries: String) throws -> Double {
        var sum = 0.0
        var count = 0.0
        for row in try rows(queries) where row.count == 2 {
            let rated = ratings[row[0]] ?? [:]
            let ideal = gain(rated.values.sorted(by: >))
            guard ideal > 0 else { continue }
            sum += gain(index.search(Query(row[1], limit: 10)).hits.map { rated[$0.id] ?? 0 }) / ideal
            count += 1
        }
        return sum / max(1, count)
    }

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
