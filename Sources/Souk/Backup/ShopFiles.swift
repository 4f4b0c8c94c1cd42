import Foundation
import Glibc

/// The files of a data directory that belong to the shop, besides its database.
enum ShopFiles {
    /// What belongs to the machine and stays where it is.
    static let kept: Set = [DataLock.fileName, RestoreJournal.folderName, "souk.yaml", ".env"]

    /// The names of all files for a backup, relative to the directory: not the database, which is copied by itself, not
    /// what can be made anew, and no links.
    static func all(in directory: URL) throws -> [String] {
        var names: [String] = []
        for name in try contents(of: directory) where !isLeftOut(name) { try add(name, in: directory, to: &names) }
        return names
    }

    private static func add(_ name: String, in directory: URL, to names: inout [String]) throws {
        guard let status = FileStatus(directory.appending(path: name).path) else { return }
        if status.isFile { names.append(name) }
        guard status.isDirectory else { return }
        for child in try contents(of: directory.appending(path: name)) {
            try add("\(name)/\(child)", in: directory, to: &names)
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

    private static func isLeftOut(_ name: String) -> Bool {
        kept.contains(name) || name.hasPrefix("souk.db") || name.hasPrefix("search.index") || name.hasSuffix(".tmp")
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
