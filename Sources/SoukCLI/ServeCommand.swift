import ArgumentParser
import Logging
import Souk

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the shop over HTTP.",
        discussion: """
            Prints "listening on http://HOST:PORT" on standard output once requests are taken. SIGTERM stops it: what is
            running is finished, for 30 seconds at most, and the status is 0.

            EXAMPLES
              souk serve --demo                          a shop with 2,000 products at http://127.0.0.1:8080
              souk serve --host 0.0.0.0 --port 80 --data /var/lib/souk
            """)

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
        let flags = [
            SettingFlag("SOUK_HOST", "--host", host), SettingFlag("SOUK_PORT", "--port", port.map(String.init)),
        ]
        try await options.withShop(flags, mayBegin: true) { shop, logger in
            if demo { try await DemoCommand.fillIfEmpty(shop) }
            try await ShopServer(shop, logger: logger).run { Console.print("listening on \($0)") }
        }
    }
}
