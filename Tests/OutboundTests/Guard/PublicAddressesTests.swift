import Kernel
import Testing

@testable import Outbound

@Suite struct PublicAddressesTests {
    /// Written down apart from the sources: first and last address of what must never be called.
    static let forbidden: [(first: UInt32, last: UInt32)] = [
        (0x0000_0000, 0x00FF_FFFF), (0x0A00_0000, 0x0AFF_FFFF), (0x6440_0000, 0x647F_FFFF), (0x7F00_0000, 0x7FFF_FFFF),
        (0xA9FE_0000, 0xA9FE_FFFF), (0xAC10_0000, 0xAC1F_FFFF), (0xC000_0000, 0xC000_00FF), (0xC000_0200, 0xC000_02FF),
        (0xC058_6300, 0xC058_63FF), (0xC0A8_0000, 0xC0A8_FFFF), (0xC612_0000, 0xC613_FFFF), (0xC633_6400, 0xC633_64FF),
        (0xCB00_7100, 0xCB00_71FF), (0xE000_0000, 0xFFFF_FFFF), (0xA83F_8110, 0xA83F_8110),
    ]

    private func bytes(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }

    private func isPublic(_ text: String) throws -> Bool { PublicAddresses.contains(try #require(IPAddress(text))) }

    @Test func `every IPv4 address is public unless it lies in a special range, up to its ends`() {
        for range in Self.forbidden {
            var numbers = [range.first, range.last]
            for _ in 0..<50 { numbers.append(.random(in: range.first...range.last)) }
            for number in numbers { #expect(!PublicAddresses.contains(IPAddress(v4: number))) }
        }
        for _ in 0..<20_000 {
            let number = UInt32.random(in: 0...UInt32.max)
            let isForbidden = Self.forbidden.contains { ($0.first...$0.last).contains(number) }
            #expect(PublicAddresses.contains(IPAddress(v4: number)) == !isForbidden, "\(number)")
        }
    }

    @Test func `the neighbours of special ranges are public`() throws {
        for text in [
            "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
            "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0",
            "198.17.255.255", "198.20.0.0", "223.255.255.255",
        ] { #expect(try isPublic(text), "\(text)") }
    }

    @Test func `no way of writing a forbidden IPv4 address in IPv6 helps`() throws {
        for range in Self.forbidden {
            for _ in 0..<50 {
                let four = bytes(.random(in: range.first...range.last))
                let zeros = [UInt8](repeating: 0, count: 10)
                let forms: [[UInt8]] = [
                    zeros + [0, 0] + four,  // compatible
                    zeros + [0xFF, 0xFF] + four,  // mapped
                    [0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0] + four,  // translated
                    [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0] + four,  // NAT64
                    [0, 0x64, 0xFF, 0x9B, 0, 1, 0, 0, 0, 0, 0, 0] + four,  // NAT64 for local use
                    [0x20, 0x02] + four + zeros,  // 6to4
                    [0x20, 0x01, 0, 0] + four + [UInt8](repeating: 0, count: 8),  // Teredo's server
                    [0x20, 0x01, 0, 0, 8, 8, 8, 8, 0, 0, 0, 0] + four.map { ~$0 },  // Teredo's client
                ]
                for form in forms {
                    #expect(!PublicAddresses.contains(try #require(IPAddress(bytes: form))), "\(form)")
                }
            }
        }
    }

    @Test(arguments: [
        "::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1", "2001:db8::1",
        "3fff::1", "4000::1", "5f00::1", "::ffff:127.0.0.1", "64:ff9b::169.254.169.254",
    ])
    func `what is not global unicast of IPv6 is not public`(_ text: String) throws {
        let isPublic = try isPublic(text)
        #expect(!isPublic)
    }

    @Test(arguments: ["2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"])
    func `global unicast of IPv6 is public`(_ text: String) throws {
        let isPublic = try isPublic(text)
        #expect(isPublic)
    }
}
