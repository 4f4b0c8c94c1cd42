import Foundation
import SearchEngine
import Testing

/// Where the products and queries lie, if they are there.
enum RelevanceData {
    static let folder: URL? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let shared =
            ProcessInfo.processInfo.environment["SOUK_SHARED"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared")
        let folder = shared.appending(path: "data/search")
        let hasData = FileManager.default.fileExists(atPath: folder.appending(path: "icecat.queries.tsv").path)
        return hasData ? folder : nil
    }()
}

/// Measures on `shared/data/search`: 68 rated queries (unjudged results count as irrelevant), the same misspelt, and
/// 2,120 popular queries of a real shop that nothing was tuned on.
@Suite(.enabled(if: RelevanceData.folder != nil, "needs ../shared/data/search or SOUK_SHARED"))
struct RelevanceTests {
    /// The index of all products, made once.
    private static let judge: RelevanceJudge? = RelevanceData.folder.flatMap { try? RelevanceJudge($0) }

    @Test func `rated queries are answered well, also with a typo`() throws {
        let judge = try #require(Self.judge)
        let clean = try judge.ndcg(queries: "icecat.queries.tsv")
        let typo = try judge.ndcg(queries: "icecat.queries_typo.tsv")
        print("NDCG@10: \(clean.ndcg) without results \(clean.none), with a typo each \(typo.ndcg), \(typo.none)")
        #expect(clean.ndcg >= 0.84)
        #expect(typo.ndcg >= 0.80)
        #expect(clean.none + typo.none == 0)
    }

    @Test func `any slip in a rated query costs little`() throws {
        let judge = try #require(Self.judge)
        let slips = try judge.ndcgOfSlips(rounds: 10, seed: 42)
        print("NDCG@10 with random slips: \(slips.ndcg), without results \(slips.none) of \(slips.count)")
        #expect(slips.ndcg >= 0.77)
        #expect(slips.none <= slips.count / 100)
    }

    @Test func `popular queries of another shop find something, and with a slip the same`() throws {
        let judge = try #require(Self.judge)
        let popular = try judge.popularQueries(seed: 7)
        print(
            "popular queries: without results \(popular.none) of \(popular.count); of the first ten with a slip:",
            popular.overlap)
        #expect(Double(popular.none) <= 0.06 * Double(popular.count))
        #expect(popular.overlap >= 0.89)
    }
}
