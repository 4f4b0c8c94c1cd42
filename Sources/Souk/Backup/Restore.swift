package import Foundation
import Kernel
import Persistence

/// Puts a shop back from a backup: all of it, or nothing is changed.
///
/// The backup is unpacked beside the shop and checked to its end before anything is replaced. The restored database gets
/// a new identity, so that index snapshots of what was there before are built anew (docs/adr/0017).
package struct Restore {
    private let settings: Settings
    private let journal: RestoreJournal
    private let isMount: @Sendable (URL) -> Bool
    /// A user of the database that is not a server.
    private static let applicationName = "souk restore"

    /// Restores into the place that those settings name.
    package init(into settings: Settings) {
        self.init(into: settings, isMount: FileStatus.isMount)
    }

    init(into settings: Settings, isMount: @escaping @Sendable (URL) -> Bool) {
        (self.settings, self.isMount) = (settings, isMount)
        journal = RestoreJournal(settings.dataDirectory)
    }

    /// Finishes or takes back a restore that was killed. Called before a data directory is used.
    /// - Throws: `StartError`, `DatabaseError` when PostgreSQL cannot be asked whether it was replaced.
    package static func finishInterrupted(_ settings: Settings) async throws {
        let restore = Restore(into: settings)
        guard restore.journal.isThere else { return }
        let lock = try DataLock.alone(settings.dataDirectory)
        try await restore.journal.recover { try await restore.identity() }
        withExtendedLifetime(lock) {}
    }

    /// Replaces the shop by the one in that file.
    /// - Parameter force: whether a shop that is there may go.
    /// - Throws: `BackupError`, `StartError`, `DatabaseError`.
    package func run(from file: URL, force: Bool) async throws -> BackupManifest {
        try DataDirectory.prepare(settings.dataDirectory)
        let lock = try DataLock.alone(settings.dataDirectory)
        defer { withExtendedLifetime(lock) {} }
        try checkPlace(of: file)
        try await journal.recover { try await identity() }
        try checkDirectory(force)
        try journal.begin()
        do {
            let manifest = try unpack(file)
            try await check(manifest, force)
            try await replaceDatabase(manifest)
            try journal.place()
            return manifest
        } catch {
            // What failed may still have taken effect, as a commit whose answer was lost. If the database cannot say,
            // the next start asks it again.
            try? await journal.recover { try await identity() }
            throw error
        }
    }

    /// The backup would go with what it is to replace.
    private func checkPlace(of file: URL) throws {
        let directory = settings.dataDirectory.resolvingSymlinksInPath().path + "/"
        let path = file.resolvingSymlinksInPath().path
        guard path.hasPrefix(directory), let name = path.dropFirst(directory.count).split(separator: "/").first
        else { return }
        if name == RestoreJournal.folderName || ShopFiles.isOfShop(String(name)) {
            throw BackupError.target("\(file.path) lies in what it is to replace. Move it elsewhere, and try again.")
        }
    }

    /// What is there may go, and can: a mount cannot be moved, which would be noticed half-way.
    private func checkDirectory(_ force: Bool) throws {
        let names = try ShopFiles.present(in: settings.dataDirectory)
        guard force || names.allSatisfy(ShopFiles.isMadeAnew) else {
            throw BackupError.occupied(settings.dataDirectory.path)
        }
        guard let mount = names.map({ settings.dataDirectory.appending(path: $0) }).first(where: isMount) else {
            return
        }
        throw BackupError.unfit(
            "\(mount.path) is a mount, which a restore cannot replace; nothing was changed. Unmount it, or mount the "
                + "whole data directory"
                + (mount.lastPathComponent == "blobs" ? ", or mount uploads elsewhere and say BLOB_URL=file:///…" : "")
                + ", and try again.")
    }

    private func unpack(_ file: URL) throws -> BackupManifest {
        let manifest = MemorySink()
        try ArchiveReader(file).read { entry in
            if entry.name == "manifest.json" { return manifest }
            return try FileSink(place(for: entry.name), mode: entry.mode)
        }
        return try BackupManifest(bytes: manifest.bytes)
    }

    /// Where a file of the archive goes; names that lead elsewhere are refused.
    private func place(for name: String) throws -> URL {
        if name == "souk.db" { return journal.new.appending(path: name) }
        if name == "database.dump" { return journal.folder.appending(path: name) }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 1, parts[0] == "data", !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }),
            !ShopFiles.kept.contains(String(parts[1])), parts[1] != "souk.db"
        else { throw BackupError.damaged("it holds a file that is none of a shop: \(name)") }
        return journal.new.appending(path: parts.dropFirst().joined(separator: "/"))
    }

    private func check(_ manifest: BackupManifest, _ force: Bool) async throws {
        let known = Shop.migrations.count
        guard manifest.schemaVersion <= known else {
            throw BackupError.unfit(
                "The backup is of schema version \(manifest.schemaVersion), and this souk knows versions up to \(known). "
                    + "Restore it with souk \(manifest.souk) or a newer one.")
        }
        switch (manifest.dialect, settings.database.url) {
        case (.sqlite, nil): break
        case (.sqlite, _):
            throw BackupError.unfit("The backup holds a SQLite database, and DATABASE_URL names PostgreSQL. Unset it.")
        case (.postgres, nil):
            throw BackupError.unfit("The backup holds a PostgreSQL database. Set DATABASE_URL to where it is to go.")
        case (.postgres, let url?): try await checkTarget(url, manifest, force)
        }
    }

    private func checkTarget(_ url: String, _ manifest: BackupManifest, _ force: Bool) async throws {
        let target = try await withPostgres(url) { database in
            try await database.read { try $0.restoreTarget() }
        }
        guard target.schema == manifest.postgresSchema else {
            throw BackupError.unfit(
                "The backup is of the schema \(manifest.postgresSchema ?? "?"), and DATABASE_URL leads to "
                    + "\(target.schema ?? "none"). Make one of that name, and say ?options=-csearch_path%3DNAME.")
        }
        guard target.tables == 0 || target.isShop else {
            throw BackupError.unfit("The database holds tables that are not of a souk. Name an empty database.")
        }
        guard target.tables == 0 || force else { throw BackupError.occupied("the database that DATABASE_URL names") }
        guard target.users == 0 else {
            throw BackupError.unfit("\(target.users) connections of a souk use the database. Stop its servers first.")
        }
    }

    private func replaceDatabase(_ manifest: BackupManifest) async throws {
        let identity = ID<Shop>().description
        switch settings.database.url {
        case nil: try await adopt(identity)
        case let url?:
            try journal.expectDatabase(identity)
            try PostgresTools(url: url).restore(
                journal.folder.appending(path: "database.dump"), schema: manifest.postgresSchema ?? "public",
                identity: identity, work: journal.folder)
        }
    }

    private func adopt(_ identity: String) async throws {
        let file = journal.new.appending(path: "souk.db")
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw BackupError.damaged("it holds no database")
        }
        let database = try SQLiteDatabase(path: file.path)
        do {
            _ = try await database.write { try $0.execute("UPDATE shop SET id = \(identity)") }
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }

    /// What PostgreSQL's database is known by; `nil` on SQLite, whose file is replaced with the others.
    private func identity() async throws -> String? {
        guard let url = settings.database.url else { return nil }
        return try await withPostgres(url) { database in
            try await database.read {
                try $0.hasShop() ? $0.value("SELECT id::text FROM shop WHERE one = 1", as: String.self) : nil
            }
        }
    }

    private func withPostgres<Value>(_ url: String, _ body: (PostgresDatabase) async throws -> Value) async throws
        -> Value
    {
        var options = settings.database.postgresOptions
        options.applicationName = Restore.applicationName
        let database = try PostgresDatabase(url: url, options: options)
        do {
            let value = try await body(database)
            await database.close()
            return value
        } catch {
            await database.close()
            throw error
        }
    }
}

/// What is in the database that a backup is to go to.
struct RestoreTarget: Sendable {
    let schema: String?
    let tables: Int
    let isShop: Bool
    /// Connections of other souks.
    let users: Int
}

extension Transaction {
    /// Only on PostgreSQL.
    func restoreTarget() throws -> RestoreTarget {
        RestoreTarget(
            schema: try currentSchema(),
            tables: try value("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()") ?? 0,
            isShop: try hasShop(),
            users: try connectionsOfSouks())
    }
}

/// A small file of the archive.
private final class MemorySink: ArchiveSink {
    private(set) var bytes: [UInt8] = []

    func write(_ bytes: [UInt8]) throws {
        self.bytes += bytes
        guard self.bytes.count < 1 << 20 else { throw BackupError.damaged("its manifest is too long") }
    }

    func finish() throws {}
}

/// A file of the archive that is unpacked.
private final class FileSink: ArchiveSink {
    private let path: String
    private let file: FileHandle

    init(_ url: URL, mode: Int) throws {
        path = url.path
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        guard
            FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: mode & 0o700])
        else { throw BackupError.target("\(path) cannot be written: \(String(cString: strerror(errno)))") }
        file = try FileHandle(forWritingTo: url)
    }

    func write(_ bytes: [UInt8]) throws {
        do {
            try file.write(contentsOf: bytes)
        } catch {
            throw BackupError.target("\(path) cannot be written: \(error.reason). Nothing was changed.")
        }
    }

    func finish() throws {
        try file.synchronize()
        try file.close()
    }
}
