import Crypto
import Foundation
import Kernel

/// Writes a backup: a tar archive, gzipped, whose last file holds the checksums of the others, as `sha256sum` prints
/// them.
final class ArchiveWriter {
    private let file: FileHandle
    private let gzip: GzipOutput
    private var sums = ""
    static let sumsName = "SHA256SUMS"
    private static let chunk = 256 << 10

    /// Begins a file that only its owner can read: keys lie in it.
    init(_ path: URL) throws {
        guard FileManager.default.createFile(atPath: path.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw BackupError.target("\(path.path) cannot be made: \(String(cString: strerror(errno)))") }
        let file = try FileHandle(forWritingTo: path)
        self.file = file
        gzip = try GzipOutput { try file.write(contentsOf: $0) }
    }

    func add(_ name: String, bytes: [UInt8]) throws {
        let entry = TarEntry(name: name, size: bytes.count, mode: 0o600, modified: Int(Date().timeIntervalSince1970))
        try gzip.write(entry.header())
        try gzip.write(bytes + [UInt8](repeating: 0, count: entry.padding))
        sums += "\(SHA256.hash(data: bytes).hexadecimal)  \(name)\n"
    }

    /// Adds a file as long as it is now. One that has gone meanwhile is left out; one that shrinks is an error.
    func add(_ name: String, file source: URL) throws {
        guard let input = try? FileHandle(forReadingFrom: source) else {
            guard FileManager.default.fileExists(atPath: source.path) else { return }
            throw BackupError.target("\(source.path) cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { try? input.close() }
        let status = FileStatus(source.resolvingSymlinksInPath().path)
        let entry = TarEntry(
            name: name, size: Int(try input.seekToEnd()), mode: status?.mode ?? 0o600, modified: status?.modified ?? 0)
        try input.seek(toOffset: 0)
        try gzip.write(entry.header())
        var hash = SHA256()
        var left = entry.size
        while left > 0 {
            guard let data = try input.read(upToCount: min(left, ArchiveWriter.chunk)), !data.isEmpty else {
                throw BackupError.target("\(source.path) became shorter while it was read. Try again.")
            }
            hash.update(data: data)
            try gzip.write(Array(data))
            left -= data.count
        }
        try gzip.write([UInt8](repeating: 0, count: entry.padding))
        sums += "\(hash.finalize().hexadecimal)  \(name)\n"
    }

    /// Ends the archive and flushes it to the disk.
    func finish() throws {
        try add(ArchiveWriter.sumsName, bytes: Array(sums.utf8))
        try gzip.write([UInt8](repeating: 0, count: 2 * TarEntry.blockSize))
        try gzip.finish()
        try file.synchronize()
        try file.close()
    }
}
