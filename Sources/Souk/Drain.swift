import Kernel
import ServiceLifecycle
import WebSupport

/// Stops first when the process is told to: says so to proxies and clients, and gives them time to go elsewhere, while
/// the server still answers.
struct Drain: Service {
    private let draining: Draining
    private let delay: Duration

    init(_ draining: Draining, delay: Duration) {
        (self.draining, self.delay) = (draining, delay)
    }

    func run() async throws {
        try await gracefulShutdown()
        draining.begin()
        try? await Task.sleep(for: delay)
    }
}
