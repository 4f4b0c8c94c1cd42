import Foundation
import Glibc

/// A file that is written beside the one it replaces, flushed to the disk and renamed: a crash leaves the old one or the
/// new one. What a killed process left beside is removed by the next one that writes.
final class SnapshotOutput {
    private let target: String
    private let temporary: String
    private let descriptor: Int32
    private(set) var size = 0
    private var isCommitted = false

    init(replacing url: URL) throws {
        target = url.path
        temporary = "\(url.path).\(getpid()).tmp"
        Self.removeRemains(of: url)
        descriptor = open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure() }
    }

    deinit {
        close(descriptor)
        if !isCommitted { unlink(temporary) }
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        try write(bytes, at: size)
        size += bytes.count
    }

    /// Fills up to the next multiple of eight bytes.
    func align() throws {
        try [UInt8](repeating: 0, count: (8 - size % 8) % 8).withUnsafeBytes(append)
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        var written = 0
        while written < bytes.count, let base = bytes.baseAddress {
            let count = pwrite(descriptor, base + written, bytes.count - written, off_t(offset + written))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw count == 0 ? POSIXError(.ENOSPC) : Self.failure() }
            written += count
        }
    }

    /// Gives what was written so far, mapped.
    func withContents<Result>(_ body: (UnsafeRawBufferPointer) -> Result) throws -> Result {
        let address = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0)
        guard let address, address != MAP_FAILED else { throw Self.failure() }
        defer { munmap(address, size) }
        return body(UnsafeRawBufferPointer(start: address, count: size))
    }

    func commit() throws {
        guard fsync(descriptor) == 0, rename(temporary, target) == 0 else { throw Self.failure() }
        isCommitted = true
        let folder = open(URL(filePath: target).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private static func failure() -> POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }

    private static func removeRemains(of url: URL) {
        let (folder, name) = (url.deletingLastPathComponent().path, url.lastPathComponent + ".")
        for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            guard file.hasPrefix(name), file.hasSuffix(".tmp"),
                let process = pid_t(file.dropFirst(name.count).dropLast(4)), process > 0
            else { continue }
            if kill(process, 0) != 0, errno == ESRCH { unlink("\(folder)/\(file)") }
        }
    }
}
