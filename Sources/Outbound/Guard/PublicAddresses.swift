import Kernel

/// Which addresses belong to the public Internet.
///
/// After the IANA registries of special-purpose addresses (RFC 6890 and its successors).
enum PublicAddresses {
    /// What is not public of IPv4.
    private static let special4 = networks(
        "0.0.0.0/8",  // this network, RFC 791
        "10.0.0.0/8",  // private, RFC 1918
        "100.64.0.0/10",  // carrier-grade NAT, RFC 6598
        "127.0.0.0/8",  // loopback, RFC 1122
        "168.63.129.16/32",  // Azure's wire server: looks public, answers from within
        "169.254.0.0/16",  // link-local, RFC 3927; the clouds' metadata
        "172.16.0.0/12",  // private, RFC 1918
        "192.0.0.0/24",  // protocol assignments, RFC 6890
        "192.0.2.0/24",  // documentation, RFC 5737
        "192.88.99.0/24",  // relays of 6to4, RFC 7526
        "192.168.0.0/16",  // private, RFC 1918
        "198.18.0.0/15",  // benchmarks, RFC 2544
        "198.51.100.0/24",  // documentation, RFC 5737
        "203.0.113.0/24",  // documentation, RFC 5737
        "224.0.0.0/4",  // multicast, RFC 5771
        "240.0.0.0/4")  // reserved and broadcast, RFC 1112

    /// Global unicast of IPv6, RFC 4291. What is outside is loopback, link-local, unique-local, multicast, unassigned.
    private static let global6 = networks("2000::/3")

    /// What is not public inside of global unicast.
    private static let special6 = networks(
        "2001::/23",  // protocol assignments with Teredo, RFC 2928 and RFC 4380
        "2001:db8::/32",  // documentation, RFC 3849
        "2002::/16",  // 6to4, RFC 3056: leads to an IPv4 address
        "3fff::/20")  // documentation, RFC 9637

    /// But a way to write the IPv4 address in the last four bytes: NAT64, RFC 6052. Kernel takes the mapped form
    /// (RFC 4291) for IPv4 by itself.
    private static let embedding6 = networks("64:ff9b::/96")

    static func contains(_ address: IPAddress) -> Bool {
        if address.isV4 { return !special4.contains { $0.contains(address) } }
        if embedding6.contains(where: { $0.contains(address) }) {
            return contains(IPAddress(v4: UInt32(truncatingIfNeeded: address.low)))
        }
        return global6.contains { $0.contains(address) } && !special6.contains { $0.contains(address) }
    }

    private static func networks(_ texts: String...) -> [IPRange] { texts.compactMap { IPRange($0) } }
}
