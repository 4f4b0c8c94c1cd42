import ArgumentParser
import Catalog
import Foundation
import Kernel
import Logging
import Persistence
import Souk
import Telemetry

/// The flags that every command has, and how it opens the shop with them.
struct ShopOptions: ParsableArguments {
    @Option(help: "The directory that holds the shop's data (default: ./data, or SOUK_DATA).")
    var data: String?

    @Option(help: "The settings file (default: souk.yaml here or in the data directory, or SOUK_CONFIG).")
    var config: String?

    /// The settings of this run, with where each comes from. What has no effect is told on standard error.
    func report(_ flags: [SettingFlag?] = []) throws -> SettingsReport {
        do {
            let report = try SettingsReport.read(
                flags: flags.compactMap(\.self) + [SettingFlag("SOUK_DATA", "--data", data)].compactMap(\.self),
                environment: ProcessInfo.processInfo.environment, config: config,
                in: URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true))
            for warning in report.warnings { Console.note("Warning: \(warning)") }
            return report
        } catch {
            throw CommandFailure(error.description)
        }
    }

    /// The settings of this run.
    func settings(_ flags: [SettingFlag?] = []) throws -> Settings {
        try report(flags).settings
    }

    /// Runs `body` with the shop opened, and closes it.
    /// - Parameters:
    ///   - mayBegin: whether a shop is begun where none is, or that is refused as a mistyped place.
    ///   - replacesSecret: whether a new secret takes the place of one that was lost.
    func withShop<Value>(
        _ flags: [SettingFlag?] = [], mayBegin: Bool = false, replacesSecret: Bool = false,
        _ body: (Shop, Logger) async throws -> Value
    ) async throws -> Value {
        let settings = try settings(flags)
        let logger = ShopOptions.logger(settings)
        return try await ShopOptions.explaining(settings) {
            if !mayBegin { try Shop.requireOne(settings) }
            let shop = try await Shop(settings, replacesSecret: replacesSecret, logger: logger)
            do {
                let value = try await body(shop, logger)
                await shop.close()
                return value
            } catch {
                await shop.close()
                throw error
            }
        }
    }

    /// Runs `body` with the database opened as it is, its schema untouched.
    /// - Parameter mayBegin: as of `withShop`.
    func withDatabase<Value>(
        mayBegin: Bool = false, _ body: (any Database, Settings) async throws -> Value
    ) async throws -> Value {
        let settings = try settings()
        return try await ShopOptions.explaining(settings) {
            if !mayBegin { try Shop.requireOne(settings) }
            let lock = try await Shop.enter(settings)
            defer { withExtendedLifetime(lock) {} }
            let database = try Shop.openDatabase(settings)
            do {
                let value = try await body(database, settings)
                await database.close()
                return value
            } catch {
                await database.close()
                throw error
            }
        }
    }

    private static func logger(_ settings: Settings) -> Logger {
        var logger = Logger(label: "souk") { LineLogHandler(label: $0, format: settings.log.format) }
        logger.logLevel = settings.log.level
        return logger
    }

    /// Failures that the operator can do something about, in words that say what.
    static func explaining<Value>(_ settings: Settings, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as StartError {
            throw CommandFailure(error.description)
        } catch let error as BackupError {
            throw CommandFailure(error.description)
        } catch let error as MigrationError {
            throw CommandFailure(error.description)
        } catch let error as DatabaseError {
            throw CommandFailure(explain(error, settings))
        } catch let error as any DomainError {
            throw CommandFailure(error.message)
        }
    }

    private static func explain(_ error: DatabaseError, _ settings: Settings) -> String {
        switch error {
        case .unavailable(let reason): "The database does not answer: \(reason)"
        case .corrupt(let reason): "The database cannot be read: \(reason)"
        case .diskFull:
            "The disk is full: \(settings.dataDirectory.path). What was committed is safe; free some space and go on."
        case .busy(let reason): "The database is busy: \(reason). Try again."
        case .timedOut: "The database took too long for a statement."
        case .closed: "The database was closed."
        case .violation(let violation): "The database refused a row: \(violation.name)"
        case .statement(_, let message), .decoding(_, let message): "A statement failed, which is a defect: \(message)"
        }
    }
}
