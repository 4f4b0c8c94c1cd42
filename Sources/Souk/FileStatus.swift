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

    /// How many bytes this user may still write beside it; `nil` when that is not known.
    static func freeBytes(at path: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        return (attributes?[.systemFreeSize] as? NSNumber)?.intValue
    }
}
