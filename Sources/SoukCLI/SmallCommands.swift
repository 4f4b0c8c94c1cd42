import ArgumentParser
import Foundation
import Kernel
import Logging
import Persistence
import Search
import Souk

struct ReindexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reindex", abstract: "Build the search index anew from the database.",
        discussion: """
            Servers that are running build theirs anew too, and go on answering from the old one meanwhile.

            EXAMPLE
              souk reindex --data /var/lib/souk
            """)

    @OptionGroup var options: ShopOptions

    @Flag(help: "Print the outcome as JSON.")
    var json = false

    func run() async throws {
        try await options.withShop { shop, _ in
            try await shop.database.write { try $0.record([ReindexRequested()], at: WallClock.system.now) }
            try await shop.follower.rebuild()
            let count = try await shop.index.productCount
            if json {
                Console.printJSON { $0.member("products", count) }
            } else {
                Console.print("Indexed \(Console.grouped(count)) products.")
            }
        }
    }
}

struct OpenAPICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "Print the OpenAPI 3.1 document of the REST interface.",
        discussion: """
            EXAMPLE
              souk openapi > openapi.json
            """)

    func run() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "souk-openapi-\(ID<Shop>())")
        defer { try? FileManager.default.removeItem(at: directory) }
        let settings = try Settings(dataDirectory: directory.path, environment: [:])
        let shop = try await Shop(settings, logger: Logger(label: "souk") { _ in SwiftLogNoOpLogHandler() })
        Console.print(ShopServer.openAPI(of: shop))
        await shop.close()
    }
}
