import Glibc

/// An open file. Whoever opened it closes it.
struct OpenFile: Sendable {
    let descriptor: Int32

    init(_ path: String, _ flags: Int32) throws {
        descriptor = open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFailure(errno) }
    }

    func close() {
        Glibc.close(descriptor)
    }

    func write(_ bytes: [UInt8], at offset: Int) throws {
        try bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = pwrite(
                    descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, offset + done)
                if count >= 0 { done += count } else if errno != EINTR { throw FileFailure(errno) }
            }
        }
    }

    /// Fewer bytes than asked for only at the end of the file.
    func read(_ count: Int, at offset: Int) throws -> [UInt8] {
        var failure: FileFailure?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while done < count {
                let read = pread(descriptor, buffer.baseAddress?.advanced(by: done), count - done, offset + done)
                if read == 0 { return }
                if read > 0 {
                    done += read
                } else if errno != EINTR {
                    failure = FileFailure(errno)
                    return
                }
            }
        }
        if let failure { throw failure }
        return bytes
    }

    func size() throws -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFailure(errno) }
        return Int(status.st_size)
    }

    /// Whether it still has a name.
    func isLinked() throws -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFailure(errno) }
        return status.st_nlink > 0
    }

    func synchronise() throws {
        guard fsync(descriptor) == 0 else { throw FileFailure(errno) }
    }

    /// Whether nobody else holds the lock, which ends with its holder's process.
    func tryLock() -> Bool {
        flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }
}

/// What the system said.
struct FileFailure: Error {
    let code: Int32

    init(_ code: Int32) {
        self.code = code
    }

    var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    /// Without a path, which would be the operator's business.
    var blobError: BlobError {
        switch code {
        case ENOSPC, EDQUOT, EFBIG: .full
        default: .unavailable(String(cString: strerror(code)))
        }
    }
}
