import Foundation

/// What the system says of a file; links are not followed.
struct FileStatus {
    /// Its rights: `0o600`.
    let mode: Int
    let isFile: Bool
    let isDirectory: Bool
    /// When its content was last changed, in seconds since 1970.
    let modified: Int

    /// `nil` when there is none.
    init?(_ path: String) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        let type = attributes[.type] as? FileAttributeType
        (isFile, isDirectory) = (type == .typeRegular, type == .typeDirectory)
        modified = Int((attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0)
    }

    /// Whether nobody but its owner may read, write or enter it.
    var isPrivate: Bool { mode & 0o077 == 0 }

    /// Whether it cannot be moved out of its folder, which the same user may do with everything else there: something is
    /// mounted on it, or it is another file system (a subvolume).
    static func isMount(_ file: URL) -> Bool {
        let folder = file.deletingLastPathComponent().resolvingSymlinksInPath()
        let path = folder.appending(path: file.lastPathComponent).path
        if let own = device(of: path), let around = device(of: folder.path), own != around { return true }
        return mountPoints.contains(path)
    }

    private static func device(of path: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.systemNumber] as? NSNumber)?.intValue
    }

    /// Where anything is mounted, as proc_pid_mountinfo(5) lists it: a folder of the same disk may be, too.
    private static var mountPoints: Set<String> {
        let list = (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? ""
        let escapes = [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        return Set(
            list.split(separator: "\n").compactMap { line in
                let fields = line.split(separator: " ")
                guard fields.count > 4 else { return nil }
                return escapes.reduce(String(fields[4])) { $0.replacing($1.0, with: $1.1) }
            })
    }

    /// How many bytes this user may still write beside it; `nil` when that is not known.
    static func freeBytes(at path: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        return (attributes?[.systemFreeSize] as? NSNumber)?.intValue
    }
}
