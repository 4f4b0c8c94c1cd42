import Foundation

/// An address of the internet protocol, version 4 or 6.
///
/// Both are kept as 128 bits, those of version 4 in their mapped form `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2): a socket that
/// takes both shows a client of version 4 like that, and it is the same client.
package struct IPAddress: Hashable, Sendable {
    /// The first 64 bits.
    package let high: UInt64
    /// The last 64 bits.
    package let low: UInt64

    /// The address with these bits.
    package init(high: UInt64, low: UInt64) {
        (self.high, self.low) = (high, low)
    }

    /// The address of version 4 with these bits.
    package init(v4 bits: UInt32) {
        self.init(high: 0, low: IPAddress.mappedPrefix | UInt64(bits))
    }

    /// Reads the usual forms: four decimal numbers, or RFC 4291 §2.2 without brackets and zone.
    package init?(_ text: some StringProtocol) {
        let text = String(text)
        // The system's function would stop reading there.
        guard !text.utf8.contains(0) else { return nil }
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            self.init(v4: UInt32(bigEndian: v4.s_addr))
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            self = withUnsafeBytes(of: &v6) { bytes in
                IPAddress(
                    high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                    low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
            }
        } else {
            return nil
        }
    }

    /// The address with these 4 or 16 bytes, the most significant first; `nil` for any other number of them.
    package init?(bytes: some Collection<UInt8>) {
        switch bytes.count {
        case 4: self.init(v4: UInt32(IPAddress.word(bytes)))
        case 16: self.init(high: IPAddress.word(bytes.prefix(8)), low: IPAddress.word(bytes.dropFirst(8)))
        default: return nil
        }
    }

    private static func word(_ bytes: some Collection<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static let mappedPrefix: UInt64 = 0xFFFF_0000_0000

    /// Whether it is one of version 4.
    package var isV4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// The first `count` of its 128 bits, the rest zero.
    package func prefix(_ count: Int) -> IPAddress {
        let highMask: UInt64 = count >= 64 ? .max : ~(UInt64.max >> UInt64(count))
        let lowMask: UInt64 = count >= 128 ? .max : count <= 64 ? 0 : ~(UInt64.max >> UInt64(count - 64))
        return IPAddress(high: high & highMask, low: low & lowMask)
    }

    /// This machine itself: `127.0.0.0/8` or `::1`.
    package var isLoopback: Bool { isV4 ? (low >> 24) & 0xFF == 127 : high == 0 && low == 1 }
}

extension IPAddress: CustomStringConvertible {
    /// `192.0.2.1`, `2001:db8::1` (RFC 5952, as the system writes it).
    package var description: String {
        if isV4 { return (0..<4).map { String((low >> (24 - 8 * UInt64($0))) & 0xFF) }.joined(separator: ".") }
        var bits = (high.bigEndian, low.bigEndian)
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(AF_INET6, &bits, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// Addresses with a common beginning (RFC 4632): `10.0.0.0/8`, `fd00::/8`, or one address.
package struct IPRange: Hashable, Sendable {
    private let base: IPAddress
    private let bits: Int

    /// Reads an address, with or without `/BITS`, which count in the form that it is written in: `::ffff:10.0.0.0/104` is
    /// `10.0.0.0/8`. Bits behind the beginning must be zero.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress($0) }) else { return nil }
        let (width, offset) = parts[0].contains(":") ? (128, 0) : (32, 96)
        guard parts.count == 1 || parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let length = parts.count == 1 ? width : Int(parts[1]), (0...width).contains(length),
            address.prefix(length + offset) == address
        else { return nil }
        (base, bits) = (address, length + offset)
    }

    /// Whether the address lies in it.
    package func contains(_ address: IPAddress) -> Bool {
        address.prefix(bits) == base
    }
}

extension IPRange: CustomStringConvertible {
    /// As it is read: `10.0.0.0/8`, always with its length.
    package var description: String { "\(base)/\(base.isV4 ? bits - 96 : bits)" }
}
