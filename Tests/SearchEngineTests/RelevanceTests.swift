import Foundation
import SearchEngine
import Testing

/// NDCG@10 on the 68 rated queries of `shared/data/search` (unjudged results count as irrelevant).
@Suite struct RelevanceTests {
    static let data: URL? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let shared =
            ProcessInfo.processInfo.environment["SOUK_SHARED"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared")
        let folder = shared.appending(path: "data/search")
        let hasData = FileManager.default.fileExists(atPath: folder.appending(path: "icecat.queries.tsv").path)
        return hasData ? folder : nil
    }()

    @Test(.enabled(if: data != nil, "needs ../shared/data/search or SOUK_SHARED"))
    func `rated queries are answered well, also with a typo`() throws {
        let folder = try #require(Self.data)
        let judge = try RelevanceJudge(folder)
        let index = try judge.index()
        let clean = try judge.ndcg(index, queries: "icecat.queries.tsv")
        let typo = try judge.ndcg(index, queries: "icecat.queries_typo.tsv")
        #expect(clean >= 0.80)
        #expect(typo >= 0.70)
    }
}
