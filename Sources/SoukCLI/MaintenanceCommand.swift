import ArgumentParser
import Kernel
import Souk
import WebSupport

struct MaintenanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maintenance",
        abstract: "Close the shop for shoppers, and open it again.",
        discussion: """
            While it is closed, shoppers get 503 with Retry-After, as a page or as problem details; admins, \
            /healthz, /readyz and every command go on working. It stands in the database: every node knows within a \
            second, and a restart does not open the shop.

            EXAMPLES
              souk maintenance on --message "Back at noon." --retry-after 1800
              souk maintenance off
              souk maintenance status --json
            """,
        subcommands: [On.self, Off.self, Status.self])

    struct On: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close the shop, or change what shoppers of a closed one are told.")

        @OptionGroup var options: ShopOptions

        @Option(help: "One sentence for shoppers.")
        var message: String?

        @Option(help: "In how many seconds they may come again, 1 to 86400.")
        var retryAfter = 600

        @Flag(help: "Print what holds now as JSON.")
        var json = false

        func validate() throws {
            guard MaintenanceMode.retryRange.contains(retryAfter) else {
                throw ValidationError("--retry-after must be 1 to 86400 seconds, is \(retryAfter).")
            }
            guard (message?.count ?? 1) <= MaintenanceMode.messageLimit, message?.isEmpty != true else {
                throw ValidationError("--message must have 1 to \(MaintenanceMode.messageLimit) characters.")
            }
        }

        func run() async throws {
            try await options.withShop { shop, _ in
                try await shop.maintenance.begin(MaintenanceNotice(message: message, retryAfter: retryAfter))
                MaintenanceCommand.show(try await shop.maintenance.state(), json: json)
            }
        }
    }

    struct Off: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Open the shop.")

        @OptionGroup var options: ShopOptions

        @Flag(help: "Print what holds now as JSON.")
        var json = false

        func run() async throws {
            try await options.withShop { shop, _ in
                _ = try await shop.maintenance.end()
                MaintenanceCommand.show(try await shop.maintenance.state(), json: json)
            }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say whether the shop is closed.")

        @OptionGroup var options: ShopOptions

        @Flag(help: "Print what holds now as JSON.")
        var json = false

        func run() async throws {
            try await options.withShop { shop, _ in
                MaintenanceCommand.show(try await shop.maintenance.state(), json: json)
            }
        }
    }

    private static func show(_ state: MaintenanceMode.State?, json: Bool) {
        guard json else {
            let closed = state.map { "The shop has been closed for maintenance since \($0.since)." }
            Console.print(closed ?? "The shop is open.")
            return
        }
        Console.printJSON { object in
            object.member("maintenance", state != nil)
            object.member("since", state?.since.description)
            object.member("message", state?.notice.message)
            object.key("retry_after")
            if let state { object.value(state.notice.retryAfter) } else { object.null() }
        }
    }
}
