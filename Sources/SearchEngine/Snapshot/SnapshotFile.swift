import Foundation
import Glibc

/// The file format of a snapshot: a header of eight words, the caller's tag, and per segment its bytes and deletions,
/// everything aligned to eight bytes, so that a mapped file is searched in place.
///
///     magic  version  schema  size of the file  checksum  segments  size of the tag  0
enum SnapshotFile {
    private static let magic: UInt64 = 0x5854_444E_494B_4F53  // "SOKINDXT" read as bytes
    private static let version: UInt64 = 2
    private static let headerSize = 64
    private static let checksumOffset = 32

    static func write(_ state: IndexState, schema: Schema, tag: [UInt8], to url: URL) throws {
        var body = SnapshotBody(reserving: headerSize)
        body.append(tag)
        for live in state.segments {
            body.append(UInt64(live.segment.storage.bytes.count))
            body.append(UInt64(live.deleted.words.count))
            body.append(live.segment.storage.bytes)
            live.deleted.words.withUnsafeBytes { body.append($0) }
        }
        let words: [UInt64] = [
            magic, version, schema.fingerprint, UInt64(body.bytes.count), 0, UInt64(state.segments.count),
            UInt64(tag.count), 0,
        ]
        for (index, word) in words.enumerated() { body.set(word, at: index * 8) }
        body.set(body.bytes.withUnsafeBytes { checksum($0) }, at: checksumOffset)
        try replace(url, with: body.bytes)
    }

    /// Over everything but the checksum itself.
    private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let head = Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[..<checksumOffset]))
        return Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[(checksumOffset + 8)...]), seed: head)
    }

    /// Writes beside the file, flushes to the disk and renames, so that a crash leaves the old or the new one.
    private static func replace(_ url: URL, with bytes: [UInt8]) throws {
        let temporary = url.path + ".\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        let isWritten = writeAll(descriptor, bytes) && fsync(descriptor) == 0
        let failure = errno
        close(descriptor)
        guard isWritten, rename(temporary, url.path) == 0 else {
            let code = isWritten ? errno : failure
            unlink(temporary)
            throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
        }
        let directory = open(url.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }

    private static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count, let base = buffer.baseAddress {
                let count = Glibc.write(descriptor, base + written, buffer.count - written)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                written += count
            }
            return true
        }
    }

    static func read(
        _ url: URL, schema: Schema, settings: SearchSettings
    ) throws(SnapshotError) -> (segments: [LiveSegment], tag: [UInt8]) {
        let file = try MappedFile(url)
        let counts = try check(file.bytes, schema)
        var cursor = SnapshotCursor(file.bytes, at: headerSize)
        let tag = Array(try cursor.take(counts.tag))
        var segments: [LiveSegment] = []
        for _ in 0..<counts.segments {
            let size = try cursor.word()
            let deletions = try cursor.word()
            let storage = SegmentStorage(borrowing: try cursor.take(size)) { withExtendedLifetime(file) {} }
            let words = Array(try cursor.take(deletions &* 8).bindMemory(to: UInt64.self))
            let segment = try Segment(storage, schema: schema)
            guard words.count == (segment.count + 63) / 64 else { throw .corrupt }
            segments.append(
                LiveSegment(segment, schema: schema, settings: settings, deleted: Bitmap(words: words)))
        }
        return (segments, tag)
    }

    /// Reads the header; nothing behind it is looked at before its checksum holds.
    private static func check(
        _ bytes: UnsafeRawBufferPointer, _ schema: Schema
    ) throws(SnapshotError) -> (segments: UInt64, tag: UInt64) {
        guard bytes.count >= headerSize else { throw .truncated }
        let words = (0..<8).map { bytes.load(fromByteOffset: $0 * 8, as: UInt64.self) }
        guard words[0] == magic else { throw .corrupt }
        guard words[1] == version else { throw .otherVersion }
        guard words[3] == UInt64(bytes.count) else { throw words[3] > UInt64(bytes.count) ? .truncated : .corrupt }
        guard words[4] == checksum(bytes) else { throw .corrupt }
        guard words[2] == schema.fingerprint else { throw .otherSchema }
        return (words[5], words[6])
    }
}

/// A snapshot's bytes in the making.
private struct SnapshotBody {
    private(set) var bytes: [UInt8]

    init(reserving header: Int) { bytes = Array(repeating: 0, count: header) }

    mutating func append(_ part: some Collection<UInt8>) {
        bytes.append(contentsOf: part)
        bytes.append(contentsOf: repeatElement(0, count: (8 - bytes.count % 8) % 8))
    }

    mutating func append(_ word: UInt64) { withUnsafeBytes(of: word) { bytes.append(contentsOf: $0) } }

    mutating func set(_ word: UInt64, at offset: Int) {
        withUnsafeBytes(of: word) { for (index, byte) in $0.enumerated() { bytes[offset + index] = byte } }
    }
}

/// Reads a snapshot from front to back, checking every bound.
private struct SnapshotCursor {
    private let bytes: UnsafeRawBufferPointer
    private var position: Int

    init(_ bytes: UnsafeRawBufferPointer, at position: Int) {
        self.bytes = bytes
        self.position = position
    }

    mutating func word() throws(SnapshotError) -> UInt64 { try take(8).load(as: UInt64.self) }

    mutating func take(_ count: UInt64) throws(SnapshotError) -> UnsafeRawBufferPointer {
        guard count <= UInt64(bytes.count - position) else { throw .corrupt }
        let part = UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(count)])
        position = min(bytes.count, (position + Int(count) + 7) & ~7)
        return part
    }
}
