import Foundation

/// A file or a pipe, read from its beginning to its end in chunks of 256 KiB.
final class InputFile {
    static let chunkSize = 256 << 10

    let name: String
    /// How many bytes there are; `nil` for a pipe.
    let size: Int?
    /// How many bytes were read.
    private(set) var position = 0
    private let descriptor: Int32

    /// - Throws: `TransferError.cannotRead`.
    init(_ source: ImportSource) throws {
        name = source.name
        switch source {
        case .standardInput: descriptor = dup(STDIN_FILENO)
        case .file(let path): descriptor = open(path, O_RDONLY | O_CLOEXEC)
        }
        guard descriptor >= 0 else { throw TransferError.cannotRead(source.name, reason: SystemError.reason()) }
        var status = stat()
        let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        size = isFile ? Int(status.st_size) : nil
    }

    deinit {
        close(descriptor)
    }

    /// The next bytes; empty at the end.
    func next() throws -> [UInt8] {
        var count = 0
        repeat {
            let chunk = try Array<UInt8>(unsafeUninitializedCapacity: InputFile.chunkSize) { buffer, initializedCount in
                count = read(descriptor, buffer.baseAddress, buffer.count)
                guard count >= 0 || errno == EINTR else {
                    throw TransferError.cannotRead(name, reason: SystemError.reason())
                }
                initializedCount = max(count, 0)
            }
            if count >= 0 {
                position += count
                return chunk
            }
        } while true
    }
}

/// The operating system's words for what went wrong last on this thread.
enum SystemError {
    static func reason() -> String {
        let code = errno
        return code == ENOSPC ? "the disk is full" : String(cString: strerror(code)).lowercased()
    }
}
