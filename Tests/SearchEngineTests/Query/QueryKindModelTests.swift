import SearchEngine
import Testing

/// Compares what is not plain matching with brute force on random corpora: lifts, pins and hides, synonyms, typos,
/// and sets of fewer words.
@Suite struct QueryKindModelTests {
    private static let words = [
        "lantern", "bracket", "cushion", "drawer", "mirror", "shelf", "oak", "steel", "desk", "lamp",
    ]
    private static let brands = ["Acme", "Zeta"]

    /// A corpus, the engine and the model of it; some words are in few documents, some in many.
    private struct World {
        var random: SeededGenerator
        var model = BruteForce(schema: Library.schema)
        let index: SearchIndex

        init(_ seed: UInt64, _ settings: SearchSettings) {
            random = SeededGenerator(seed)
            index = SearchIndex(schema: Library.schema, settings: settings)
            let count = Int.random(in: 5...120, using: &random)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let changes: [Change] = (0..<count).map { _ in
                    let id = Int.random(in: 0..<150, using: &random)
                    return Int.random(in: 0..<6, using: &random) == 0
                        ? .delete(id: "\(id)") : .put(Self.document(id, &random))
                }
                index.apply(changes)
                model.apply(changes)
            }
        }

        private static func document(_ id: Int, _ random: inout SeededGenerator) -> Document {
            func text(_ length: ClosedRange<Int>) -> String {
                (0..<Int.random(in: length, using: &random)).map { _ in pick(&random) }.joined(separator: " ")
            }
            return Library.product(
                "\(id)", text(1...4), description: text(0...5),
                brand: brands.randomElement(using: &random), category: ["home", pick(&random)],
                price: Int64.random(in: 0...9, using: &random))
        }

        /// The first words are the most frequent.
        private static func pick(_ random: inout SeededGenerator) -> String {
            let place = min(Int.random(in: 0..<10, using: &random), Int.random(in: 0..<10, using: &random))
            return words[place]
        }

        mutating func someWords(_ count: ClosedRange<Int>) -> [String] {
            Array(words.shuffled(using: &random).prefix(Int.random(in: count, using: &random)))
        }
    }

    private static var exact: SearchSettings {
        SearchSettings(kindBoost: 0, headBoost: 0, typos: TypoRules(rareBelow: 0), enoughHits: 1)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `kinds and heads lift as their definition says`(seed: UInt64) {
        var settings = Self.exact
        (settings.kindBoost, settings.headBoost) = (0.8, 0.3)
        var world = World(seed, settings)
        world.index.compact()
        for _ in 0..<20 {
            let words = world.someWords(1...2)
            let plain = world.index.search(Query(words.joined(separator: " "), limit: 500), under: Self.exact)
            let lifted = world.index.search(Query(words.joined(separator: " "), limit: 500))
            guard plain.dropped.isEmpty else { continue }
            let kinds = Set(world.model.documents.values.compactMap { $0.paths["category"]?.first?.last })
            for hit in lifted.hits {
                guard let document = world.model.documents[hit.id], let own = document.paths["category"]?.first?.last
                else { continue }
                var factor = 1.0
                if words.contains(own) { factor *= 1 + 0.8 / Double(words.count) }
                let head = (document.text["name"] ?? "").split(separator: " ").last.map(String.init)
                if let last = words.last, kinds.contains(last), head == last { factor *= 1.3 }
                let before = plain.hits.first { $0.id == hit.id }?.score ?? 0
                #expect(abs(hit.score - before * factor) < 1e-4, "\(words) \(document)")
            }
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `pins and hides change the result by exactly those documents`(seed: UInt64) {
        var world = World(seed, Self.exact)
        for _ in 0..<20 {
            let words = world.someWords(1...2)
            var query = Query(words.joined(separator: " "), limit: 500, facets: [.values(field: "brand", limit: 9)])
            if Bool.random(using: &world.random) { query.filters = [.range(field: "price", from: 2, to: 7)] }
            let before = world.index.search(query)
            guard before.dropped.isEmpty else { continue }
            query.pinned = (0..<4).map { _ in "\(Int.random(in: 0..<160, using: &world.random))" }
            query.hidden = (0..<4).map { _ in "\(Int.random(in: 0..<160, using: &world.random))" }
            let answer = world.index.search(query)
            let passing = Set(world.model.find([], query.filters).map(\.id)).subtracting(query.hidden)
            var seen: Set<String> = []
            let pins = query.pinned.filter { passing.contains($0) && seen.insert($0).inserted }
            let rest = before.hits.map(\.id).filter { !query.hidden.contains($0) && !pins.contains($0) }
            #expect(answer.hits.map(\.id) == pins + rest)
            #expect(answer.total == pins.count + rest.count)
            let found = (pins + rest).compactMap { world.model.documents[$0]?.keywords["brand"]?.first }
            for value in answer.facets["brand"]?.values ?? [] {
                #expect(value.count == found.count { $0 == value.value })
            }
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `synonyms add what has them, below what has the words`(seed: UInt64) {
        var settings = Self.exact
        settings.synonyms = [.multiWay(["lantern", "lamp"]), .oneWay("shelf", means: ["oak drawer", "bracket"])]
        var world = World(seed, settings)
        for _ in 0..<20 {
            let words = world.someWords(1...2)
            let answer = world.index.search(Query(words.joined(separator: " "), limit: 500))
            guard answer.dropped.isEmpty, answer.correctedText == nil else { continue }
            let exact = Set(world.model.find(words, []).map(\.id))
            var variants: [[String]] = [[]]
            for word in words {
                let meanings = [[word]] + (Self.meanings[word] ?? [])
                variants = variants.flatMap { variant in meanings.map { variant + $0 } }
            }
            let wanted = Set(variants.flatMap { world.model.find($0, []).map(\.id) })
            #expect(Set(answer.hits.map(\.id)) == wanted, "\(words)")
            #expect(Set(answer.hits.prefix(exact.count).map(\.id)) == exact)
            #expect(answer.total == wanted.count)
        }
    }

    private static let meanings: [String: [[String]]] = [
        "lantern": [["lamp"]], "lamp": [["lantern"]], "shelf": [["oak", "drawer"], ["bracket"]],
    ]
}

extension QueryKindModelTests {
    /// Words of five letters and more that are two edits or more from each other, so that one slip has one meaning.
    private static let distinct = ["lantern", "bracket", "cushion", "drawer", "mirror", "shelf", "steel"]

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `a word with one slip finds what the word finds`(seed: UInt64) {
        var world = World(seed, Self.exact)
        for _ in 0..<30 {
            let word = Self.distinct.randomElement(using: &world.random) ?? "lantern"
            let typed = Self.slip(word, &world.random)
            let wanted = world.index.search(Query(word, limit: 500))
            guard wanted.total > 0, wanted.correctedText == nil, !Self.words.contains(typed) else { continue }
            let answer = world.index.search(Query(typed, limit: 500))
            #expect(answer.hits.map(\.id) == wanted.hits.map(\.id), "\(typed)")
            #expect(answer.correctedText == word || word.hasPrefix(typed) || word.hasPrefix(typed.dropLast()))
        }
    }

    private static func slip(_ word: String, _ random: inout SeededGenerator) -> String {
        var letters = Array(word)
        let place = Int.random(in: 1..<letters.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: letters.insert("x", at: place)
        case 1: letters.remove(at: place)
        case 2: letters[place] = "x"
        default: letters.swapAt(place, place - 1)
        }
        return String(letters)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `when few have all words those with the largest sets follow`(seed: UInt64) {
        var settings = Self.exact
        settings.enoughHits = 8
        var world = World(seed, settings)
        for _ in 0..<20 {
            let words = world.someWords(2...4)
            let answer = world.index.search(Query(words.joined(separator: " "), limit: 500))
            let all = Set(world.model.find(words, []).map(\.id))
            #expect(Set(answer.hits.prefix(all.count).map(\.id)) == all)
            let known = words.filter { !world.model.find([$0], []).isEmpty }
            if all.count >= 8 || known.count < 2 {
                #expect(answer.total == (known.count < words.count ? answer.total : all.count))
                continue
            }
            // Of the documents without all words, the first has as many as any has.
            let sizes = answer.hits.dropFirst(known.count == words.count ? all.count : 0).map { hit in
                known.count { world.model.find([$0], []).map(\.id).contains(hit.id) }
            }
            let largest = world.model.documents.values.filter { !all.contains($0.id) }.map { document in
                known.count { world.model.find([$0], []).map(\.id).contains(document.id) }
            }.max()
            if let first = sizes.first { #expect(first == largest, "\(words)") }
        }
    }
}
