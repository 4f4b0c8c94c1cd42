import SearchEngine
import Testing

/// Compares the engine with a brute-force scorer on random corpora, changed step by step.
@Suite struct ModelTests {
    private static let words = ["red", "blue", "lamp", "desk", "chair", "oak", "steel", "mini", "grand", "sofa"]
    private static let brands = ["Acme", "Böhm", "Zeta"]
    private static let categories = [
        ["home"], ["home", "light"], ["office"], ["office", "desk"], ["office", "desk", "oak"],
    ]

    private static func document(_ id: Int, _ random: inout SeededGenerator) -> Document {
        func text(_ length: ClosedRange<Int>) -> String {
            (0..<Int.random(in: length, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
                .joined(separator: " ")
        }
        let price = Bool.random(using: &random) ? Int64.random(in: -50...50, using: &random) : nil
        return Library.product(
            "\(id)", text(1...4), description: text(0...12), brand: brands.randomElement(using: &random),
            colour: words.randomElement(using: &random), category: categories.randomElement(using: &random),
            price: price)
    }

    private static func filters(_ random: inout SeededGenerator) -> [Filter] {
        let all: [Filter] = [
            .anyOf(field: "brand", values: ["Acme", "Zeta"]), .allOf(field: "brand", values: ["Böhm"]),
            .anyOf(field: "attr.colour", values: ["red", "oak", "none"]), .under(field: "category", path: ["office"]),
            .under(field: "category", path: ["office", "desk"]), .range(field: "price", from: -10, to: 20),
            .range(field: "price", from: nil, to: 0), .anyOf(field: "nowhere", values: ["x"]),
        ]
        return Array(all.shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random)))
    }

    private static let facets: [FacetRequest] = [
        .values(field: "brand", limit: 10), .values(field: "attr.colour", limit: 20),
        .tree(field: "category", limit: 20),
        .ranges(field: "price", width: 10, limit: 50),
    ]

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `the engine finds, counts and orders as brute force does`(seed: UInt64) {
        var random = SeededGenerator(seed)
        let index = SearchIndex(schema: Library.schema, settings: SearchSettings(kindBoost: 0, enoughHits: 1))
        var model = BruteForce(schema: Library.schema)
        for step in 0..<15 {
            let changes: [Change] = (0..<Int.random(in: 1...40, using: &random)).map { _ in
                let id = Int.random(in: 0..<200, using: &random)
                return Int.random(in: 0..<4, using: &random) == 0
                    ? .delete(id: "\(id)") : .put(Self.document(id, &random))
            }
            index.apply(changes)
            model.apply(changes)
            if step % 5 == 4 { index.compact() }
            #expect(index.documentCount == model.documents.count)
            for _ in 0..<12 { compare(index, model, exactScores: step % 5 == 4, &random) }
        }
    }

    private func compare(_ index: SearchIndex, _ model: BruteForce, exactScores: Bool, _ random: inout SeededGenerator)
    {
        let count = Int.random(in: 0...2, using: &random)
        let words = Array(Self.words.shuffled(using: &random).prefix(count))
        let sorts: [[Sort]] = [
            [.number(field: "price", .ascending)], [.number(field: "price", .descending)],
            [.number(field: "price", .ascending), .relevance], [.number(field: "nowhere", .ascending)],
        ]
        let sort = sorts.randomElement(using: &random) ?? []
        let filters = Self.filters(&random)
        var query = Query(words.joined(separator: " "), filters: filters, sort: sort, limit: 500, facets: Self.facets)
        let answer = index.search(query)
        guard answer.dropped.isEmpty else { return }
        #expect(answer.total == model.find(words, filters).count)
        if sort.count == 1 {
            #expect(answer.hits.map(\.id) == model.sorted(words, filters, sort[0]))
        }
        // Of several words fewer were tried, and facets count what those would find under another filter.
        guard answer.total > 0 || count < 2 else { return }
        for facet in Self.facets {
            #expect(answer.facets[facet.field] == model.count(words, filters, facet), "\(facet)")
        }
        guard exactScores, !words.isEmpty else { return }
        query.sort = []
        let ranked = index.search(query).hits
        let expected = model.ranked(words, filters)
        #expect(Set(ranked.map(\.id)) == Set(expected.keys))
        for hit in ranked { #expect(abs(hit.score - (expected[hit.id] ?? 0)) < 1e-4) }
        #expect(
            zip(ranked, ranked.dropFirst()).allSatisfy {
                $0.score > $1.score || ($0.score == $1.score && $0.id < $1.id)
            })
    }
}
