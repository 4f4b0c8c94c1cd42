import Logging
import ServiceLifecycle
import Synchronization
import WebSupport

/// Knows in memory whether the shop is closed, so that a request need not ask the database. It asks twice a second; a
/// database that does not answer leaves what was known.
final class MaintenanceWatch: Service {
    private let mode: MaintenanceMode
    private let logger: Logger
    private let known = Mutex<MaintenanceNotice?>(nil)

    private static let interval = Duration.milliseconds(500)

    init(_ mode: MaintenanceMode, logger: Logger) {
        (self.mode, self.logger) = (mode, logger)
    }

    /// What shoppers are told; `nil` while the shop is open.
    var notice: MaintenanceNotice? { known.withLock { $0 } }

    /// Asks once.
    func refresh() async throws {
        let notice = try await mode.state()?.notice
        let wasClosed = known.withLock { known in
            defer { known = notice }
            return known != nil
        }
        if wasClosed != (notice != nil) {
            logger.notice(notice == nil ? "The shop is open again" : "The shop is closed for maintenance")
        }
    }

    /// Asks until the process stops.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.refresh()
                } catch {
                    self.logger.debug("The maintenance mode cannot be read", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: MaintenanceWatch.interval)
            }
        }
    }
}
