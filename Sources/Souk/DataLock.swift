package import Foundation
import Glibc

/// A data directory in use: shared by servers and commands, held alone by whoever replaces what is in it.
///
/// It is an advisory lock (`flock`) on `DIR/souk.lock`, which the system lets go of when the process ends, however it
/// ends. The file itself stays.
package final class DataLock: Sendable {
    private let descriptor: Int32

    /// The file that is locked; a restore leaves it alone.
    static let fileName = "souk.lock"

    /// Takes part in the use of that directory, which must exist.
    /// - Throws: `StartError` while somebody replaces what is in it.
    package static func shared(_ directory: URL) throws(StartError) -> DataLock {
        guard let lock = try DataLock(directory, LOCK_SH) else {
            throw StartError("A restore into \(directory.path) is under way. Wait until it is done, and try again.")
        }
        return lock
    }

    /// Keeps everybody else out of that directory.
    /// - Throws: `StartError` while anybody uses it.
    static func alone(_ directory: URL) throws(StartError) -> DataLock {
        guard let lock = try DataLock(directory, LOCK_EX) else {
            throw StartError(
                "A server or a command of souk uses \(directory.path). Stop it (a server with SIGTERM) and try again.")
        }
        return lock
    }

    private init?(_ directory: URL, _ mode: Int32) throws(StartError) {
        let path = directory.appending(path: DataLock.fileName).path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StartError("The lock \(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, mode | LOCK_NB) == 0 else { return nil }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}
