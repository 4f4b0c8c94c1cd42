import ArgumentParser
import Catalog
import Kernel
import Souk

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Fill the shop with a believable catalogue.",
        discussion: """
            The same seed makes the same products on every machine, and needs no network.

            EXAMPLE
              souk demo --products 5000 --seed 7
            """)

    @OptionGroup var options: ShopOptions

    @Option(help: "How many products.")
    var products = DemoCommand.defaultCount

    @Option(help: "The number that the catalogue is made from.")
    var seed: UInt64 = 1

    @Flag(help: "Print the report as JSON.")
    var json = false

    static let defaultCount = 2000

    func validate() throws {
        guard (1...1_000_000).contains(products) else { throw ValidationError("--products must be 1 to 1,000,000.") }
    }

    func run() async throws {
        let report = try await options.withShop(mayBegin: true) { shop, _ in
            try await DemoCommand.fill(shop, products: products, seed: seed)
        }
        if json {
            Console.printJSON { object in
                object.member("created", report.created)
                object.member("updated", report.updated)
                object.member("unchanged", report.unchanged)
            }
        } else {
            Console.print(
                "Made \(Console.grouped(report.created)) products; \(Console.grouped(report.unchanged)) were there already."
            )
        }
    }

    /// Gives a shop without products a demo catalogue; leaves any other alone.
    static func fillIfEmpty(_ shop: Shop) async throws {
        try refuseInProduction(shop)
        let page = try await shop.products.list(
            ProductFilter(status: nil), sort: .createdAt, descending: true, page: PageRequest(size: 1))
        guard page.total == 0 else { return }
        Console.note("Making a demo catalogue of \(Console.grouped(defaultCount)) products.")
        _ = try await fill(shop, products: defaultCount, seed: 1)
    }

    /// Invented products are nothing to sell; and no picture of theirs is served there.
    private static func refuseInProduction(_ shop: Shop) throws {
        guard shop.settings.environment == .production else { return }
        throw StartError("A demo catalogue has no place in production. Set SOUK_ENV=staging to try one.")
    }

    private static func fill(_ shop: Shop, products: Int, seed: UInt64) async throws -> ImportReport {
        try refuseInProduction(shop)
        let bar = ProgressBar(unit: "products")
        let records = DemoCatalogue(seed: seed, products: products).makeRecords()
        let report = try await ProductImport(shop.database).run(records: records) { report in
            bar.show(report.read, done: report.read, of: products)
        }
        bar.finish()
        return report
    }
}
