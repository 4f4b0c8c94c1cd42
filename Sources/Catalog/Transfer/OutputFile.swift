import Foundation
import Kernel

/// A file that is written from its beginning: the rejects of an import, an export. What was there before is gone.
package final class OutputFile: Sendable {
    private let name: String
    private let descriptor: Int32

    /// Makes or empties the file.
    /// - Parameter spared: files that it must not be, whatever name or link it goes by.
    /// - Throws: `TransferError.cannotWrite`.
    package init(_ path: String, sparing spared: [String] = []) throws {
        name = path
        if let identity = FileIdentity(path), let file = spared.first(where: { FileIdentity($0) == identity }) {
            throw TransferError.cannotWrite(path, reason: "it is \(file), which would be lost")
        }
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw TransferError.cannotWrite(path, reason: SystemError.reason()) }
    }

    private init(name: String, descriptor: Int32) {
        (self.name, self.descriptor) = (name, descriptor)
    }

    deinit {
        close(descriptor)
    }

    /// The process's standard output.
    /// - Throws: `TransferError.cannotWrite` when it is closed.
    package static func standardOutput() throws -> OutputFile {
        let descriptor = dup(STDOUT_FILENO)
        guard descriptor >= 0 else { throw TransferError.cannotWrite("standard output", reason: SystemError.reason()) }
        return OutputFile(name: "standard output", descriptor: descriptor)
    }

    /// Writes all of `bytes`, unbuffered: after it returns, a crash of this process loses none of them.
    /// - Throws: `TransferError.cannotWrite`, as for a full disk.
    package func write(_ bytes: [UInt8]) throws {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else {
                throw TransferError.cannotWrite(name, reason: SystemError.reason())
            }
            written += max(count, 0)
        }
    }

    /// Appends rejects as JSON Lines: `{line, field, code, message, record}`.
    /// - Throws: as `write(_:)`.
    package func write(_ rejects: [ImportReject]) throws {
        var lines: [UInt8] = []
        for reject in rejects {
            var writer = JSONWriter(capacity: 1024)
            writer.value(reject)
            lines += writer.bytes + [UInt8(ascii: "\n")]
        }
        try write(lines)
    }
}

/// What makes two names the same file.
private struct FileIdentity: Equatable {
    private let device: UInt64
    private let number: UInt64

    /// `nil` when there is no such file.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino))
    }
}
