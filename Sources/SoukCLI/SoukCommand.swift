import ArgumentParser
import Foundation
import Souk

/// `souk`: the whole shop, and everything that its operator does from a shell.
@main
struct SoukCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "souk",
        abstract: "A whole shop in one binary.",
        discussion: """
            EXAMPLES
              souk serve --demo                     a shop with 2,000 products at http://127.0.0.1:8080
              souk import products.jsonl.gz         take over a catalogue
              souk export > products.jsonl          write what import reads
              DATABASE_URL=postgres://… souk serve  the same shop on PostgreSQL

            Every command takes --data, --config and the environment; `souk config --all` explains every setting.
            """,
        version: SoukVersion.text,
        subcommands: [
            ServeCommand.self, WorkerCommand.self, ImportCommand.self, ExportCommand.self, DemoCommand.self,
            SearchCommand.self, ReindexCommand.self, JobsCommand.self, MigrateCommand.self, ConfigCommand.self,
            UserCommand.self, KeysCommand.self,
            DoctorCommand.self, BackupCommand.self, RestoreCommand.self, MaintenanceCommand.self, BenchCommand.self,
            OpenAPICommand.self, VersionCommand.self,
        ])

    /// Like `main()` of the library, but an expected failure is one line on standard error and status 1.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            Console.error(failure.description)
            Foundation.exit(1)
        } catch {
            exit(withError: error)
        }
    }
}
