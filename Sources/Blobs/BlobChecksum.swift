import Crypto
import Foundation
import Kernel

/// The SHA-256 of a blob's bytes.
package struct BlobChecksum: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    /// That of these bytes.
    package init(of content: some Sequence<UInt8>) {
        bytes = Array(SHA256.hash(data: Array(content)))
    }

    /// Reads 64 hexadecimal digits.
    package init?(hexadecimal text: String) {
        let digits = text.compactMap(\.hexDigitValue)
        guard text.utf8.count == 64, digits.count == 64 else { return nil }
        bytes = stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    init(_ digest: SHA256.Digest) {
        bytes = Array(digest)
    }

    /// 64 small hexadecimal digits.
    package var hexadecimal: String { bytes.hexadecimal }

    var base64: String { Data(bytes).base64EncodedString() }
}
