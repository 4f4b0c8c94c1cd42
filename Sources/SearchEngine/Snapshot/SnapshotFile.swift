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
        let output = try SnapshotOutput(replacing: url)
        var words: [UInt64] = [
            magic, version, schema.fingerprint, 0, 0, UInt64(state.segments.count), UInt64(tag.count), 0,
        ]
        try words.withUnsafeBytes(output.append)
        try tag.withUnsafeBytes(output.append)
        try output.align()
        for live in state.segments {
            try [UInt64(live.segment.storage.byteCount), UInt64(live.deleted.words.count)].withUnsafeBytes(
                output.append)
            try live.segment.storage.write(output.append)
            try live.deleted.words.withUnsafeBytes(output.append)
        }
        words[3] = UInt64(output.size)
        try words.withUnsafeBytes { try output.write($0, at: 0) }
        // Read back from the file, not from memory: a large index is not held twice.
        let sum = try output.withContents { checksum($0) }
        try withUnsafeBytes(of: sum) { try output.write($0, at: checksumOffset) }
        try output.commit()
    }

    /// Over everything but the checksum itself.
    private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let head = Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[..<checksumOffset]))
        return Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[(checksumOffset + 8)...]), seed: head)
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
            let storage = try SegmentStorage(try cursor.take(size), in: file)
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
