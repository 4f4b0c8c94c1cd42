import Testing

@testable import Outbound

@Suite struct OutboundURLTests {
    @Test(arguments: [
        ("http://example.com", "http://example.com/"),
        ("HTTPS://Example.COM:443/a?b=c#d", "https://example.com/a?b=c"),
        ("http://example.com:8080?x", "http://example.com:8080/?x"),
        ("http://[2001:DB8::0:1]:80/", "http://[2001:db8::1]/"),
        ("http://93.184.216.34/%2e%2E/", "http://93.184.216.34/%2e%2E/"),
        ("https://xn--mnchen-3ya.example/", "https://xn--mnchen-3ya.example/"),
        ("http://a_b.example/", "http://a_b.example/"),
    ])
    func `an address is read and written in one form`(_ text: String, _ normal: String) throws {
        #expect(try OutboundURL(text).text == normal)
    }

    @Test(arguments: [
        "", "example.com", "ftp://example.com/", "http:/example.com", "http://", "http:///a",
        "http://user@example.com/",
        "http://user:secret@example.com/", "http://example.com\\@127.0.0.1/", "http://example.com /",
        "http://exa mple.com",
        "http://example.com/\u{0}", "http://example.com/\r\nX: y", "http://münchen.example/", "http://example.com:0/",
        "http://example.com:65536/", "http://example.com:/", "http://example.com:8a/", "http://example.com:80:80/",
        "http://[::1", "http://[::1]x/", "http://[127.0.0.1]/", "http://[fe80::1%25eth0]/", "http://::1/",
        "http://example..com/", "http://example.com./", "http://.example.com/", "http://example.com/%zz",
        "http://example.com/%4", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://127.1/",
        "http://017700000001/", "http://0177.0.0.1/", "http://127.0.0.01/", "http://127.0.0.1.5/", "http://a.1/",
        "http://a.0x1/", "http://%31%32%37.0.0.1/", "http://１２７.0.0.1/", "http://127.0.0.1%00.example/",
    ])
    func `what could be read in two ways is refused`(_ text: String) {
        #expect(throws: OutboundError.self) { try OutboundURL(text) }
    }

    @Test func `an address of more than 8192 bytes is refused`() throws {
        let start = "http://example.com/"
        #expect(throws: Never.self) { try OutboundURL(start + String(repeating: "a", count: 8192 - start.utf8.count)) }
        #expect(throws: OutboundError.invalidURL("must have at most 8192 bytes")) {
            try OutboundURL(start + String(repeating: "a", count: 8193 - start.utf8.count))
        }
    }

    @Test(arguments: [
        ("https://b.example/x", "https://b.example/x"), ("//b.example/x", "http://b.example/x"),
        ("/x?y", "http://a.example/x?y"), ("x", "http://a.example/one/x"), ("?z", "http://a.example/one/two?z"),
    ])
    func `a location is seen from where one is`(_ location: String, _ target: String) throws {
        #expect(try OutboundURL("http://a.example/one/two?q").following(location).text == target)
    }

    @Test func `an address in a log gives nothing away`() throws {
        let url = try OutboundURL("https://hooks.example/services/T0/B0/secret?key=secret")
        #expect("\(url)" == "https://hooks.example")
    }
}
