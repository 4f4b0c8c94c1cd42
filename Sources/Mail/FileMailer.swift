package import Foundation
import Glibc
package import Kernel
import NIOPosix
import Synchronization

/// Writes each mail to a file of its own, `*.eml`: what a shop without `MAIL_URL` does, so that nothing is lost and
/// nobody is written to by mistake.
///
/// Names sort by time and end with the mail's id. A file is there whole or not at all, and only its owner can read it.
/// The newest 10,000 are kept: with mails of 10 MiB at the most, and of 10 kB usually, a forgotten folder does not fill
/// the disk.
package struct FileMailer: Mailer {
    /// The folder.
    package let folder: URL
    private let from: MailAddress
    private let clock: WallClock
    private let kept: Int
    private let written = WrittenCount()

    /// A mailer into that folder, which is made with the first mail.
    /// - Parameters:
    ///   - from: the sender of mails that name none.
    ///   - kept: how many are kept, and up to a tenth more between two looks.
    package init(folder: URL, from: MailAddress, kept: Int = 10_000, clock: WallClock = .system) {
        (self.folder, self.from, self.kept, self.clock) = (folder, from, kept, clock)
    }

    /// Writes the mail, blind copies in their header.
    package func send(_ email: Email) async throws -> MailReceipt {
        let now = clock.now
        let message = try Message(email, from: email.from ?? from, date: now, showsBlindCopies: true)
        let path = folder.path(percentEncoded: false)
        let name = "\(now.fileName)-\(email.id).eml"
        // Blocking calls run on NIO's threads for them.
        try await NIOThreadPool.singleton.runIfActive {
            try MailFile(folder: path, name: name).write(message.bytes)
            if written.isTurn(every: max(kept / 10, 1)) { try prune(path) }
        }
        return MailReceipt(accepted: email.recipients, refused: [])
    }
}

extension FileMailer {
    /// Removes the oldest mails beyond what is kept. What others put into the folder is theirs.
    private func prune(_ path: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
            .filter { $0.hasSuffix(".eml") && !$0.hasPrefix(".") }.sorted()
        for name in names.dropLast(kept) { unlink("\(path)/\(name)") }
    }
}

/// Mails of this process; the first one has its turn, so that a start looks as well.
private final class WrittenCount: Sendable {
    private let count = Atomic(0)

    func isTurn(every turns: Int) -> Bool {
        count.wrappingAdd(1, ordering: .relaxed).oldValue % turns == 0
    }
}

/// One file, written under another name and renamed.
private struct MailFile {
    let folder: String
    let name: String

    func write(_ bytes: [UInt8]) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw MailError.unavailable("The folder where mails are kept as files cannot be made.")
        }
        let temporary = "\(folder)/.\(name).\(ID<MailFile>())"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("No file can be made in the folder") }
        do {
            defer { close(file) }
            try write(bytes, to: file)
            guard fsync(file) == 0 else { throw failure("The file cannot be kept") }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, "\(folder)/\(name)") == 0 else {
            let error = failure("The file cannot get its name")
            unlink(temporary)
            throw error
        }
    }

    private func write(_ bytes: [UInt8], to file: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("The file cannot be written") }
            rest = rest.dropFirst(count)
        }
    }

    private func failure(_ what: String) -> MailError {
        .unavailable("\(what) where mails are kept as files (\(String(cString: strerror(errno)))).")
    }
}

extension Timestamp {
    /// `20261121T101708.123456Z`: always as long, so that names sort by time.
    fileprivate var fileName: String {
        let fraction = ((microseconds % 1_000_000) + 1_000_000) % 1_000_000
        let second = Timestamp(microseconds: microseconds - fraction).description
        let digits = String(fraction)
        return second.filter { $0 != "-" && $0 != ":" && $0 != "Z" } + "."
            + String(repeating: "0", count: 6 - digits.count) + digits + "Z"
    }
}
