import Kernel
import Testing

struct AddressRangeTests {
    @Test func `a range holds exactly the addresses that share its prefix`() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<500 {
            let bits = Int.random(in: 0...32, using: &random)
            let mask: UInt32 = bits == 0 ? 0 : ~0 << UInt32(32 - bits)
            let base = UInt32.random(in: 0...UInt32.max, using: &random) & mask
            let range = try #require(AddressRange("\(dotted(base))/\(bits)"))
            #expect(range.contains(dotted(base)) && range.contains(dotted(base | ~mask)))
            let other = UInt32.random(in: 0...UInt32.max, using: &random)
            #expect(range.contains(dotted(other)) == (other & mask == base))
            #expect(range.contains("::ffff:\(dotted(other))") == range.contains(dotted(other)))
        }
    }

    @Test(arguments: [
        ("::1", "::1", true), ("fd00::/8", "fdff::1", true), ("fd00::/8", "fe80::1", false),
        ("::/0", "2001:db8::", true),
        ("::/0", "10.0.0.1", false), ("0.0.0.0/0", "::1", false), ("10.0.0.1", "10.0.0.2", false),
    ])
    func `both families are told apart`(range: String, address: String, isInside: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == isInside)
    }

    @Test(arguments: [
        "", "10", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.1/8", "::/129", "fd00::1/8", "example.com",
        "10.0.0.0/8/8",
        "256.0.0.1", " 10.0.0.1",
    ])
    func `anything else is no range`(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test func `what is written is read back`() throws {
        for text in ["10.0.0.0/8", "127.0.0.1/32", "::1/128", "fd00::/8"] {
            #expect(try #require(AddressRange(text)).description == text)
        }
    }

    private func dotted(_ address: UInt32) -> String {
        stride(from: 24, through: 0, by: -8).map { String(address >> UInt32($0) & 0xFF) }.joined(separator: ".")
    }
}
