import Foundation
import SearchEngine

/// An index without an index: scans all documents for everything. Texts are lower-case words with spaces.
struct BruteForce {
    let schema: Schema
    private(set) var documents: [String: Document] = [:]

    init(schema: Schema) { self.schema = schema }

    mutating func apply(_ changes: [Change]) {
        for change in changes {
            switch change {
            case .put(let document): documents[document.id] = document
            case .delete(let id): documents[id] = nil
            }
        }
    }

    private func tokens(_ document: Document, _ field: String) -> [String] {
        (document.text[field] ?? "").split(separator: " ").map(String.init)
    }

    private func has(_ document: Document, _ word: String) -> Bool {
        schema.text.contains { tokens(document, $0.name).contains(word) }
    }

    private func passes(_ document: Document, _ filter: Filter) -> Bool {
        switch filter {
        case .anyOf(let field, let values): values.contains { (document.keywords[field] ?? []).contains($0) }
        case .allOf(let field, let values): values.allSatisfy { (document.keywords[field] ?? []).contains($0) }
        case .under(let field, let path): (document.paths[field] ?? []).contains { $0.starts(with: path) }
        case .range(let field, let from, let to):
            document.numbers[field].map { $0 >= from ?? .min && $0 <= to ?? .max } ?? false
        }
    }

    func find(_ words: [String], _ filters: [Filter]) -> [Document] {
        documents.values.filter { document in
            words.allSatisfy { has(document, $0) } && filters.allSatisfy { passes(document, $0) }
        }
    }

    func sorted(_ words: [String], _ filters: [Filter], _ sort: Sort) -> [String] {
        guard case .number(let field, let order) = sort else { return [] }
        return find(words, filters).sorted { left, right in
            let (a, b) = (left.numbers[field], right.numbers[field])
            if a == b { return left.id < right.id }
            guard let a, let b else { return a != nil }
            return order == .ascending ? a < b : a > b
        }.map(\.id)
    }

    /// BM25F from its formula, with the engine's default parameters.
    func ranked(_ words: [String], _ filters: [Filter]) -> [String: Double] {
        let settings = SearchSettings()
        func length(_ document: Document) -> Double {
            schema.text.reduce(0) { $0 + $1.boost * Double(tokens(document, $1.name).count) }
        }
        let count = Double(documents.count)
        let mean = documents.values.reduce(0) { $0 + length($1) } / count
        var scores: [String: Double] = [:]
        for document in find(words, filters) {
            let norm = settings.k1 * (1 - settings.b + settings.b * length(document) / mean)
            var score = 0.0
            for word in words {
                let frequency = Double(documents.values.count { has($0, word) })
                var weight = 0.0
                for field in schema.text {
                    weight += field.boost * Double(tokens(document, field.name).count { $0 == word })
                }
                let rarity = log(1 + (count - frequency + 0.5) / (frequency + 0.5))
                score += rarity * weight / (weight + norm)
            }
            scores[document.id] = score
        }
        return scores
    }

    func count(_ words: [String], _ filters: [Filter], _ request: FacetRequest) -> Facet {
        let found = find(words, filters.filter { $0.field != request.field })
        switch request {
        case .values(let field, let limit):
            let counts = tally(found.flatMap { Set($0.keywords[field] ?? []) })
            return .values(counts.prefix(limit).map { Facet.Value(value: $0.0, count: $0.1) })
        case .tree(let field, let limit):
            let nodes = found.flatMap { document in
                Set((document.paths[field] ?? []).flatMap { path in path.indices.map { Array(path[...$0]) } })
            }
            let counts = tally(nodes.map { $0.joined(separator: "\u{1}") })
            return .tree(
                counts.prefix(limit).map { node, count in
                    Facet.Node(path: node.split(separator: "\u{1}").map(String.init), count: count)
                })
        case .ranges(let field, let width, _):
            let floors = found.compactMap { $0.numbers[field] }.map {
                Int64((Double($0) / Double(width)).rounded(.down)) * width
            }
            let counts = Dictionary(floors.map { ($0, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
            var buckets = counts.map { Facet.Bucket(from: $0.key, to: $0.key + width, count: $0.value) }
            if let last = buckets.indices.last { buckets[last].to = nil }
            return .ranges(buckets)
        case .bounds: return .ranges([])
        }
    }

    private func tally(_ values: [String]) -> [(String, Int)] {
        var counts: [String: Int] = [:]
        for value in values { counts[value, default: 0] += 1 }
        let sorted = counts.sorted { left, right in
            if left.value != right.value { return left.value > right.value }
            return left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
        }
        return sorted.map { ($0.key, $0.value) }
    }
}
