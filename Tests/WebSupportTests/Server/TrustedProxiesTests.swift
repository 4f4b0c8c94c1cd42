import HTTPTypes
import Kernel
import Testing

@testable import WebSupport

struct TrustedProxiesTests {
    private static let proxies = TrustedProxies(["10.0.0.0/8", "fd00::/8"].compactMap { IPRange($0) })

    private func client(_ peer: String, _ lines: [String], _ proxies: TrustedProxies = proxies) throws -> String {
        var headers = HTTPFields()
        for line in lines { headers.append(HTTPField(name: .forwardedFor, value: line)) }
        return proxies.client(behind: try #require(IPAddress(peer)), headers).description
    }

    @Test(arguments: [
        // Nobody but a proxy is believed.
        ("203.0.113.9", ["192.0.2.1"], "203.0.113.9"),
        ("10.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        // What stands before the last stranger anybody could have written.
        ("10.0.0.1", ["1.1.1.1, 192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", ["1.1.1.1", "192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", ["1.1.1.1, 192.0.2.1, 10.9.9.9"], "192.0.2.1"),
        ("10.0.0.1", ["1.1.1.1, 192.0.2.1", "10.9.9.9 ,fd00::7"], "192.0.2.1"),
        ("::ffff:10.0.0.1", ["2001:db8::1"], "2001:db8::1"),
        ("10.0.0.1", ["10.1.1.1, 10.2.2.2"], "10.1.1.1"),
        // Behind what cannot be read nothing is believed.
        ("10.0.0.1", ["192.0.2.1, unknown, 10.3.3.3"], "10.3.3.3"),
        ("10.0.0.1", ["garbage"], "10.0.0.1"),
        ("10.0.0.1", ["192.0.2.1:4711"], "10.0.0.1"),
        ("10.0.0.1", ["", ",,", " "], "10.0.0.1"),
    ])
    func `the client is the last address that no proxy of ours has`(
        peer: String, lines: [String], expected: String
    ) throws {
        #expect(try client(peer, lines) == expected)
    }

    @Test func `without proxies nobody is believed`() throws {
        #expect(try client("10.0.0.1", ["192.0.2.1"], TrustedProxies()) == "10.0.0.1")
    }
}
