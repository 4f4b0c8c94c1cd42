import ArgumentParser
import Foundation
import Kernel
import Persistence
import Souk

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's schema up or down.",
        discussion: """
            Every command that opens the shop brings it up; this is for doing it beforehand, and for going back.

            EXAMPLES
              souk migrate status
              souk migrate up
              souk migrate down --to 2 --backup before.souk
            """,
        subcommands: [Up.self, Down.self, Status.self])

    struct Up: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make every step that is due.")

        @OptionGroup var options: ShopOptions

        @Flag(help: "Print the outcome as JSON.")
        var json = false

        func run() async throws {
            let made = try await options.withDatabase(mayBegin: true) { database, _ in
                try await Migrator(database, migrations: Shop.migrations).up()
            }
            show(made, "Made", nothing: "Nothing was due.", json: json)
        }
    }

    struct Down: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the last step back, and the data in its tables with it.",
            discussion: """
                Asks for a backup first, and makes one with --backup FILE. Without a terminal it needs --yes or --backup.
                Stop the servers first: while anybody uses the shop, nothing is done.

                EXAMPLE
                  souk migrate down --to 2 --backup before.souk
                """)

        @OptionGroup var options: ShopOptions

        @Option(name: .customLong("to"), help: "The version to go back to; 0 leaves an empty database.")
        var target: Int?

        @Option(help: "Make a backup in this file first.")
        var backup: String?

        @Flag(help: "Do not ask.")
        var yes = false

        @Flag(help: "Print the outcome as JSON.")
        var json = false

        func run() async throws {
            let settings = try options.settings()
            let undone = try await ShopOptions.explaining(settings) {
                try Shop.requireOne(settings)
                return try await Shop.withDatabaseAlone(settings) { try await takeBack($0, settings) }
            }
            show(undone, "Took back", nothing: "Nothing to take back.", json: json)
        }

        private func takeBack(_ database: any Database, _ settings: Settings) async throws -> [Int] {
            if let backup {
                _ = try await Backup(of: settings, database).write(to: URL(fileURLWithPath: backup), overwrite: false)
            }
            let migrator = Migrator(database, migrations: Shop.migrations)
            let current = try await migrator.status().filter { $0.appliedAt != nil }.count
            let target = target ?? max(current - 1, 0)
            guard yes || backup != nil || confirmed(current, target) else {
                throw CommandFailure("Nothing was done. Say --backup FILE to make a backup first, or --yes to go on.")
            }
            return try await migrator.down(to: target)
        }

        private func confirmed(_ current: Int, _ target: Int) -> Bool {
            guard isatty(STDIN_FILENO) == 1 else { return false }
            Console.note("This goes from version \(current) to \(target) and drops what later versions added.")
            Console.note("Is there a backup? (souk backup FILE makes one.) Type yes to go on:")
            return readLine() == "yes"
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List every step, made or due.")

        @OptionGroup var options: ShopOptions

        @Flag(help: "Print JSON, a line each.")
        var json = false

        func run() async throws {
            let steps = try await options.withDatabase { database, _ in
                try await Migrator(database, migrations: Shop.migrations).status()
            }
            for step in steps { show(step) }
        }

        private func show(_ step: Migrator.Status) {
            guard json else {
                Console.print("\(step.version)\t\(step.appliedAt?.description ?? "due")\t\(step.name)")
                return
            }
            Console.printJSON { object in
                object.member("version", step.version)
                object.member("name", step.name)
                object.member("applied_at", step.appliedAt?.description)
            }
        }
    }
}

private func show(_ versions: [Int], _ words: String, nothing: String, json: Bool) {
    if json {
        Console.printJSON { object in
            object.key("versions")
            object.array(versions) { $0.value($1) }
        }
    } else {
        Console.print(versions.isEmpty ? nothing : "\(words) \(versions.map(String.init).joined(separator: ", ")).")
    }
}
