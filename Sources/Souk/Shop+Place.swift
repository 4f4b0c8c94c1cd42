import Foundation
import Identity
import Logging
package import Persistence

/// Whether there is a shop where the settings say, and who else is in it.
extension Shop {
    /// Refuses a place without a shop, before the opening would make an empty one there: a mistyped directory. The
    /// database that DATABASE_URL names is found by its address, and is not looked at.
    /// - Throws: `StartError`.
    package static func requireOne(_ settings: Settings) throws(StartError) {
        let directory = settings.dataDirectory
        guard settings.database.url == nil, !RestoreJournal(directory).isHalfWay,
            !FileManager.default.fileExists(atPath: directory.appending(path: "souk.db").path)
        else { return }
        throw .noShop(in: directory.path)
    }

    /// Refuses to make a new secret for a shop that has one: it was lost, or is on another node.
    /// - Throws: `StartError`.
    static func requireSecret(_ settings: Settings, of database: any Database) async throws {
        let directory = settings.dataDirectory
        guard !Secrets.areThere(in: directory, secretKey: settings.identity.secretKey),
            try await SigningKeys.areThere(in: database)
        else { return }
        throw StartError(
            "\(directory.appending(path: Secrets.fileName).path) is not there, and keys in the database were sealed with "
                + "it. Put it back from a backup, or set SOUK_SECRET_KEY as on the other nodes. If it is lost, "
                + "`souk keys rotate` makes a new one: everybody is signed out, and second factors have to be reset.")
    }

    /// Tells the log when the secret is another one than before. That stops nobody from looking at products, so it does
    /// not stop the server either; but everybody is signed out, and programs cannot sign in again.
    func reportSecret(to logger: Logger) async throws {
        if try await signingKeys.canBeOpened() { return }
        logger.error(
            """
            Programs cannot sign in and second factors do not fit: the secret is another one than the keys in the \
            database were sealed with. SOUK_SECRET_KEY or DIR/secret was changed or lost. Put the old one back; or, if \
            it is lost, run souk keys rotate, and reset second factors with souk user reset-mfa
            """)
    }

    /// Opens the database as it is for whoever takes from under others what they use.
    /// - Throws: `StartError` while a server or a command uses the data directory, or the database of PostgreSQL.
    package static func withDatabaseAlone<Value>(
        _ settings: Settings, _ body: (any Database) async throws -> Value
    ) async throws -> Value {
        try DataDirectory.prepare(settings.dataDirectory)
        try await Restore.finishInterrupted(settings)
        let lock = try DataLock.alone(settings.dataDirectory)
        defer { withExtendedLifetime(lock) {} }
        let database = try openDatabase(settings, applicationName: "souk alone")
        do {
            try await requireNoServers(of: database)
            let value = try await body(database)
            await database.close()
            return value
        } catch {
            await database.close()
            throw error
        }
    }

    private static func requireNoServers(of database: any Database) async throws {
        guard database.dialect == .postgres else { return }
        let users = try await database.read { try $0.connectionsOfSouks() }
        guard users == 0 else {
            throw StartError("\(users) connections of a souk use the database. Stop its servers first.")
        }
    }
}

extension Transaction {
    /// How many connections servers and commands have to this database. Only on PostgreSQL.
    func connectionsOfSouks() throws -> Int {
        try value(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'souk' AND pid <> pg_backend_pid()
            """) ?? 0
    }
}
