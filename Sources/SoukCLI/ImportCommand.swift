import ArgumentParser
import Catalog
import Foundation
import Kernel
import Souk

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take products in from a file.",
        discussion: """
            Takes JSON Lines (.jsonl) and CSV (.csv), plain or gzip, one product a line or a variant a row. Products are \
            known by their id; importing a file again changes nothing, also after an interruption. Rows that cannot go in \
            never stop the rest. A server may run on the same data: it finds the products in under a second.

            EXAMPLES
              souk import products.jsonl.gz
              souk import products.csv --dry-run --rejects rejects.jsonl
              zcat products.jsonl.gz | souk import -

            Ends with status 0 when all went in, 3 when some rows were rejected or the file broke off and the rest is in, and \
            1 when nothing could be done.
            """)

    @OptionGroup var options: ShopOptions

    @Argument(help: "The file, or - for standard input.")
    var file: String

    @Flag(help: "Check everything and write nothing.")
    var dryRun = false

    @Flag(help: "Reject rows with unknown fields.")
    var strict = false

    @Option(help: "The file for what did not go in, a JSON object a line: line, field, code, message, record.")
    var rejects: String?

    @Flag(help: "Print the report as JSON.")
    var json = false

    func run() async throws {
        let report = try await options.withShop(mayBegin: true) { shop, _ in
            let output = try outputOfRejects(shop.settings)
            let bar = ProgressBar(unit: "products")
            var importOptions = ProductImport.Options()
            (importOptions.dryRun, importOptions.strict) = (dryRun, strict)
            let report = try await ProductImport(shop.database, options: importOptions).run(
                from: ImportSource(file),
                rejects: { rejects in
                    if let output { try output.write(rejects) } else { ImportCommand.show(rejects) }
                },
                progress: { bar.show($0.report.read, done: $0.bytesRead, of: $0.bytesTotal) })
            bar.finish()
            return report
        }
        show(report)
        if report.damage != nil, report.read == report.rejected { throw ExitCode(1) }
        if report.rejected > 0 || report.damage != nil { throw ExitCode(3) }
    }

    /// The file for rejects, made once the input is known to be there, and never over the input or the shop's own data.
    private func outputOfRejects(_ settings: Settings) throws -> OutputFile? {
        guard let rejects, file == "-" || FileManager.default.isReadableFile(atPath: file) else { return nil }
        let own = (try? FileManager.default.contentsOfDirectory(atPath: settings.dataDirectory.path)) ?? []
        return try OutputFile(rejects, sparing: [file] + own.map { settings.dataDirectory.appending(path: $0).path })
    }

    /// Rejects on standard error, when no file is named for them.
    private static func show(_ rejects: [ImportReject]) {
        for reject in rejects {
            let field = reject.field.isEmpty ? "" : " \(reject.field):"
            Console.note("line \(reject.line):\(field) \(reject.message) (\(reject.code))")
        }
    }

    private func show(_ report: ImportReport) {
        if json {
            Console.printJSON { object in
                for count in report.counts { object.member(count.name, count.count) }
                object.member("seconds", ((report.duration / .seconds(1)) * 1000).rounded() / 1000)
                object.member("dry_run", dryRun)
                object.member("damage", report.damage)
            }
            return
        }
        let counts = report.counts.dropFirst().filter { $0.count > 0 || $0.name == "created" }
        let text = counts.map { "\(Console.grouped($0.count)) \($0.name)" }.joined(separator: ", ")
        Console.print(
            "Read \(Console.grouped(report.read)) products: \(text)\(dryRun ? " (dry run: nothing written)" : "").")
        if let damage = report.damage {
            Console.error("The file ended too early: \(damage). What came before it is in.")
        }
    }
}

extension ImportReport {
    /// The counts by name, in the order of the report.
    fileprivate var counts: [(name: String, count: Int)] {
        [
            ("read", read), ("created", created), ("updated", updated), ("unchanged", unchanged),
            ("rejected", rejected), ("warnings", warnings),
        ]
    }
}
