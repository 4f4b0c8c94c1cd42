import ArgumentParser
import Souk

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Run background jobs without serving HTTP.",
        discussion: """
            Prints "taking jobs" on standard output, and works until it is told to stop (SIGTERM, SIGINT). Jobs that \
            run then have 20 seconds; what is not done by then is given back to other workers. `souk serve` runs jobs \
            too.
            """)

    @OptionGroup var options: ShopOptions

    @Option(help: "How many jobs run at the same time, 1 to 256 (default: 4, or SOUK_JOB_WORKERS).")
    var concurrency: Int?

    @Option(help: "Seconds of silence after which others take its jobs, 1 to 3600 (default: 30, or SOUK_JOB_LEASE).")
    var lease: Int?

    func validate() throws {
        if let concurrency, !(1...256).contains(concurrency) {
            throw ValidationError("--concurrency must be 1 to 256, is \(concurrency).")
        }
        if let lease, !(1...3600).contains(lease) {
            throw ValidationError("--lease must be 1 to 3600, is \(lease).")
        }
    }

    func run() async throws {
        let flags = [
            SettingFlag("SOUK_JOB_WORKERS", "--concurrency", concurrency.map(String.init)),
            SettingFlag("SOUK_JOB_LEASE", "--lease", lease.map { "\($0)s" }),
        ]
        try await options.withShop(flags, mayBegin: true) { shop, logger in
            Console.print("taking jobs")
            try await ShopWorker(shop, logger: logger).run()
        }
    }
}
