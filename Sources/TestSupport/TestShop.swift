import Foundation
import Hummingbird
package import HummingbirdTesting
import Identity
import Kernel
package import Logging
import Persistence
import Search
package import Souk

/// A whole shop for tests: empty but for one admin, opened, its router in process.
package enum TestShop {
    /// The key of that admin's machine, which may do everything, in the test that runs.
    @TaskLocal package static var adminKey = "there is no shop"

    /// Runs `body` with a shop on that database and a client of its router. The index follows by itself in production;
    /// here a test calls `shop.follower.start()` when it wants it to have caught up.
    /// - Parameters:
    ///   - logger: where the shop and its router write what they log.
    ///   - environment: what settings are read from.
    ///   - adjust: changes the settings before the shop is opened.
    package static func with(
        _ kind: TestDatabase, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        environment: [String: String] = [:], adjust: @escaping @Sendable (inout Settings) -> Void = { _ in },
        _ body: @escaping @Sendable (Shop, any TestClientProtocol) async throws -> Void
    ) async throws {
        try await kind.withPlace { folder, url in
            var settings = try Settings(dataDirectory: folder.path, environment: environment)
            settings.database.url = url
            settings.identity.passwordCost = 4
            settings.database.synchronous = .normal
            (settings.limits.user, settings.limits.login, settings.limits.registration) = (nil, nil, nil)
            adjust(&settings)
            let shop = try await Shop(settings, logger: logger)
            do {
                let application = Application(router: ShopServer(shop, logger: logger).router, logger: logger)
                try await $adminKey.withValue(makeAdmin(of: shop)) {
                    try await application.test(.router) { try await body(shop, $0) }
                }
                await shop.close()
            } catch {
                await shop.close()
                throw error
            }
        }
    }

    private static func makeAdmin(of shop: Shop) async throws -> String {
        let admin = try await shop.identity.accounts.create(
            Registration(email: "admin@shop.example", password: "a password of the tests"), role: .admin)
        let scopes = Permission.scopes.map(\.rawValue)
        return try await shop.identity.apiKeys.create(for: admin.id, name: "tests", scopes: scopes)
            .text
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
