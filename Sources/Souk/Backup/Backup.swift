package import Foundation
package import Kernel
package import Persistence

/// Makes one file of a whole shop: its database, and what lies in the data directory.
///
/// The database is taken at one moment while a server writes; everything that was acknowledged before is in it. What it
/// refers to in the data directory is copied after it, so it is there. The search index is left out (a start builds it
/// anew), and so are settings, which belong to the machine.
package struct Backup {
    private let settings: Settings
    private let database: any Database
    private let clock: WallClock

    /// Backups of the shop in that database, opened as those settings say.
    package init(of settings: Settings, _ database: any Database, clock: WallClock = .system) {
        (self.settings, self.database, self.clock) = (settings, database, clock)
    }

    /// Writes the backup beside its place and renames it, so that there is never half a one under its name.
    /// - Parameter overwrite: whether a file that is there already may go.
    /// - Throws: `BackupError`, `DatabaseError`, `StartError`.
    package func write(to file: URL, overwrite: Bool) async throws -> BackupManifest {
        let manifest = try await manifest()
        try check(file, overwrite)
        let work = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).\(ID<Backup>()).tmp")
        do {
            try FileManager.default.createDirectory(
                at: work, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw BackupError.target("\(file.path) cannot be written: \(error.reason)")
        }
        defer { try? FileManager.default.removeItem(at: work) }
        let archive = work.appending(path: "archive")
        do {
            try await fill(archive, manifest, work)
        } catch {
            throw Backup.naming(file, error)
        }
        guard rename(archive.path, file.path) == 0 else {
            throw BackupError.target("\(file.path) cannot be written: \(String(cString: strerror(errno)))")
        }
        Durability.flush(directory: file.deletingLastPathComponent())
        return manifest
    }

    /// - Throws: `StartError` where none was ever opened.
    private func manifest() async throws -> BackupManifest {
        let now = clock.now
        let isThere = try await database.read { try $0.hasShop() }
        guard isThere else {
            throw StartError.noShop(in: settings.database.url == nil ? settings.dataDirectory.path : "the database")
        }
        let (identity, version, schema) = try await database.write { transaction in
            (try transaction.shopIdentity(), try transaction.schemaVersion(), try transaction.currentSchema())
        }
        return BackupManifest(
            schemaVersion: version, dialect: database.dialect, postgresSchema: schema, shop: identity, madeAt: now)
    }

    /// A full disk is that of the backup: the shop is only read.
    static func naming(_ file: URL, _ error: any Error) -> any Error {
        let isFull = (error as? DatabaseError) == .diskFull || (error as? CocoaError)?.code == .fileWriteOutOfSpace
        guard isFull else {
            return error is CocoaError ? BackupError.target("\(file.path) cannot be written: \(error.reason)") : error
        }
        return BackupError.target(
            "The disk of \(file.path) is full. Free some space there, or name another place; the shop is as it was.")
    }

    private func check(_ file: URL, _ overwrite: Bool) throws {
        let data = settings.dataDirectory
        let folder = file.deletingLastPathComponent().resolvingSymlinksInPath().path + "/"
        // What a link in the data directory leads to is part of it.
        for part in [data, data.appending(path: "blobs"), data.appending(path: "mail")]
        where folder.hasPrefix(part.resolvingSymlinksInPath().path + "/") {
            throw BackupError.target(
                "\(file.path) lies in the data directory, which it is a backup of. Name another place.")
        }
        guard let status = FileStatus(file.path) else { return }
        guard status.isFile else {
            throw BackupError.target("\(file.path) is no regular file, and is not replaced. Name another file.")
        }
        if !overwrite {
            throw BackupError.target("\(file.path) is there already. Say --force to replace it, or name another file.")
        }
    }

    /// Where uploads lie that are not in the backup; `nil` when all of them are.
    package var uploadsElsewhere: String? {
        guard let url = settings.blobs.url else { return nil }
        let own = settings.dataDirectory.appending(path: "blobs").resolvingSymlinksInPath().path
        let isOwn =
            url.hasPrefix("file://")
            && URL(filePath: String(url.dropFirst(7))).resolvingSymlinksInPath().path == own
        return isOwn ? nil : SettingMask.password.show(url)
    }

    private func fill(_ archive: URL, _ manifest: BackupManifest, _ work: URL) async throws {
        let copy = work.appending(path: "database")
        if let database = database as? SQLiteDatabase {
            try await database.copy(to: copy.path)
        } else if let url = settings.database.url, let schema = manifest.postgresSchema {
            try PostgresTools(url: url).dump(schema: schema, to: copy)
        }
        let writer = try ArchiveWriter(archive)
        try writer.add("manifest.json", bytes: manifest.bytes)
        try writer.add(manifest.databaseName, file: copy)
        for name in try ShopFiles.all(in: settings.dataDirectory) {
            try writer.add("data/\(name)", file: settings.dataDirectory.appending(path: name))
        }
        try writer.finish()
    }
}

extension BackupManifest {
    /// What the database is called in the archive.
    var databaseName: String { dialect == .sqlite ? "souk.db" : "database.dump" }
}

extension Transaction {
    /// Whether a souk ever opened this database.
    func hasShop() throws -> Bool {
        try value(
            """
            SELECT count(*) FROM \(sqlite: "sqlite_master WHERE type = 'table' AND name = 'shop'",
            postgres: "pg_tables WHERE schemaname = current_schema() AND tablename = 'shop'")
            """, as: Int.self) == 1
    }

    /// How many steps of the schema were made.
    func schemaVersion() throws -> Int {
        try value("SELECT max(version) FROM schema_migrations") ?? 0
    }

    /// The schema that PostgreSQL keeps our tables in; `nil` on SQLite.
    func currentSchema() throws -> String? {
        dialect == .sqlite ? nil : try value("SELECT current_schema()::text")
    }
}
