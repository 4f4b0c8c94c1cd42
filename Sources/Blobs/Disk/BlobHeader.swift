import Foundation

/// The first 512 bytes of a blob's file: what is known about it, so that one rename makes both visible.
///
/// Lines of text, filled with spaces: `souk-blob 1`, the type, the SHA-256, the length.
struct BlobHeader: Equatable {
    static let size = 512
    private static let mark = "souk-blob 1"

    let type: String
    let checksum: BlobChecksum
    let length: Int

    var bytes: [UInt8] {
        let text = "\(Self.mark)\n\(type)\n\(checksum.hexadecimal)\n\(length)\n"
        let padding = Self.size - text.utf8.count - 1
        return Array(text.utf8) + [UInt8](repeating: UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]
    }

    init(type: String, checksum: BlobChecksum, length: Int) {
        (self.type, self.checksum, self.length) = (type, checksum, length)
    }

    /// `nil` when these are not 512 bytes of a header.
    init?(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard bytes.count == Self.size, lines.count == 6, lines[0] == Self.mark,
            let checksum = BlobChecksum(hexadecimal: String(lines[2])), let length = Int(lines[3]), length >= 0
        else { return nil }
        self.init(type: String(lines[1]), checksum: checksum, length: length)
    }
}
