import Foundation
import Glibc

/// What a shop consists of in its data directory. Whatever else lies there is somebody else's: no backup takes it, and
/// no restore touches it.
enum ShopFiles {
    /// What belongs to the machine and stays where it is.
    static let kept: Set = [DataLock.fileName, RestoreJournal.folderName, "souk.yaml", ".env"]

    /// The database of SQLite, with what stands beside it while it is open.
    private static let database: Set = ["souk.db", "souk.db-wal", "souk.db-shm", "souk.db-journal"]
    /// What a backup takes besides the database.
    private static let taken = [Secrets.fileName, "blobs", "mail"]
    /// What is made of the others, under several names while it is saved.
    private static let index = "search.index"

    /// What a shop consists of in that directory.
    static func present(in directory: URL) throws -> [String] {
        try contents(of: directory).filter(isOfShop)
    }

    /// Whether a file or folder of that name in a data directory is the shop's.
    static func isOfShop(_ name: String) -> Bool {
        taken.contains(name) || database.contains(name) || name.hasPrefix(index)
    }

    /// Whether nobody would miss it: it is made anew of the others.
    static func isMadeAnew(_ name: String) -> Bool { name.hasPrefix(index) }

    /// The names of all files for a backup, relative to the directory: not the database, which is copied by itself, and
    /// not what can be made anew. A link in the directory itself is followed, as one that leads to a larger disk; links
    /// further down are none of ours, and left out.
    /// - Throws: `BackupError`.
    static func all(in directory: URL) throws -> [String] {
        var names: [String] = []
        for name in taken {
            let file = directory.appending(path: name)
            guard FileStatus(file.path) != nil else { continue }
            // What cannot be resolved is the link itself.
            guard let status = FileStatus(file.resolvingSymlinksInPath().path), status.isFile || status.isDirectory
            else {
                throw BackupError.target("\(file.path) is a link that leads nowhere. Mend or remove it, and try again.")
            }
            try add(name, status, in: directory, to: &names)
        }
        return names
    }

    private static func add(_ name: String, _ status: FileStatus, in directory: URL, to names: inout [String]) throws {
        if status.isFile, !name.hasSuffix(".tmp") { names.append(name) }
        guard status.isDirectory else { return }
        for child in try contents(of: directory.appending(path: name).resolvingSymlinksInPath()) {
            let path = "\(name)/\(child)"
            // One that has gone meanwhile is no loss.
            guard let status = FileStatus(directory.appending(path: path).path) else { continue }
            try add(path, status, in: directory, to: &names)
        }
    }

    private static func contents(of directory: URL) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
        } catch {
            guard FileManager.default.fileExists(atPath: directory.path) else { return [] }
            throw BackupError.target("\(directory.path) cannot be read: \(error.reason)")
        }
    }
}

/// What makes a change outlive a power cut.
enum Durability {
    /// Flushes the names in a directory to the disk.
    static func flush(directory: URL) {
        let descriptor = open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
