import Search
import Testing

/// Figures worked out by hand, from the definitions of the papers that `RelevanceEvaluation` names.
struct RelevanceEvaluationTests {
    private func figures(_ queries: [(found: [String], grades: [String: Int])]) -> [String: Double] {
        var evaluation = RelevanceEvaluation()
        for query in queries { evaluation.add(query.found, rated: query.grades) }
        return Dictionary(uniqueKeysWithValues: evaluation.figures.map { ($0.name, $0.value) })
    }

    @Test func `The ideal order scores one in everything`() {
        let figures = figures([(["a", "b", "c"], ["a": 3, "b": 2, "c": 1])])
        for name in ["ndcg@10", "ndcg@10_condensed", "mrr", "recall@50", "acceptable@5", "queries"] {
            #expect(figures[name] == 1, "\(name)")
        }
        #expect(figures["no_result_share"] == 0)
    }

    /// Gains 1/3, 2/3, 1 at ranks 1 to 3: (1/3 + 2/3 ÷ log2 3 + 1 ÷ 2) ÷ (1 + 2/3 ÷ log2 3 + 1/3 ÷ 2) = 1.25395 ÷ 1.58729.
    @Test func `The worst order of three is discounted by rank`() {
        let figures = figures([(["c", "b", "a"], ["a": 3, "b": 2, "c": 1])])
        #expect(figures["ndcg@10"] == 0.79)
        #expect(figures["mrr"] == 0.5)
        #expect(figures["recall@50"] == 1)
    }

    /// An unrated result takes a rank of its own, and none in the condensed list.
    /// (1 ÷ log2 3) ÷ 1 = 0.6309 against 1.
    @Test func `An unrated result costs a rank, but not in the condensed list`() {
        let figures = figures([(["x", "a"], ["a": 3])])
        #expect(figures["ndcg@10"] == 0.6309)
        #expect(figures["ndcg@10_condensed"] == 1)
        #expect(figures["mrr"] == 0.5)
        #expect(figures["acceptable@5"] == 1)
    }

    @Test func `Only the first ten count for gain, the first fifty for recall, the first five for acceptance`() {
        let unrated = (1...60).map { "x\($0)" }
        func at(_ rank: Int) -> [String: Double] { figures([(Array(unrated.prefix(rank - 1)) + ["a"], ["a": 3])]) }
        #expect(at(10)["ndcg@10"] == 0.2891)
        #expect(at(11)["ndcg@10"] == 0)
        #expect(at(11)["ndcg@10_condensed"] == 1)
        #expect(at(50)["recall@50"] == 1)
        #expect(at(51)["recall@50"] == 0)
        #expect(at(51)["mrr"] == 0.0196)
        #expect(
            figures([(["a", "b", "c", "d", "e", "f"], ["a": 0, "b": 1, "c": 3, "f": 3])])["acceptable@5"] == 0.6667)
    }

    @Test func `Grade two is relevant, grade one only acceptable`() {
        let figures = figures([(["b", "a"], ["a": 2, "b": 1, "c": 2])])
        #expect(figures["mrr"] == 0.5)
        #expect(figures["recall@50"] == 0.5)
        #expect(figures["acceptable@5"] == 1)
    }

    @Test func `Figures are means over the queries that can be measured`() {
        let figures = figures([(["a"], ["a": 3]), ([], ["a": 3]), (["x"], [:]), (["z"], ["z": 0])])
        #expect(figures["queries"] == 4)
        #expect(figures["ndcg@10"] == 0.5)
        #expect(figures["mrr"] == 0.5)
        #expect(figures["recall@50"] == 0.5)
        #expect(figures["acceptable@5"] == 0.5)
        #expect(figures["no_result_share"] == 0.25)
    }

    @Test func `Nothing measured is zero, not a division by zero`() {
        #expect(figures([]).values.allSatisfy { $0 == 0 })
    }
}
