import Crypto
import Foundation

/// A place in a feed that a client carries for us: opaque to it, and signed, so that it cannot be made up.
package struct Cursor: Hashable, Sendable {
    /// What the feed needs to go on: its own words, at most 512 bytes.
    package let position: String

    /// A cursor at that position.
    package init(position: String) {
        self.position = position
    }
}

/// A cursor that is not one of ours, or is for another feed.
package struct InvalidCursor: Error, Equatable, Sendable {
    /// The only value.
    package init() {}
}

/// Signs cursors and checks them: HMAC-SHA256 (RFC 2104), cut to 128 bits, in base64url (RFC 4648 §5).
package struct CursorSigner: Sendable {
    private let key: SymmetricKey

    /// A signer with the shop's secret; every node of one shop needs the same.
    /// - Parameter secret: at least 16 bytes.
    package init(secret: [UInt8]) {
        precondition(secret.count >= 16, "a cursor secret has at least 16 bytes")
        key = SymmetricKey(data: secret)
    }

    /// The text that a client gets. `feed` names the feed, so that a cursor of one is refused by another.
    package func text(of cursor: Cursor, feed: String) -> String {
        let position = Data(cursor.position.utf8)
        return (signature(of: position, feed: feed) + position).base64URL
    }

    /// Reads back what `text(of:feed:)` wrote.
    /// - Throws: `InvalidCursor` for anything else.
    package func cursor(from text: String, feed: String) throws(InvalidCursor) -> Cursor {
        guard text.utf8.count <= 1024, let bytes = Data(base64URL: text), bytes.count >= CursorSigner.signatureLength,
            // Base64 has several spellings of some bytes; only ours is taken.
            bytes.base64URL == text
        else { throw InvalidCursor() }
        let position = bytes.dropFirst(CursorSigner.signatureLength)
        let expected = signature(of: position, feed: feed)
        let difference = zip(bytes, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        guard difference == 0, let text = String(validating: position, as: UTF8.self) else { throw InvalidCursor() }
        return Cursor(position: text)
    }

    private static let signatureLength = 16

    private func signature(of position: Data, feed: String) -> Data {
        var code = HMAC<SHA256>(key: key)
        code.update(data: Data(feed.utf8))
        code.update(data: Data([0]))
        code.update(data: position)
        return Data(code.finalize()).prefix(CursorSigner.signatureLength)
    }
}

extension Data {
    /// Base64 with the URL-safe alphabet and no padding (RFC 4648 §5).
    fileprivate var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    fileprivate init?(base64URL text: String) {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        self.init(base64Encoded: standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4))
    }
}
