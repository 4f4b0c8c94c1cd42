import Foundation
import Hummingbird
package import HummingbirdTesting
import Logging
import Persistence
import Search
package import Souk

/// A whole shop for tests: empty, opened, its router in process.
package enum TestShop {
    /// The operator's key of every test shop.
    package static let operatorKey = "test-operator-key"

    /// Runs `body` with a shop on that database and a client of its router. The index follows by itself in production;
    /// here a test calls `shop.follower.start()` when it wants it to have caught up.
    package static func with(
        _ kind: TestDatabase, _ body: @escaping @Sendable (Shop, any TestClientProtocol) async throws -> Void
    ) async throws {
        try await kind.withPlace { folder, url in
            var settings = try Settings(dataDirectory: folder.path, environment: [:])
            settings.database.url = url
            settings.operatorKey = operatorKey
            settings.database.synchronous = .normal
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let shop = try await Shop(settings, logger: logger)
            do {
                let application = Application(router: ShopServer(shop, logger: logger).router, logger: logger)
                try await application.test(.router) { try await body(shop, $0) }
                await shop.close()
            } catch {
                await shop.close()
                throw error
            }
        }
    }
}

extension Shop {
    /// Waits until everything that was written can be found. PostgreSQL shows an event only when no older transaction
    /// of the whole server is running any more, and other tests run theirs at the same time.
    package func catchUp() async throws {
        let newest: SQL = "SELECT epoch, sequence FROM events ORDER BY epoch DESC, sequence DESC LIMIT 1"
        let last = try await database.read { try $0.first(newest, as: FeedPosition.self) } ?? .start
        repeat { try await follower.start() } while try await index.position ?? .start < last
    }
}
