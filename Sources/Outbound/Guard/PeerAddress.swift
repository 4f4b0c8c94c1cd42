import Glibc

/// The IPv4 or IPv6 address of a peer, without port and zone. Unlike Kernel's `IPAddress` it keeps the spelling apart in which
/// a version 4 address hides in one of version 6: the guard looks into each of them.
package struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 or 16 bytes, the most significant first.
    let bytes: [UInt8]

    /// An address of its bytes.
    /// - Precondition: 4 or 16 bytes.
    init(bytes: [UInt8]) {
        precondition(bytes.count == 4 || bytes.count == 16)
        self.bytes = bytes
    }

    /// Reads the plain form: four decimal numbers without leading zeros, or RFC 4291 without a zone.
    package init?(_ text: String) {
        guard !text.utf8.contains(0) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.init(bytes: Array(bytes.prefix(4)))
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.init(bytes: bytes)
        } else {
            return nil
        }
    }

    /// The plain form, IPv6 as RFC 5952 wants it.
    package var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// All addresses that begin with the same bits.
package struct IPNetwork: Hashable, Sendable {
    let address: PeerAddress
    let length: Int

    /// Reads `10.0.0.0/8`; an address alone is a network of its own.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = PeerAddress(String(parts[0])) else { return nil }
        let bits = address.bytes.count * 8
        guard let length = parts.count == 1 ? bits : Int(parts[1]), (0...bits).contains(length) else { return nil }
        (self.address, self.length) = (address, length)
    }

    /// Whether the address is one of them. An IPv4 address is never in an IPv6 network.
    package func contains(_ other: PeerAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        return (0..<length).allSatisfy { bit in
            (other.bytes[bit / 8] ^ address.bytes[bit / 8]) & (0x80 >> (bit % 8)) == 0
        }
    }
}
