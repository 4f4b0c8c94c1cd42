import Testing

@testable import Mail

@Suite struct MailAddressTests {
    @Test(arguments: [
        "ada@example.com", "a.b+c@example.co.uk", "o'neill@x-y.example", "root@localhost", "ü@example.com",
        "ada@bücher.example", "!#$%&'*+-/=?^_`{|}~@example.com", String(repeating: "a", count: 64) + "@example.com",
    ])
    func `an address that people have is taken as it is`(text: String) throws {
        let address = try MailAddress(text)
        #expect(address.address == text)
        #expect(address.isInternational == !text.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test(arguments: [
        "", "ada", "@example.com", "ada@", "a@b@c", "a b@example.com", ".a@example.com", "a..b@example.com",
        "a.@example.com", "\"a b\"@example.com", "ada@-x.com", "ada@x-.com", "ada@x..com", "ada@[127.0.0.1]",
        "ada@exa_mple.com", "ada@example.com\r\nBcc: eve@example.com", "ada@example.com\n", "ada\r@example.com",
        "<ada@example.com>", "ada@example.com>", "ada\u{0}@example.com", "ada@example.com ", "ada\u{2028}@example.com",
        String(repeating: "a", count: 65) + "@example.com", "a@" + String(repeating: "a", count: 64) + ".com",
        "a@" + Array(repeating: "abcdefgh", count: 30).joined(separator: "."), "ada,eve@example.com", "ada@x;y",
    ])
    func `anything else is refused with a reason`(text: String) {
        #expect(throws: MailError.self) { try MailAddress(text) }
    }

    @Test(arguments: ["A\r\nBcc: eve@example.com", "A\nB", "A\u{0}", "A\u{2029}B", String(repeating: "n", count: 257)])
    func `a name cannot end a line`(name: String) {
        #expect(throws: MailError.self) { try MailAddress("ada@example.com", name: name) }
    }
}
