/// The name of a blob: parts of letters, digits, `.`, `_`, `-` and `=`, with slashes between them.
///
/// At most 512 bytes, each part 1 to 200, and none is `.` or `..`: a key is a path without surprises, on a disk as in
/// an address. Keys are ordered by their bytes, as S3 lists them.
package struct BlobKey: Hashable, Sendable, CustomStringConvertible {
    /// The longest key, in bytes.
    package static let maximumLength = 512
    /// The longest part, in bytes: less than a file's name may have.
    static let maximumPart = 200

    /// The whole key: `products/0190/original.jpg`.
    package let description: String

    /// Reads a key.
    /// - Throws: `BlobError.invalidKey` with what is allowed.
    package init(_ text: String) throws(BlobError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.maximumLength, parts.allSatisfy(Self.isPart) else { throw .invalidKey }
        description = text
    }

    var parts: [Substring] { description.split(separator: "/") }

    static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "._-=".utf8.contains(byte)
        }
    }

    private static func isPart(_ part: Substring) -> Bool {
        (1...maximumPart).contains(part.utf8.count) && part.utf8.allSatisfy(isLetter) && part != "." && part != ".."
    }
}

extension BlobKey: Comparable {
    package static func < (left: BlobKey, right: BlobKey) -> Bool { left.description < right.description }
}
