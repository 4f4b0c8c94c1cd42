package import Foundation

/// Everything that can be set from outside, read once and checked.
///
/// A flag of the command wins over the environment, that over the `.env` file, that over the settings file (YAML), and
/// that over the defaults.
package struct Settings: Sendable {
    /// Where the embedded default keeps what it keeps: database, index snapshot, keys.
    package var dataDirectory: URL
    /// What this shop is for.
    package var environment: ShopEnvironment
    /// What the shop is called on its pages.
    package var shopName: String
    /// Accounts.
    package var identity: IdentitySettings
    /// How the shop listens.
    package var server: ServerSettings
    /// How often who may do what.
    package var limits: LimitSettings
    /// Where the facts are.
    package var database: DatabaseSettings
    /// What is logged.
    package var log: LogSettings
    /// Background jobs.
    package var jobs: JobSettings
    /// What is kept in memory.
    package var cache: CacheSettings
    /// How products are found.
    package var search: ProductSearchSettings
    /// Where mails go.
    package var mail: MailServerSettings
    /// Where uploads lie.
    package var blobs: BlobStoreSettings
    /// Where traces go.
    package var telemetry: TelemetrySettings

    /// Why settings were refused: each with its name, its value, what is allowed and where it was set.
    package struct Invalid: Error, CustomStringConvertible {
        /// A mistake each.
        package let problems: [String]

        /// A line for each mistake.
        package var description: String { problems.joined(separator: "\n") }
    }

    /// Settings from the environment alone, no file being looked at.
    /// - Throws: `Invalid`.
    package init(dataDirectory: String? = nil, environment: [String: String]) throws(Invalid) {
        let flag = SettingFlag("SOUK_DATA", "--data", dataDirectory)
        let sources = SettingsSources(flags: flag.map { [$0] } ?? [], environment: environment)
        self = try SettingsReport(sources).settings
    }

    init(_ read: inout SettingsReader) {
        let directory = read(
            "SOUK_DATA", "data", .text("the path of a directory"), "./data",
            "The directory of the database, the index snapshot, the keys and all else that the shop keeps by itself.")
        dataDirectory = URL(fileURLWithPath: directory, isDirectory: true)
        environment = read(
            "SOUK_ENV", "environment", .choice, .development,
            "What this shop is for; production refuses the demo catalogue, and has doctor look closer.")
        shopName = read("SOUK_SHOP_NAME", "shop.name", .text(), "Souk", "What the shop is called on its pages.")
        identity = IdentitySettings(&read)
        server = ServerSettings(&read)
        limits = LimitSettings(&read)
        database = DatabaseSettings(&read)
        log = LogSettings(&read)
        jobs = JobSettings(&read)
        cache = CacheSettings(&read)
        search = ProductSearchSettings(&read)
        mail = MailServerSettings(&read)
        blobs = BlobStoreSettings(&read)
        telemetry = TelemetrySettings(&read)
    }
}

/// What a shop is for.
package enum ShopEnvironment: String, Sendable, CaseIterable {
    /// Somebody works on it.
    case development
    /// Somebody tries it before customers get it.
    case staging
    /// Customers use it.
    case production
}
