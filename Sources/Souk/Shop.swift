package import Catalog
import Foundation
package import Jobs
import Kernel
package import Logging
package import Persistence
package import Search
package import Telemetry

/// The opened shop: its database, brought to this binary's schema, and its use cases, wired to one another.
///
/// The server and every command begin with one.
package struct Shop: Sendable {
    /// Where the facts are.
    package let database: any Database
    /// The products.
    package let products: Products
    /// The tree that they stand in.
    package let categories: Categories
    /// Their makers.
    package let brands: Brands
    /// Finding them.
    package let search: ProductSearch
    /// What answers searches.
    package let index: any ProductIndex
    /// Keeps the index in step.
    package let follower: IndexFollower
    /// What is done later.
    package let jobs: JobQueue
    /// What this process counts.
    package let metrics = MetricRegistry()
    /// Keys that stay the same over restarts.
    package let secrets: Secrets
    /// What the shop was opened with.
    package let settings: Settings

    /// Every step of the schema, of all contexts.
    package static let migrations = OutboxMigrations.all + CatalogMigrations.all + JobMigrations.all

    /// Opens the shop: makes the data directory and the database where they are not there, and brings the schema up.
    /// - Throws: `StartError`, `DatabaseError`, `MigrationError`.
    package init(_ settings: Settings, logger: Logger) async throws {
        try DataDirectory.prepare(settings.dataDirectory)
        self.settings = settings
        secrets = try Secrets(in: settings.dataDirectory, operatorKey: settings.operatorKey)
        database = try Shop.openDatabase(settings)
        do {
            _ = try await Migrator(database, migrations: Shop.migrations).up()
            let identity = try await database.write { try $0.shopIdentity() }
            products = Products(database)
            categories = Categories(database)
            brands = Brands(database)
            jobs = JobQueue(database)
            let embedded = EmbeddedIndex(
                snapshot: settings.dataDirectory.appending(path: "search.index"), shop: identity, logger: logger)
            index = embedded
            let source = ProductSource(products, categories)
            search = ProductSearch(index: embedded, source: source)
            follower = IndexFollower(database: database, index: embedded, source: source, logger: logger)
        } catch {
            await database.close()
            throw error
        }
    }

    /// Only the database, not brought up: for the commands that look after the schema itself.
    package static func openDatabase(_ settings: Settings) throws -> any Database {
        if let url = settings.databaseURL { return try PostgresDatabase(url: url) }
        try DataDirectory.prepare(settings.dataDirectory)
        return try SQLiteDatabase(
            path: settings.dataDirectory.appending(path: "souk.db").path, synchronous: settings.synchronous)
    }
}
