import Catalog
import Crypto
import Foundation
import Kernel

/// Reads a backup from front to back and checks every file against its checksum, which stands at the end.
final class ArchiveReader {
    private let file: FileHandle
    private let gunzip: Gunzip
    private var buffer: ArraySlice<UInt8> = []
    private var sums: [String: String] = [:]

    /// - Throws: `BackupError.damaged` when it cannot be opened.
    init(_ path: URL) throws {
        do {
            let file = try FileHandle(forReadingFrom: path)
            self.file = file
            gunzip = Gunzip(beginning: []) { Array(try file.read(upToCount: 256 << 10) ?? Data()) }
        } catch {
            throw BackupError.target("\(path.path) cannot be read: \(error.reason)")
        }
    }

    /// Hands each file's name and mode to `open`, and its content to what that gives back. Returns once every checksum
    /// was found right.
    /// - Throws: `BackupError.damaged` at the first thing that does not fit, and what `open` and its closures throw.
    func read(_ open: (TarEntry) throws -> any ArchiveSink) throws {
        while let entry = try TarEntry(block: take(TarEntry.blockSize)) {
            if entry.name == ArchiveWriter.sumsName {
                try check(entry)
                return try drain()
            }
            guard sums[entry.name] == nil else { throw BackupError.damaged("\(entry.name) stands in it twice") }
            let sink = try open(entry)
            var (hash, left) = (SHA256(), entry.size)
            while left > 0 {
                let piece = try next(atMost: left)
                hash.update(data: piece)
                try sink.write(piece)
                left -= piece.count
            }
            try sink.finish()
            _ = try take(entry.padding)
            sums[entry.name] = hash.finalize().hexadecimal
        }
        throw BackupError.damaged("its checksums are missing")
    }

    private func check(_ entry: TarEntry) throws {
        guard entry.size < 64 << 20 else { throw BackupError.damaged("its checksums are too long") }
        var expected: [String: String] = [:]
        for line in String(decoding: try take(entry.size), as: UTF8.self).split(separator: "\n") {
            expected[String(line.dropFirst(66))] = String(line.prefix(64))
        }
        if let name = Set(expected.keys).symmetricDifference(sums.keys).sorted().first {
            throw BackupError.damaged("\(name) is missing, or too much")
        }
        if let name = sums.first(where: { expected[$0.key] != $0.value })?.key {
            throw BackupError.damaged("\(name) differs from its checksum")
        }
    }

    /// Reads to the end, where the archive's own checksum stands.
    private func drain() throws {
        repeat { buffer = try gunzip.next()[...] } while !buffer.isEmpty
        if let damage = gunzip.damage { throw BackupError.damaged(damage) }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count { bytes += try next(atMost: count - bytes.count) }
        return bytes
    }

    private func next(atMost count: Int) throws -> [UInt8] {
        if buffer.isEmpty {
            buffer = try gunzip.next()[...]
            if buffer.isEmpty { throw BackupError.damaged(gunzip.damage ?? "it ends too early") }
        }
        defer { buffer = buffer.dropFirst(count) }
        return Array(buffer.prefix(count))
    }
}

/// Where the content of a file of an archive goes.
protocol ArchiveSink {
    /// Takes the next piece.
    func write(_ bytes: [UInt8]) throws
    /// There is no more.
    func finish() throws
}
