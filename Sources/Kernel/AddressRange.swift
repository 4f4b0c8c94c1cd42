import Foundation

/// The internet addresses that share a prefix (CIDR, RFC 4632 and RFC 4291 §2.3): `10.0.0.0/8`, `::1`, `fd00::/8`.
package struct AddressRange: Hashable, Sendable {
    /// 4 bytes, or 16 of them, in network order; those behind the prefix are zero.
    private let bytes: [UInt8]
    private let bits: Int

    /// Reads an address, or an address with the length of a prefix; `nil` when it is neither, and when bits behind the
    /// prefix are set, which is a slip more often than not.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = AddressRange.bytes(of: String(parts[0])) else { return nil }
        var bits = bytes.count * 8
        if parts.count == 2 {
            guard parts[1].allSatisfy({ $0.isASCII && $0.isNumber }), let length = Int(parts[1]), length <= bits
            else { return nil }
            bits = length
        }
        guard AddressRange.masked(bytes, to: bits) == bytes else { return nil }
        (self.bytes, self.bits) = (bytes, bits)
    }

    /// Whether that address is one of them. An IPv4 address in IPv6 clothes (`::ffff:10.0.0.1`) counts as IPv4.
    package func contains(_ address: String) -> Bool {
        guard let other = AddressRange.bytes(of: address), other.count == bytes.count else { return false }
        return AddressRange.masked(other, to: bits) == bytes
    }

    private static func masked(_ bytes: [UInt8], to bits: Int) -> [UInt8] {
        bytes.enumerated().map { index, byte in
            let kept = min(max(bits - index * 8, 0), 8)
            return kept == 0 ? 0 : byte & (0xFF << UInt8(8 - kept))
        }
    }

    private static func bytes(of address: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, address, &bytes) == 1 { return Array(bytes.prefix(4)) }
        guard inet_pton(AF_INET6, address, &bytes) == 1 else { return nil }
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return isMapped ? Array(bytes.suffix(4)) : bytes
    }
}

extension AddressRange: CustomStringConvertible {
    /// As `init(_:)` reads it, always with the length of the prefix.
    package var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "" }
        let end = text.firstIndex(of: 0) ?? text.endIndex
        return String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/\(bits)"
    }
}
