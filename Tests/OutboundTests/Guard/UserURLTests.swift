import Kernel
import Telemetry
import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(3))) struct UserURLTests {
    private func request(_ url: String, _ rules: UserURLRules = UserURLRules()) throws -> OutboundRequest {
        OutboundRequest(.post, try OutboundURL(url), body: .bytes([1]), trust: .user(rules))
    }

    private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    @Test func `a user's address never reaches this machine, however it is written`() async throws {
        try await RawServer.answering({ _ in answer(200) }) { server in
            var rules = UserURLRules()
            rules.furtherPorts = [server.port]
            try await OutboundFixture.with { fixture in
                for host in [
                    "127.0.0.1", "127.8.9.10", "localhost", "a.localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0",
                ] {
                    let error = await fixture.failure(try request("http://\(host):\(server.port)/", rules))
                    guard case OutboundError.forbiddenAddress = try #require(error) else {
                        Issue.record("\(host): \(String(describing: error))")
                        continue
                    }
                }
            }
            #expect(server.connections == 0)
        }
    }

    @Test func `a name is called at the address that was checked, and asked for once`() async throws {
        let asked = Tally()
        try await RawServer.answering({ _ in answer(200, "here") }) { server in
            let names: @Sendable (String) throws -> [IPAddress] = { _ in
                // A name that is rebound: to this machine at first, elsewhere when asked again.
                [asked.next() == 0 ? IPAddress(v4: 0x7F00_0001) : IPAddress(v4: 0x7F00_0009)]
            }
            try await OutboundFixture.with(names: names) { fixture in
                let rules = UserURLRules.allowing("127.0.0.1/32", port: server.port)
                let response = try await fixture.client.send(try request(server.url(host: "rebound.invalid"), rules))
                #expect(response.body == Array("here".utf8))
            }
            #expect(asked.count == 1)
            #expect(server.requests.map { $0.headers["host"] } == ["rebound.invalid:\(server.port)"])
        }
    }

    @Test(arguments: [["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["2606:4700::1111", "fd00::1"], ["64:ff9b::a00:1"]])
    func `a name that leads to one forbidden address is refused`(_ addresses: [String]) async throws {
        let resolved = try addresses.map(address)
        try await OutboundFixture.with(names: { _ in resolved }) { fixture in
            let error = await fixture.failure(try request("http://mixed.example/"))
            #expect(error as? OutboundError == .forbiddenAddress(host: "mixed.example"))
        }
    }

    @Test func `a redirect is checked like the first address`() async throws {
        let target = try await RawServer.answering({ _ in answer(200, "inside") }) { inside in
            try await RawServer.answering({ _ in
                answer(302, headers: "Location: http://127.0.0.2:\(inside.port)/")
            }) { server in
                try await OutboundFixture.with(names: { _ in [IPAddress(v4: 0x7F00_0001)] }) { fixture in
                    var rules = UserURLRules.allowing("127.0.0.1/32", port: server.port)
                    rules.furtherPorts.insert(inside.port)
                    var request = try request(server.url(host: "hook.example"), rules)
                    request.redirectLimit = 3
                    let error = await fixture.failure(request)
                    #expect(error as? OutboundError == .forbiddenAddress(host: "127.0.0.2"))
                }
            }
            return inside.connections
        }
        #expect(target == 0)
    }

    @Test func `only the usual ports are called, and only https where that is asked`() throws {
        var rules = UserURLRules()
        #expect(throws: OutboundError.self) { try rules.check(OutboundURL("http://example.com:22/")) }
        #expect(throws: Never.self) { try rules.check(OutboundURL("https://example.com/")) }
        rules.furtherPorts = [8443]
        #expect(throws: Never.self) { try rules.check(OutboundURL("https://example.com:8443/")) }
        rules.isHTTPSOnly = true
        #expect(throws: OutboundError.forbiddenURL("must begin with https://")) {
            try rules.check(OutboundURL("http://example.com/"))
        }
    }

    @Test func `a name that nobody knows is an error of its own`() async throws {
        try await OutboundFixture.with(names: { _ in [] }) { fixture in
            let error = await fixture.failure(try request("http://nowhere.example/"))
            #expect(error as? OutboundError == .unknownName(host: "nowhere.example"))
        }
    }

    @Test func `users' hosts are not told apart in metrics`() async throws {
        try await OutboundFixture.with(names: { _ in [IPAddress(v4: 0x0A00_0001)] }) { fixture in
            for number in 0..<5 { _ = await fixture.failure(try request("http://shop\(number).example/")) }
            let text = fixture.metrics.text
            #expect(text.contains(#"souk_outbound_requests_total{host="user_given",outcome="forbidden_address"} 5"#))
            #expect(!text.contains("shop"))
        }
    }
}
