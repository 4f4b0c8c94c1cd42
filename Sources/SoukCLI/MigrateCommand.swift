import ArgumentParser
import Foundation
import Kernel
import Persistence
import Souk

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's schema up or down.",
        subcommands: [Up.self, Down.self, Status.self])

    struct Up: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make every step that is due.")

        @OptionGroup var options: ShopOptions

        func run() async throws {
            let made = try await options.withDatabase { try await Migrator($0, migrations: Shop.migrations).up() }
            Console.print(made.isEmpty ? "Nothing was due." : "Made \(made.map(String.init).joined(separator: ", ")).")
        }
    }

    struct Down: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the last step back, and the data in its tables with it.",
            discussion: "Make a backup first. Without a terminal it needs --yes.")

        @OptionGroup var options: ShopOptions

        @Option(name: .customLong("to"), help: "The version to go back to; 0 leaves an empty database.")
        var target: Int?

        @Flag(help: "Do not ask.")
        var yes = false

        func run() async throws {
            try await options.withDatabase { database in
                let migrator = Migrator(database, migrations: Shop.migrations)
                let current = try await migrator.status().filter { $0.appliedAt != nil }.count
                let target = target ?? max(current - 1, 0)
                guard yes || confirmed(current, target) else {
                    throw CommandFailure("Nothing was done. Say --yes when there is a backup.")
                }
                let undone = try await migrator.down(to: target)
                Console.print(
                    undone.isEmpty
                        ? "Nothing to take back." : "Took back \(undone.map(String.init).joined(separator: ", ")).")
            }
        }

        private func confirmed(_ current: Int, _ target: Int) -> Bool {
            guard isatty(STDIN_FILENO) == 1 else { return false }
            Console.note("This goes from version \(current) to \(target) and drops what later versions added.")
            Console.note("Is there a backup? Type yes to go on:")
            return readLine() == "yes"
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List every step, made or due.")

        @OptionGroup var options: ShopOptions

        @Flag(help: "Print JSON, a line each.")
        var json = false

        func run() async throws {
            let steps = try await options.withDatabase { try await Migrator($0, migrations: Shop.migrations).status() }
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
