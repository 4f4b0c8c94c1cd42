import Testing

@testable import Identity

@Suite struct EmailAddressTests {
    @Test(arguments: [
        ("Ada@Example.COM", "ada@example.com"), (" ada@example.com ", "ada@example.com"),
        ("a\u{0301}da@example.com", "áda@example.com"), ("ｆｕｌｌ@example.com", "full@example.com"),
        ("ÄDA@MÜNCHEN.example", "äda@münchen.example"), ("o'neil+shop@example.com", "o'neil+shop@example.com"),
    ])
    func `Case and Unicode's ways of writing do not tell addresses apart`(written: String, folded: String) throws {
        #expect(try EmailAddress(written).folded == folded)
    }

    @Test func `It is kept as it was written, but for space and composition`() throws {
        #expect(try EmailAddress("  A\u{0301}da@Example.com").text == "\u{C1}da@Example.com")
    }

    @Test(arguments: [
        "", "ada", "ada@", "@example.com", "a@b@c", "a b@example.com", ".ada@example.com", "ada.@example.com",
        "a..b@example.com", "ada@-example.com", "ada@example-.com", "ada@exa mple.com", "ada@example..com",
        "ada\n@example.com", "ada@example.com\nBcc: x@example.com", "\"ada\"@example.com", "ada＠evil@example.com",
        "ada\u{200B}@example.com", "ada@[192.0.2.1]", "<ada@example.com>", "\0@example.com",
        String(repeating: "a", count: 65) + "@example.com",
        "ada@" + String(repeating: "a.", count: 130) + "example",
    ])
    func `What is no address is refused`(text: String) {
        #expect(throws: (any Error).self) { try EmailAddress(text) }
    }
}
