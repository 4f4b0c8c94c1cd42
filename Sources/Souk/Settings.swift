package import Foundation
import Kernel
package import Logging
package import Persistence

/// Everything that can be set from outside, read once and checked.
package struct Settings: Sendable {
    /// Where the embedded default keeps what it keeps: database, index snapshot, keys.
    package var dataDirectory: URL
    /// PostgreSQL's address (`postgres://…`); the embedded SQLite when absent.
    package var databaseURL: String?
    /// What to listen on.
    package var host: String
    /// The port to listen on; 0 for any free one.
    package var port: Int
    /// How much is logged.
    package var logLevel: Logger.Level
    /// The operator's key, when it is not to be kept in `DIR/admin.key`.
    package var operatorKey: String?
    /// How SQLite trades safety at a power cut for speed.
    package var synchronous: SQLiteSynchronous
    /// How many jobs run at the same time in this process.
    package var jobConcurrency: Int
    /// How long after a crash another worker takes the jobs of this one.
    package var jobLease: Duration
    /// What the shop is called on its pages.
    package var shopName: String

    /// Why settings were refused: which one, what it is, and what is allowed.
    package struct Invalid: Error, CustomStringConvertible {
        /// The name, the value and what is allowed.
        package let description: String
    }

    /// Settings from the environment; flags of a command are written over them.
    /// - Throws: `Invalid`.
    package init(dataDirectory: String? = nil, environment: [String: String]) throws(Invalid) {
        self.dataDirectory = URL(
            fileURLWithPath: dataDirectory ?? environment["SOUK_DATA"] ?? "./data", isDirectory: true)
        databaseURL = environment["DATABASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
        host = environment["SOUK_HOST"] ?? "127.0.0.1"
        port = try Settings.number(environment, "SOUK_PORT", 0...65_535) ?? 8080
        logLevel = try Settings.logLevel(environment["LOG_LEVEL"])
        operatorKey = environment["SOUK_ADMIN_KEY"].flatMap { $0.isEmpty ? nil : $0 }
        synchronous = try Settings.choice(environment, "SOUK_SQLITE_SYNCHRONOUS") ?? .full
        jobConcurrency = try Settings.number(environment, "SOUK_JOB_CONCURRENCY", 1...256) ?? 8
        jobLease = .seconds(try Settings.number(environment, "SOUK_JOB_LEASE", 1...3600) ?? 30)
        shopName = environment["SOUK_SHOP_NAME"] ?? "Souk"
        if let databaseURL, !databaseURL.hasPrefix("postgres://"), !databaseURL.hasPrefix("postgresql://") {
            throw Invalid(
                description: "DATABASE_URL must begin with postgres:// or postgresql://; without it the shop keeps "
                    + "its data in \(self.dataDirectory.path)")
        }
        if let operatorKey, operatorKey.utf8.count < 16 {
            throw Invalid(description: "SOUK_ADMIN_KEY must have at least 16 characters, has \(operatorKey.utf8.count)")
        }
    }

    private static func number(
        _ environment: [String: String], _ name: String, _ range: ClosedRange<Int>
    ) throws(Invalid) -> Int? {
        guard let text = environment[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw Invalid(
                description: "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), "
                    + "is \"\(text)\"")
        }
        return number
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ environment: [String: String], _ name: String
    ) throws(Invalid) -> Choice? where Choice.RawValue == String {
        guard let text = environment[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Invalid(description: "\(name) must be one of \(allowed), is \"\(text)\"")
        }
        return choice
    }

    private static func logLevel(_ text: String?) throws(Invalid) -> Logger.Level {
        guard let text else { return .info }
        guard let level = Logger.Level(rawValue: text.lowercased()) else {
            let allowed = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw Invalid(description: "LOG_LEVEL must be one of \(allowed), is \"\(text)\"")
        }
        return level
    }
}
