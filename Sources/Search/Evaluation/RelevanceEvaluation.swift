import Foundation

/// How good answers are, compared with rated ones: the measures of information retrieval (Järvelin and Kekäläinen 2002
/// for NDCG; Sakai 2007 for condensed lists), each the mean over the queries.
package struct RelevanceEvaluation: Sendable {
    private var ndcg: [Double] = []
    private var condensedNDCG: [Double] = []
    private var reciprocalRanks: [Double] = []
    private var recalls: [Double] = []
    private var acceptableShares: [Double] = []
    private var hasNoResult: [Double] = []

    /// How many results of each query are looked at.
    package static let depth = 50
    /// Grades run from 0, useless, to 3, exactly right.
    private static let highestGrade = 3.0
    /// From this grade on a result is what was looked for.
    private static let relevantGrade = 2

    /// Nothing measured yet.
    package init() {}

    /// Takes one query's answer in.
    /// - Parameters:
    ///   - found: what was found, best first.
    ///   - grades: the rated products, 0 to 3.
    package mutating func add(_ found: [String], rated grades: [String: Int]) {
        hasNoResult.append(found.isEmpty ? 1 : 0)
        let gains = grades.mapValues { Double($0) / RelevanceEvaluation.highestGrade }
        let ideal = RelevanceEvaluation.discountedGain(gains.values.sorted(by: >))
        if ideal > 0 {
            ndcg.append(RelevanceEvaluation.discountedGain(found.map { gains[$0] ?? 0 }) / ideal)
            condensedNDCG.append(RelevanceEvaluation.discountedGain(found.compactMap { gains[$0] }) / ideal)
        }
        addRelevance(of: found, grades)
    }

    private mutating func addRelevance(of found: [String], _ grades: [String: Int]) {
        let relevant = Set(grades.filter { $0.value >= RelevanceEvaluation.relevantGrade }.keys)
        if !relevant.isEmpty {
            let first = found.firstIndex(where: relevant.contains)
            reciprocalRanks.append(first.map { 1 / Double($0 + 1) } ?? 0)
            recalls.append(
                Double(relevant.intersection(found.prefix(RelevanceEvaluation.depth)).count) / Double(relevant.count))
        }
        let rated = found.prefix(5).compactMap { grades[$0] }
        if !rated.isEmpty { acceptableShares.append(Double(rated.count { $0 >= 1 }) / Double(rated.count)) }
    }

    /// The sum of gains, each divided by the logarithm of its rank, over the first ten.
    private static func discountedGain(_ gains: [Double]) -> Double {
        gains.prefix(10).enumerated().reduce(0) { $0 + $1.element / log2(Double($1.offset + 2)) }
    }

    /// The measures by name, rounded to four decimals.
    package var figures: [(name: String, value: Double)] {
        [
            ("queries", Double(hasNoResult.count)), ("ndcg@10", mean(ndcg)), ("ndcg@10_condensed", mean(condensedNDCG)),
            ("mrr", mean(reciprocalRanks)), ("recall@50", mean(recalls)), ("acceptable@5", mean(acceptableShares)),
            ("no_result_share", mean(hasNoResult)),
        ]
    }

    private func mean(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        return (values.reduce(0, +) / Double(values.count) * 10_000).rounded() / 10_000
    }
}
