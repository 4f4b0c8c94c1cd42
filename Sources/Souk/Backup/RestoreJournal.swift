import Foundation
import Glibc
import Kernel

/// How a restore replaces what is in a data directory so that a crash at any point leaves the old shop or the new one,
/// never a mixture. It works inside the directory, since that may be a mount, which cannot be renamed.
///
///     DIR/.restore/new/…     what is to be there, being unpacked and checked
///     DIR/.restore/DATABASE  the identity that PostgreSQL gets in the transaction that replaces it
///     DIR/.restore/READY     from here on the new one is meant: the old files are moved away
///     DIR/.restore/PLACING   the old files are away, the new ones are moved in
///
/// Whoever opens the directory next finishes what was begun: forwards from READY on, else backwards.
struct RestoreJournal {
    static let folderName = ".restore"

    let directory: URL
    private let files = FileManager.default

    var folder: URL { directory.appending(path: RestoreJournal.folderName) }
    var new: URL { folder.appending(path: "new") }
    private var old: URL { folder.appending(path: "old") }

    private enum Mark: String {
        case database = "DATABASE"
        case ready = "READY"
        case placing = "PLACING"
    }

    init(_ directory: URL) {
        self.directory = directory
    }

    /// Whether a restore was begun and not finished.
    var isThere: Bool { files.fileExists(atPath: folder.path) }

    /// Whether the directory holds parts of both shops.
    var isHalfWay: Bool { has(.ready) || has(.placing) }

    /// Makes an empty place for the new shop.
    func begin() throws {
        try? files.removeItem(at: folder)
        do {
            try files.createDirectory(
                at: new, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StartError("\(folder.path) cannot be made: \(error.reason)")
        }
    }

    /// Throws the new shop away.
    func abandon() {
        try? files.removeItem(at: folder)
    }

    /// Notes by what the database will be known, before it is replaced.
    func expectDatabase(_ identity: String) throws {
        try set(.database, identity)
    }

    /// Puts the new shop in the place of the old one. Once it has begun, it is finished now or by the next start.
    func place() throws {
        try set(.ready, "")
        try finishPlacing()
    }

    /// Finishes or takes back what a killed restore began; the caller keeps everybody else out.
    /// - Parameter identity: what the database is known by now.
    func recover(identity: () async throws -> String?) async throws {
        guard isThere else { return }
        if isHalfWay { return try finishPlacing() }
        if let expected = try? String(contentsOf: path(.database), encoding: .utf8), try await identity() == expected {
            return try place()
        }
        abandon()
    }

    private func finishPlacing() throws {
        if has(.ready) {
            try? files.createDirectory(at: old, withIntermediateDirectories: true)
            for name in try ShopFiles.present(in: directory) {
                try move(directory.appending(path: name), to: old.appending(path: name))
            }
            Durability.flush(directory: directory)
            try move(path(.ready), to: path(.placing))
            Durability.flush(directory: folder)
        }
        // A crash while this folder is removed may leave the mark without it.
        let names = files.fileExists(atPath: new.path) ? try files.contentsOfDirectory(atPath: new.path) : []
        for name in names where ShopFiles.isOfShop(name) || !isTaken(name) {
            try move(new.appending(path: name), to: directory.appending(path: name))
        }
        Durability.flush(directory: directory)
        try? files.removeItem(at: old)
        try? files.removeItem(at: folder)
    }

    /// Whether somebody else's file lies there: it stays, and one of that name from an older backup is left out.
    private func isTaken(_ name: String) -> Bool { FileStatus(directory.appending(path: name).path) != nil }

    private func move(_ source: URL, to target: URL) throws {
        guard rename(source.path, target.path) == 0 else {
            throw StartError(
                "A restore cannot be finished: \(source.path) cannot be moved to \(target.path) "
                    + "(\(String(cString: strerror(errno)))). Mend that and start again.")
        }
    }

    private func path(_ mark: Mark) -> URL { folder.appending(path: mark.rawValue) }

    private func has(_ mark: Mark) -> Bool { files.fileExists(atPath: path(mark).path) }

    private func set(_ mark: Mark, _ text: String) throws {
        let draft = folder.appending(path: "mark.tmp")
        guard files.createFile(atPath: draft.path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw StartError("\(draft.path) cannot be written: \(String(cString: strerror(errno)))") }
        let handle = try FileHandle(forUpdating: draft)
        try handle.synchronize()
        try handle.close()
        Durability.flush(directory: new)
        try move(draft, to: path(mark))
        Durability.flush(directory: folder)
    }
}
