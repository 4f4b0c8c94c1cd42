import Kernel

/// A text that a client carries for us: some bytes that we need back, and a code that nobody else can make.
struct SignedPacket {
    /// Bytes of an HMAC-SHA256.
    private static let codeLength = 32

    let content: [UInt8]
    private let code: [UInt8]

    /// Takes a text apart, without checking the code.
    /// - Parameter length: how many bytes the content has.
    init?(_ text: String, length: Int) {
        guard text.utf8.count <= 256, let bytes = [UInt8](base64URL: text),
            bytes.count == length + SignedPacket.codeLength
        else { return nil }
        (content, code) = (Array(bytes.prefix(length)), Array(bytes.suffix(SignedPacket.codeLength)))
    }

    /// Whether `SecretBox.packet` made it with the same bytes.
    func isSigned(by box: SecretBox, with hidden: [UInt8] = [], for purpose: String) -> Bool {
        code.isSame(as: box.code(of: content + hidden, for: purpose))
    }
}

extension SecretBox {
    /// The text of a packet.
    /// - Parameter hidden: what the code is also about, and what does not travel.
    func packet(_ content: [UInt8], with hidden: [UInt8] = [], for purpose: String) -> String {
        (content + code(of: content + hidden, for: purpose)).base64URL
    }
}

extension UInt64 {
    /// Big-endian.
    var bytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> (56 - 8 * UInt64($0))) } }

    init(bytes: some Sequence<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension Timestamp {
    /// Eight bytes, big-endian.
    var bytes: [UInt8] { UInt64(bitPattern: microseconds).bytes }

    init(bytes: some Sequence<UInt8>) {
        self.init(microseconds: Int64(bitPattern: UInt64(bytes: bytes)))
    }
}

extension ID {
    /// Sixteen bytes, big-endian.
    var bytes: [UInt8] { high.bytes + low.bytes }

    init(bytes: some Collection<UInt8>) {
        self.init(high: UInt64(bytes: bytes.prefix(8)), low: UInt64(bytes: bytes.dropFirst(8).prefix(8)))
    }
}
