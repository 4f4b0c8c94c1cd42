import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(3))) struct RedirectTests {
    private func request(_ method: OutboundRequest.Method, _ url: String, redirects: Int) throws -> OutboundRequest {
        var request = OutboundRequest(
            method, try OutboundURL(url), headers: ["Authorization": "secret", "Accept": "text/plain"],
            body: .bytes([1, 2]))
        request.redirectLimit = redirects
        return request
    }

    @Test func `a redirect is an answer unless it is to be followed`() async throws {
        try await RawServer.answering({ _ in answer(302, headers: "Location: /there") }) { server in
            try await OutboundFixture.with { fixture in
                let result = try await fixture.client.send(request(.get, server.url(), redirects: 0))
                #expect(result.status == 302)
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test func `so many redirects are followed, and no more`() async throws {
        try await RawServer.answering({ _ in answer(302, headers: "Location: /again") }) { server in
            try await OutboundFixture.with { fixture in
                let error = await fixture.failure(try request(.get, server.url(), redirects: 4))
                #expect(error as? OutboundError == .refusedRedirect(host: "127.0.0.1"))
                #expect(server.requests.count == 5)
            }
        }
    }

    @Test(arguments: [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")])
    func `a redirected POST becomes what its status says`(_ status: Int, _ method: String) async throws {
        try await RawServer.answering({ request in
            request.line.contains(" /there ") ? answer(200) : answer(status, headers: "Location: /there")
        }) { server in
            try await OutboundFixture.with { fixture in
                let response = try await fixture.client.send(request(.post, server.url(), redirects: 1))
                #expect(response.head.url.target == "/there")
            }
            #expect(server.requests.last?.line == "\(method) /there HTTP/1.1")
            #expect(server.requests.last?.body == (method == "POST" ? [1, 2] : []))
            #expect(server.requests.last?.headers["authorization"] == "secret")
        }
    }

    @Test func `another origin does not see the credentials`() async throws {
        try await RawServer.answering({ _ in answer(200) }) { other in
            try await RawServer.answering({ _ in answer(307, headers: "Location: \(other.url("/x"))") }) { server in
                try await OutboundFixture.with { fixture in
                    _ = try await fixture.client.send(request(.post, server.url(), redirects: 1))
                }
            }
            #expect(other.requests.map { $0.headers["authorization"] } == [nil])
            #expect(other.requests.map { $0.headers["accept"] } == ["text/plain"])
        }
    }

    @Test(arguments: ["ftp://example.com/", "http://user@example.com/", "http://"])
    func `a redirect to what is no address is refused`(_ location: String) async throws {
        try await RawServer.answering({ _ in answer(302, headers: "Location: \(location)") }) { server in
            try await OutboundFixture.with { fixture in
                let error = await fixture.failure(try request(.get, server.url(), redirects: 1))
                #expect(error as? OutboundError == .refusedRedirect(host: "127.0.0.1"))
            }
        }
    }
}
