import ArgumentParser
import Catalog
import Foundation
import Kernel
import Search
import Souk

struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Search the catalogue, and measure how good the answers are.",
        subcommands: [Run.self, Evaluate.self, SearchSetsCommand.self])

    /// A query of a test set.
    struct TestQuery {
        let id: String
        let text: String
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answer the queries of a file.",
            discussion: """
                Reads lines QID<tab>TEXT and prints lines QID<tab>RANK<tab>PRODUCT, by external id where there is one.
                """)

        @OptionGroup var options: ShopOptions

        @Argument(help: "The file of queries.")
        var queries: String

        @Option(help: "How many results of each query.")
        var top = 50

        func validate() throws {
            guard (1...Run.most).contains(top) else { throw ValidationError("--top must be 1 to \(Run.most).") }
        }

        /// As deep as the pages of results go.
        private static let most = PageRequest.maximumDepth

        func run() async throws {
            let queries = try SearchCommand.queries(in: queries)
            try await options.withShop { shop, _ in
                try await shop.follower.start()
                for query in queries {
                    let ids = try await shop.externalIDs(of: query.text, top: top)
                    for (rank, id) in ids.enumerated() { Console.print("\(query.id)\t\(rank + 1)\t\(id)") }
                }
            }
        }
    }

    struct Evaluate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare the answers with rated ones.",
            discussion: """
                QRELS has lines QID<tab>PRODUCT<tab>GRADE, 0 to 3. Prints NDCG@10 (unrated results count as 0), the same \
                with unrated results left out, MRR of the first result rated 2 or better, recall@50 of those, how \
                many of the first five results are rated at least 1, and the share of queries without any result.
                """)

        @OptionGroup var options: ShopOptions

        @Argument(help: "The file of queries.")
        var queries: String?

        @Argument(help: "The file of ratings.")
        var ratings: String?

        @Option(help: "A set that the shop keeps (\"souk search sets\"), instead of files.")
        var set: String?

        @Flag(help: "Print JSON.")
        var json = false

        func validate() throws {
            guard (set == nil) == (queries != nil && ratings != nil), set == nil || queries == nil else {
                throw ValidationError("Name a file of queries and one of ratings, or --set.")
            }
        }

        func run() async throws {
            let evaluation = try await options.withShop { shop, _ in
                try await shop.follower.start()
                return try await shop.testSets.evaluate(try await rated(in: shop))
            }
            show(evaluation)
        }

        private func rated(in shop: Shop) async throws -> TestSet {
            if let set { return try await shop.testSets.read(set) }
            return try TestSet(id: "files", queries: queries ?? "", ratings: ratings ?? "")
        }

        private func show(_ evaluation: RelevanceEvaluation) {
            if json {
                Console.printJSON { object in
                    for figure in evaluation.figures { object.member(figure.name, figure.value) }
                }
            } else {
                for figure in evaluation.figures {
                    Console.print("\(figure.name.padding(toLength: 18, withPad: " ", startingAt: 0)) \(figure.value)")
                }
            }
        }
    }

    static func queries(in file: String) throws -> [TestQuery] {
        try lines(of: file, columns: 2).map { TestQuery(id: $0[0], text: $0[1]) }
    }

    /// Grades by product, by query.
    static func ratings(in file: String) throws -> [String: [String: Int]] {
        var ratings: [String: [String: Int]] = [:]
        for line in try lines(of: file, columns: 3) {
            guard let grade = Int(line[2]), (0...3).contains(grade) else {
                throw CommandFailure("\(file): a grade must be 0 to 3, is \"\(line[2])\"")
            }
            ratings[line[0], default: [:]][line[1]] = grade
        }
        return ratings
    }

    private static func lines(of file: String, columns: Int) throws -> [[String]] {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw CommandFailure("\(file) cannot be read as a text file.")
        }
        return try text.split(whereSeparator: \.isNewline).enumerated().map { index, line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard cells.count >= columns else {
                throw CommandFailure("\(file), line \(index + 1): expected \(columns) columns with tabs between them")
            }
            return cells
        }
    }
}

extension Shop {
    /// What a query finds, by external id where there is one.
    fileprivate func externalIDs(of text: String, top: Int) async throws -> [String] {
        var ids: [String] = []
        for page in 1...max(1, (top + 99) / 100) {
            var request = SearchRequest()
            (request.text, request.countsFacets) = (text, false)
            request.page = PageRequest(number: page, size: min(top, 100))
            ids += try await search.search(request).hits.items.map(\.card.id)
        }
        let names = try await products.externalIDs(of: ids)
        return ids.prefix(top).map { names[$0] ?? $0 }
    }
}
