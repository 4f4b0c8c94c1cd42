import ArgumentParser
import Catalog
import Souk

extension TransferFormat: ExpressibleByArgument {}

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write all products to standard output.",
        discussion: """
            Writes what `souk import` reads, byte for byte the same after a round trip.

            EXAMPLE
              souk export | gzip > products.jsonl.gz
            """)

    @OptionGroup var options: ShopOptions

    @Option(help: "jsonl or csv.")
    var format = TransferFormat.jsonLines

    func run() async throws {
        try await options.withShop { shop, _ in
            let output = try OutputFile.standardOutput()
            let count = try await ProductExport(shop.database).run(format: format) { try output.write($0) }
            if Console.isTerminal { Console.note("Wrote \(Console.grouped(count)) products.") }
        }
    }
}
