import ArgumentParser
import Logging
import Souk

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the shop over HTTP.",
        discussion: "Prints \"listening on http://HOST:PORT\" on standard output once requests are taken.")

    @OptionGroup var options: ShopOptions

    @Option(help: "The address to listen on (default: 127.0.0.1, or SOUK_HOST).")
    var host: String?

    @Option(help: "The port to listen on, 0 for any free one (default: 8080, or SOUK_PORT).")
    var port: Int?

    @Flag(help: "Fill an empty shop with a demo catalogue of 2,000 products first.")
    var demo = false

    func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("--port must be 0 to 65535, is \(port).")
        }
    }

    func run() async throws {
        try await options.withShop { settings in
            settings.host = host ?? settings.host
            settings.port = port ?? settings.port
        } _: { shop, logger in
            if demo { try await DemoCommand.fillIfEmpty(shop) }
            try await ShopServer(shop, logger: logger).run { Console.print("listening on \($0)") }
        }
    }
}
