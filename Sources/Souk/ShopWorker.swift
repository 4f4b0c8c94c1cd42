import Jobs
package import Logging
import ServiceLifecycle
import UnixSignals

/// The shop's jobs without its HTTP: `souk worker`.
package struct ShopWorker: Sendable {
    private let shop: Shop
    private let logger: Logger

    /// A worker for that shop.
    package init(_ shop: Shop, logger: Logger) {
        (self.shop, self.logger) = (shop, logger)
    }

    /// Runs jobs until the process is told to stop, then finishes what is running.
    package func run() async throws {
        try await shop.reportSecret(to: logger)
        var configuration = ServiceGroupConfiguration(
            services: [JobWorker(shop, hasIndex: false, logger: logger)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = ShopServer.stopTimeout
        try await ServiceGroup(configuration: configuration).run()
    }
}
