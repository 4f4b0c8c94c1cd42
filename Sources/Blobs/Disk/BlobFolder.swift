import Crypto
import Glibc
import Kernel

/// The folder of a store, and every change in it. All of this blocks.
///
/// `blobs/3f/products/1/a.jpg,blob` is the key `products/1/a.jpg`: one of 256 folders by the key's hash, so that none
/// grows beyond measure, then the key's parts. The ending is no letter of keys, so `a` and `a/b` do not meet.
/// `incoming` holds what is being written.
struct BlobFolder: Sendable {
    static let ending = ",blob"
    private let root: String
    var blobs: String { root + "/blobs" }
    private var incoming: String { root + "/incoming" }

    /// Makes the folders, readable by nobody else, and removes what a crash has left behind.
    init(_ path: String) throws {
        root = path
        for folder in [root, blobs, incoming] { try Self.makeFolder(folder, in: nil) }
        for name in try Self.names(in: incoming) { Self.removeLeftover(incoming + "/" + name) }
    }

    /// A file to write to, that no other process takes for a leftover.
    func newFile() throws -> (path: String, file: OpenFile) {
        while true {
            let path = "\(incoming)/\(ID<BlobFolder>())"
            let file = try OpenFile(path, O_RDWR | O_CREAT | O_EXCL)
            if file.tryLock(), try file.isLinked() { return (path, file) }
            file.close()
        }
    }

    /// Gives the finished file its name, durably.
    /// - Throws: `BlobError.exists`
    func publish(_ path: String, as key: BlobKey, replacing: Bool) throws {
        let place = place(of: key)
        // A delete may remove the folder, as it is empty, between our making it and our using it.
        for _ in 0..<100 {
            try makeFolders(of: key)
            if (replacing ? rename(path, place) : link(path, place)) == 0 {
                if !replacing { unlink(path) }
                return try Self.synchronise(folder: Self.folder(of: place))
            }
            if errno == EEXIST { throw BlobError.exists(key) }
            guard errno == ENOENT else { throw FileFailure(errno) }
        }
        throw FileFailure(ENOENT)
    }

    func discard(_ path: String) {
        unlink(path)
    }

    func open(_ key: BlobKey) throws -> OpenFile {
        try OpenFile(place(of: key), O_RDONLY | O_NOFOLLOW)
    }

    /// Folders that are empty now go too.
    func remove(_ key: BlobKey) throws {
        let place = place(of: key)
        guard unlink(place) == 0 else {
            let failure = FileFailure(errno)
            if failure.isMissing { return }
            throw failure
        }
        var folder = Self.folder(of: place)
        try Self.synchronise(folder: folder)
        while folder.utf8.count > blobs.utf8.count, rmdir(folder) == 0 { folder = Self.folder(of: folder) }
    }

    private func place(of key: BlobKey) -> String {
        "\(blobs)/\(Self.bucket(of: key))/\(key)\(Self.ending)"
    }

    private static func bucket(of key: BlobKey) -> String {
        BlobChecksum(of: key.description.utf8).bytes.prefix(1).hexadecimal
    }
}

extension BlobFolder {
    /// The names in a folder; none when it is not there.
    static func names(in folder: String) throws -> [String] {
        guard let stream = opendir(folder) else {
            let failure = FileFailure(errno)
            if failure.isMissing { return [] }
            throw failure
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    private func makeFolders(of key: BlobKey) throws {
        var folder = blobs
        for part in [Self.bucket(of: key)] + key.parts.dropLast().map(String.init) {
            let parent = folder
            folder += "/" + part
            try Self.makeFolder(folder, in: parent)
        }
    }

    /// A new folder survives a loss of power only if its parent was written too.
    private static func makeFolder(_ path: String, in parent: String?) throws {
        if mkdir(path, 0o700) == 0 {
            if let parent { try synchronise(folder: parent) }
        } else if errno != EEXIST {
            // The parent may be gone meanwhile; `publish` begins anew.
            guard errno == ENOENT, parent != nil else { throw FileFailure(errno) }
        }
    }

    private static func synchronise(folder: String) throws {
        let file: OpenFile
        do { file = try OpenFile(folder, O_RDONLY | O_DIRECTORY) } catch let failure as FileFailure
            where failure.isMissing
        {
            return
        }
        defer { file.close() }
        try file.synchronise()
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// What is still locked is being written by another process.
    private static func removeLeftover(_ path: String) {
        guard let file = try? OpenFile(path, O_RDWR) else { return }
        if file.tryLock() { unlink(path) }
        file.close()
    }
}
