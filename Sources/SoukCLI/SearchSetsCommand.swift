import ArgumentParser
import Search
import Souk

/// The shop's own relevance tests.
struct SearchSetsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sets", abstract: "Keep relevance test sets in the shop: \"souk search evaluate --set NAME\".",
        subcommands: [List.self, Save.self, Delete.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the sets.")

        @OptionGroup var options: ShopOptions

        func run() async throws {
            let sets = try await options.withShop { shop, _ in try await shop.testSets.list() }
            for set in sets { Console.print("\(set.id)\t\(set.queries)") }
        }
    }

    struct Save: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep a set, in place of one of the same name.",
            discussion: "QUERIES has lines QID<tab>TEXT, RATINGS has lines QID<tab>PRODUCT<tab>GRADE, 0 to 3.")

        @OptionGroup var options: ShopOptions

        @Argument(help: "Its name: letters, digits, hyphens and underscores.")
        var name: String

        @Argument(help: "The file of queries.")
        var queries: String

        @Argument(help: "The file of ratings.")
        var ratings: String

        func run() async throws {
            let set = try TestSet(id: name, queries: queries, ratings: ratings)
            try await options.withShop { shop, _ in try await shop.testSets.put(set) }
            Console.note("Kept \(set.queries.count) queries as \(name).")
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a set.")

        @OptionGroup var options: ShopOptions

        @Argument(help: "Its name.")
        var name: String

        func run() async throws {
            try await options.withShop { shop, _ in try await shop.testSets.delete(name) }
        }
    }
}

extension TestSet {
    /// A set from a file of queries and a file of ratings.
    /// - Throws: `CommandFailure`.
    init(id: String, queries: String, ratings: String) throws {
        let ratings = try SearchCommand.ratings(in: ratings)
        self.init(
            id: id,
            queries: try SearchCommand.queries(in: queries).map {
                RatedQuery(text: $0.text, grades: ratings[$0.id] ?? [:])
            })
    }
}
