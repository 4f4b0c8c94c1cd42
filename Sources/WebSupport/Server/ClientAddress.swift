import HTTPTypes
package import Hummingbird
package import Kernel
import NIOCore

/// Who sent a request, as far as the proxies in front of us may be believed.
package struct TrustedProxies: Sendable {
    private let ranges: [IPRange]

    /// What these proxies say is believed.
    package init(_ ranges: [IPRange] = []) {
        self.ranges = ranges
    }

    /// Whether that peer is one of them.
    func contains(_ address: IPAddress) -> Bool {
        ranges.contains { $0.contains(address) }
    }

    /// The client behind the peer: the last address of `X-Forwarded-For` that no trusted proxy has. What stands before
    /// it, anybody could have written.
    func client(behind peer: IPAddress, _ headers: HTTPFields) -> IPAddress {
        guard !ranges.isEmpty, contains(peer) else { return peer }
        let hops = headers[values: .forwardedFor].flatMap { $0.split(separator: ",") }
        var client = peer
        for hop in hops.reversed() {
            guard let address = IPAddress(hop.trimming(" \t")) else { return client }
            client = address
            if !contains(address) { break }
        }
        return client
    }
}

extension Request {
    /// Whether a proxy says that it sends this for somebody else.
    package var isForwarded: Bool { HTTPField.Name.ofProxies.contains { headers.contains($0) } }
}

extension IPAddress {
    /// The address of a socket; unspecified for a socket of another family.
    init(_ address: SocketAddress?) {
        self = address.map { IPAddress(socket: $0) } ?? IPAddress(high: 0, low: 0)
    }

    /// By the layout of `sockaddr_in` and `sockaddr_in6` (ip(7), ipv6(7)): the address begins at byte 4, or 8.
    private init(socket: SocketAddress) {
        self = socket.withSockAddr { pointer, size in
            let bytes = UnsafeRawBufferPointer(start: pointer, count: size)
            switch socket.protocol {
            case .inet: return IPAddress(v4: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
            case .inet6:
                return IPAddress(
                    high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                    low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)))
            default: return IPAddress(high: 0, low: 0)
            }
        }
    }
}

extension Substring {
    /// Without these characters at both ends.
    fileprivate func trimming(_ characters: String) -> Substring {
        var rest = drop { characters.contains($0) }
        while let last = rest.last, characters.contains(last) { rest.removeLast() }
        return rest
    }
}

extension HTTPField.Name {
    static let forwardedFor = HTTPField.Name(known: "X-Forwarded-For")
    /// By what a proxy shows itself.
    fileprivate static let ofProxies =
        [forwardedFor] + ["X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"].map { HTTPField.Name(known: $0) }
}
