import Foundation
import Identity
import Kernel
import Logging
import Persistence
import Search

extension Doctor {
    /// What answers, how fast, of which version, and whether it takes writes; then what hangs on it.
    func checkDatabase() async -> [Finding] {
        let file = settings.dataDirectory.appending(path: "souk.db").path
        if settings.database.url == nil, !FileManager.default.fileExists(atPath: file) {
            return [.warning("database", "\(file) is not there", "`souk serve` makes it; or set DATABASE_URL.")]
        }
        do {
            var settings = settings
            (settings.database.wait, settings.database.connections) = (.seconds(5), 1)
            let database = try Shop.openDatabase(settings)
            let findings = await examine(database)
            await database.close()
            return findings
        } catch {
            return [unreachable(error)]
        }
    }

    private func unreachable(_ error: any Error) -> Finding {
        let reason =
            switch error {
            case DatabaseError.unavailable(let reason), DatabaseError.corrupt(let reason): reason
            case let error as StartError: error.description
            default: "it does not answer"
            }
        let hint =
            settings.database.url == nil
            ? "Restore a backup, or check the rights of the files." : "Start it, or mend DATABASE_URL."
        return .failure("database", reason, hint)
    }

    private func examine(_ database: any Database) async -> [Finding] {
        do {
            let start = ContinuousClock.now
            let hasShop = try await database.read { try $0.hasShop() }
            // The second one needs no connection to be opened.
            let opened = ContinuousClock.now
            _ = try await database.read { try $0.value("SELECT 1", as: Int.self) }
            let latency = ContinuousClock.now - opened
            var findings = [
                Finding.ok(
                    "database",
                    "\(database.dialect.rawValue) opened in \((opened - start).inMilliseconds) and answers in \(latency.inMilliseconds)"
                )
            ]
            if database.dialect == .postgres { findings += try await checkServer(database) }
            guard hasShop else {
                return findings + [.warning("schema", "there is no shop in it yet", "`souk serve` makes it.")]
            }
            findings.append(try await checkSchema(database))
            guard findings.last?.status != .failure else { return findings }
            findings.append(await checkWriting(database))
            findings += try await checkSecret(database)
            findings.append(try await checkIndex(database))
            findings += try await checkMaintenance(database)
            return findings
        } catch {
            return [unreachable(error)]
        }
    }

    private func checkServer(_ database: any Database) async throws -> [Finding] {
        let (version, connections, now) = try await database.read { transaction in
            (
                try transaction.value("SELECT current_setting('server_version_num')::bigint", as: Int.self) ?? 0,
                try transaction.value("SELECT current_setting('max_connections')::bigint", as: Int.self) ?? 0,
                try transaction.value("SELECT clock_timestamp()", as: Timestamp.self)
            )
        }
        let most = settings.database.postgresOptions.mostConnections
        let skew = now.map { abs($0.microseconds - clock.now.microseconds) / 1000 } ?? 0
        return [
            version >= 130_000
                ? .ok("postgres", "version \(version / 10_000)")
                : .failure("postgres", "version \(version / 10_000) is too old", "Move to PostgreSQL 13 or newer."),
            // Three connections are kept for superusers, and somebody wants to look with psql.
            most + 5 <= connections
                ? .ok("postgres", "\(connections) connections, and a server takes \(most) when it is busy")
                : .warning(
                    "postgres", "it takes \(connections) connections, and a server may open \(most)",
                    "Raise max_connections, or lower SOUK_DB_CONNECTIONS and SOUK_DB_OVERFLOW; each node counts."),
            skew < 2000
                ? .ok("clock", "within \(skew) ms of the database's")
                : .warning("clock", "\(skew) ms apart from the database's", "Let both machines keep time with NTP."),
        ]
    }

    private func checkSchema(_ database: any Database) async throws -> Finding {
        let (version, known) = (try await database.read { try $0.schemaVersion() }, Shop.migrations.count)
        if version > known {
            return .failure("schema", "version \(version), and this souk knows \(known)", "Run a newer souk.")
        }
        return version < known
            ? .warning(
                "schema", "version \(version), and this souk wants \(known)",
                "The next start brings it up; or `souk migrate up`.")
            : .ok("schema", "version \(version)")
    }

    private func checkWriting(_ database: any Database) async -> Finding {
        do {
            _ = try await database.write { try $0.execute("UPDATE shop SET id = id WHERE one = 1") }
            return .ok("writing", "the database takes writes")
        } catch DatabaseError.diskFull {
            return .failure(
                "writing", "the disk of the database is full", "Free some space; what was committed is safe.")
        } catch {
            return .failure(
                "writing", "the database takes no writes",
                "Check that it is no standby, that its files may be written, and who holds locks.")
        }
    }

    /// Whether the secret is the one that keys in the database were sealed with.
    private func checkSecret(_ database: any Database) async throws -> [Finding] {
        guard try await database.read({ try $0.schemaVersion() }) == Shop.migrations.count else { return [] }
        let (directory, key) = (settings.dataDirectory, settings.identity.secretKey)
        let hint =
            "Put the old one back. If it is lost: `souk keys rotate`, and `souk user reset-mfa` for second factors."
        guard Secrets.areThere(in: directory, secretKey: key) else {
            guard try await SigningKeys.areThere(in: database) else { return [] }
            return [.failure("secret", "it is gone, and keys in the database were sealed with it", hint)]
        }
        guard let secrets = try? Secrets(in: directory, secretKey: key) else { return [] }
        return try await SigningKeys(database, box: secrets.box).canBeOpened()
            ? [.ok("secret", "it opens the keys in the database")]
            : [.failure("secret", "it is another one than the keys in the database were sealed with", hint)]
    }

    private func checkIndex(_ database: any Database) async throws -> Finding {
        let (identity, last) = try await database.read { transaction in
            (
                try transaction.value("SELECT id FROM shop WHERE one = 1", as: ID<Void>.self),
                try transaction.lastPosition()
            )
        }
        let index = EmbeddedIndex(
            snapshot: settings.dataDirectory.appending(path: "search.index"), shop: identity?.description ?? "",
            logger: Logger(label: "souk") { _ in SwiftLogNoOpLogHandler() })
        guard let position = index.position, position <= last else {
            return .warning(
                "search index", "there is no snapshot of this shop that can be used", "The next start builds it anew.")
        }
        let behind = try await database.read { try $0.events(after: position, limit: 10_000) }.count
        return .ok("search index", "a sound snapshot of \(index.productCount) products, \(behind) events behind")
    }

    private func checkMaintenance(_ database: any Database) async throws -> [Finding] {
        guard try await database.read({ try $0.schemaVersion() }) == Shop.migrations.count,
            let state = try await MaintenanceMode(database).state()
        else { return [] }
        return [
            .warning("maintenance", "the shop has been closed since \(state.since)", "`souk maintenance off` opens it.")
        ]
    }
}

extension Duration {
    /// For people: `1.234 ms`.
    fileprivate var inMilliseconds: String {
        let microseconds = components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
        return "\(Double(microseconds) / 1000) ms"
    }
}
