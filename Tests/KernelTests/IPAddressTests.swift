import Kernel
import Testing

struct IPAddressTests {
    /// An address as a list of bits, the slow way.
    private func bits(_ address: IPAddress) -> [Bool] {
        (0..<128).map { bit in
            let word = bit < 64 ? address.high : address.low
            return word >> UInt64(63 - bit % 64) & 1 == 1
        }
    }

    private func random(_ generator: inout SeededGenerator) -> IPAddress {
        Bool.random(using: &generator)
            ? IPAddress(v4: .random(in: 0...UInt32.max, using: &generator))
            : IPAddress(
                high: .random(in: 0...UInt64.max, using: &generator),
                low: .random(in: 0...UInt64.max, using: &generator))
    }

    @Test func `what is written is read back, with or without the mapping`() throws {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let address = random(&generator)
            #expect(IPAddress(address.description) == address)
            if address.isV4 { #expect(IPAddress("::ffff:" + address.description) == address) }
        }
    }

    @Test func `the bytes of an address make it, and no other number of bytes does`() throws {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<200 {
            let address = random(&generator)
            let bytes = stride(from: 0, to: 128, by: 8).map { start in
                bits(address)[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
            }
            #expect(IPAddress(bytes: bytes) == address)
            if address.isV4 { #expect(IPAddress(bytes: bytes.suffix(4)) == address) }
        }
        for count in [0, 3, 5, 15, 17] { #expect(IPAddress(bytes: [UInt8](repeating: 1, count: count)) == nil) }
    }

    @Test func `a prefix keeps its bits and no other`() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<2000 {
            let address = random(&generator)
            let count = Int.random(in: 0...128, using: &generator)
            let expected = bits(address).enumerated().map { $0.offset < count && $0.element }
            #expect(bits(address.prefix(count)) == expected, "\(address)/\(count)")
        }
    }

    @Test func `a range holds exactly the addresses that share its beginning`() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<2000 {
            let base = random(&generator)
            let length = Int.random(in: 0...(base.isV4 ? 32 : 128), using: &generator)
            let shared = length + (base.isV4 ? 96 : 0)
            let range = try #require(IPRange("\(base.prefix(shared))/\(length)"))
            let flipped = Int.random(in: 0..<128, using: &generator)
            let other =
                flipped < 64
                ? IPAddress(high: base.high ^ (1 << UInt64(63 - flipped)), low: base.low)
                : IPAddress(high: base.high, low: base.low ^ (1 << UInt64(127 - flipped)))
            #expect(range.contains(base))
            #expect(range.contains(other) == (flipped >= shared), "\(other) in \(base)/\(length)")
        }
    }

    @Test(arguments: [
        ("10.0.0.0/8", "::ffff:10.1.2.3", true), ("::ffff:10.0.0.0/104", "10.1.2.3", true), ("::/0", "10.1.2.3", true),
        ("0.0.0.0/0", "10.1.2.3", true), ("0.0.0.0/0", "2001:db8::1", false), ("::1", "::1", true),
        ("fd00::/8", "fdff::1", true), ("fd00::/8", "fe80::1", false),
    ])
    func `both families stand in one space`(range: String, address: String, isInside: Bool) throws {
        let range = try #require(IPRange(range))
        #expect(range.contains(try #require(IPAddress(address))) == isInside)
    }

    @Test(arguments: [
        "", "10", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/", "10.0.0.1/8", "::/129", "fd00::1/8",
        "::ffff:10.0.0.0/8", "example.com", "10.0.0.0/8/8", "256.0.0.1", " 10.0.0.1", "10.0.0.1\0", "010.0.0.1",
        "[::1]", "::1%lo",
    ])
    func `anything else is no range`(text: String) {
        #expect(IPRange(text) == nil)
    }

    @Test(arguments: ["127.0.0.1", "127.255.0.1", "::1", "::ffff:127.0.0.1"])
    func `a machine knows itself`(text: String) throws {
        #expect(try #require(IPAddress(text)).isLoopback)
        #expect(try !#require(IPAddress("128.0.0.1")).isLoopback)
    }
}
