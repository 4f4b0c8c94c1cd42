package import Catalog
import Foundation
package import Identity
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
    /// Files of products that are sent in.
    package let imports: CatalogImports
    /// Finding them.
    package let search: ProductSearch
    /// What a merchant decides about that.
    package let merchandising: Merchandising
    /// How good it is.
    package let testSets: TestSets
    /// What shoppers look for.
    package let analytics: SearchAnalytics
    /// Where that is written down.
    package let searchLog: SearchLog
    /// Searches that people keep.
    package let savedSearches: SavedSearches
    /// What search knows about products besides the catalogue.
    package let factors: FactorUpdates
    /// What answers searches: the embedded engine, and the database behind it.
    package let index: FallbackIndex
    /// The first of the two.
    package let embedded: EmbeddedIndex
    /// Keeps the index in step.
    package let follower: IndexFollower
    /// Keeps what is behind it in step.
    package let fallbackFollower: IndexFollower
    /// Accounts.
    package let identity: IdentityDoors
    /// The keys that sign access tokens.
    package let signingKeys: SigningKeys
    /// Access tokens.
    package let tokens: AccessTokens
    /// What is done later.
    package let jobs: JobQueue
    /// Keys that stay the same over restarts.
    package let secrets: Secrets
    /// Whether it is closed for maintenance.
    package let maintenance: MaintenanceMode
    /// Knows that in memory.
    let maintenanceWatch: MaintenanceWatch
    /// What the shop reaches beyond itself.
    package let outside: Outside
    /// Its traces; `nil` when there are none.
    let tracing: ShopTracing?
    /// Says that the data directory is in use.
    private let lock: DataLock
    /// What the shop was opened with.
    package let settings: Settings
    /// Where everything in it is counted.
    package let metrics: MetricRegistry

    /// Every step of the schema, of all contexts.
    package static let migrations =
        OutboxMigrations.all + CatalogMigrations.all + JobMigrations.all + OutboxMigrations.pruning
        + MaintenanceMigrations.all + IdempotencyMigrations.all + IdentityMigrations.all + SigningKeyMigrations.all
        + WayInMigrations.all + CatalogMigrations.vendors + SearchMigrations.all
        + CatalogMigrations.imports

    /// Opens the shop: makes the data directory and the database where they are not there, and brings the schema up.
    /// - Parameter replacesSecret: whether a secret that was lost may be replaced by a new one, which is otherwise made
    ///   for a new shop only.
    /// - Throws: `StartError`, `DatabaseError`, `MigrationError`.
    package init(_ settings: Settings, replacesSecret: Bool = false, logger: Logger) async throws {
        self.init(settings, try await Shop.open(settings, replacesSecret, logger), logger)
    }

    /// Wires what was opened. Apart from the opening, since the compiler's optimiser cannot take both in one (6.3.1 ends
    /// while it splits the coroutine).
    private init(_ settings: Settings, _ opened: Opened, _ logger: Logger) {
        self.settings = settings
        (lock, secrets, tracing, metrics) = (opened.lock, opened.secrets, opened.tracing, opened.metrics)
        (outside, database) = (opened.outside, opened.database)
        maintenance = MaintenanceMode(database)
        maintenanceWatch = MaintenanceWatch(maintenance, logger: logger)
        products = Products(database)
        categories = Categories(database)
        brands = Brands(database)
        imports = CatalogImports(database, shelf: ImportShelf(opened.outside.blobs))
        signingKeys = SigningKeys(database, box: secrets.box, algorithm: settings.identity.tokenAlgorithm)
        tokens = AccessTokens(signingKeys, issuer: settings.server.linkURL)
        jobs = JobQueue(database)
        embedded = EmbeddedIndex(
            snapshot: settings.dataDirectory.appending(path: "search.index"), shop: opened.identity, logger: logger,
            priceBucket: settings.search.priceBucket)
        let stored = DatabaseIndex(database, priceBucket: settings.search.priceBucket)
        index = FallbackIndex(
            embedded, behind: settings.search.fallback == .database ? stored : nil, logger: logger)
        let (source, tuning) = (ProductSource(products, categories), CurrentTuning())
        merchandising = Merchandising(database)
        searchLog = SearchLog(database, logger: logger)
        analytics = SearchAnalytics(database)
        factors = FactorUpdates(database, source: source)
        search = ProductSearch(index: index, source: source, tuning: tuning, log: searchLog)
        savedSearches = SavedSearches(database, search: search)
        identity = IdentityDoors(
            settings, database, secrets, tokens, client: opened.outside.client, metrics: metrics,
            others: [PersonalDataSource(savedSearches)])
        testSets = TestSets(database, search: search) { [products] in try await products.externalIDs(of: $0) }
        follower = IndexFollower(database: database, index: index, source: source, tuning: tuning, logger: logger)
        fallbackFollower = IndexFollower(
            database: database, index: stored, source: source, logger: logger, isPatient: true)
    }

    /// What is there once everything is open.
    private struct Opened {
        let lock: DataLock
        let secrets: Secrets
        let metrics: MetricRegistry
        let tracing: ShopTracing?
        let outside: Outside
        let database: any Database
        let identity: String
    }

    private static func open(_ settings: Settings, _ replacesSecret: Bool, _ logger: Logger) async throws -> Opened {
        let lock = try await enter(settings)
        let metrics = MetricRegistry()
        ProcessMetrics.register(in: metrics, version: SoukVersion.text)
        let tracing = try ShopTracing.start(settings.telemetry, metrics: metrics)
        let outside = try await Outside(settings, metrics: metrics, logger: logger)
        do {
            let (database, identity, secrets) = try await openMigrated(settings, metrics, replacesSecret)
            return Opened(
                lock: lock, secrets: secrets, metrics: metrics, tracing: tracing, outside: outside, database: database,
                identity: identity)
        } catch {
            await outside.close()
            throw error
        }
    }

    private static func openMigrated(
        _ settings: Settings, _ metrics: MetricRegistry, _ replacesSecret: Bool
    ) async throws -> (any Database, identity: String, Secrets) {
        let database = try openDatabase(settings, metrics: metrics)
        do {
            _ = try await Migrator(database, migrations: Shop.migrations).up()
            if !replacesSecret { try await requireSecret(settings, of: database) }
            let secrets = try Secrets(in: settings.dataDirectory, secretKey: settings.identity.secretKey)
            return (database, try await database.write { try $0.shopIdentity() }, secrets)
        } catch {
            await database.close()
            throw error
        }
    }

    /// Finishes what is under way, and lets go of everything.
    package func close() async {
        await outside.close()
        await database.close()
    }

    /// Makes the data directory where it is not there, finishes a restore that was killed, and says that somebody uses it.
    /// - Returns: what says so as long as it is kept.
    /// - Throws: `StartError`, `DatabaseError`.
    package static func enter(_ settings: Settings) async throws -> DataLock {
        try DataDirectory.prepare(settings.dataDirectory)
        try await Restore.finishInterrupted(settings)
        return try DataLock.shared(settings.dataDirectory)
    }

    /// Only the database, not brought up: for the commands that look after the schema itself.
    /// - Parameter applicationName: what PostgreSQL shows of us; `nil` for the name of a server.
    package static func openDatabase(
        _ settings: Settings, metrics: MetricRegistry = MetricRegistry(), applicationName: String? = nil
    ) throws -> any Database {
        if let url = settings.database.url {
            var options = settings.database.postgresOptions
            if let applicationName { options.applicationName = applicationName }
            return try PostgresDatabase(url: url, options: options, metrics: metrics)
        }
        try DataDirectory.prepare(settings.dataDirectory)
        return try SQLiteDatabase(
            path: settings.dataDirectory.appending(path: "souk.db").path, synchronous: settings.database.synchronous)
    }
}
