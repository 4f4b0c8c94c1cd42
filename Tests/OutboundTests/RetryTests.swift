import Telemetry
import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(3))) struct RetryTests {
    /// Answers 503 so often, then 200.
    private func flaky(_ failures: Int, headers: String..., body: (RawServer) async throws -> Void) async throws {
        let tally = Tally()
        let field = headers.joined(separator: "\r\n")
        try await RawServer.answering(
            { _ in
                guard tally.next() < failures else { return answer(200, "done") }
                return field.isEmpty ? answer(503) : answer(503, headers: field)
            }, body)
    }

    @Test func `a 503 is asked again after a tenth of a second, then after two`() async throws {
        try await flaky(2) { server in
            try await OutboundFixture.with { fixture in
                let response = try await fixture.send(.get, server.url())
                #expect(response.body == Array("done".utf8))
                #expect(fixture.time.pauses == [.milliseconds(100), .milliseconds(200)])
                #expect(server.requests.count == 3)
                let text = fixture.metrics.text
                #expect(text.contains("souk_outbound_retries_total{host=\"127.0.0.1:\(server.port)\"} 2"))
                #expect(text.contains("{host=\"127.0.0.1:\(server.port)\",outcome=\"2xx\"} 1"))
            }
        }
    }

    @Test func `three tries are all, and the last answer is the answer`() async throws {
        try await flaky(100) { server in
            try await OutboundFixture.with { fixture in
                let response = try await fixture.send(.get, server.url())
                #expect(response.status == 503)
                #expect(server.requests.count == 3)
            }
        }
    }

    @Test(arguments: [
        (OutboundRequest.Method.post, 1), (.patch, 1), (.put, 2), (.delete, 2), (.options, 2), (.head, 2),
    ])
    func `only what may be done twice is`(_ method: OutboundRequest.Method, _ tries: Int) async throws {
        try await flaky(1) { server in
            try await OutboundFixture.with { fixture in
                _ = try await fixture.send(method, server.url())
                #expect(server.requests.count == tries)
            }
        }
    }

    @Test func `an idempotency key, or the caller's word, lets a POST be repeated`() async throws {
        try await flaky(1) { server in
            try await OutboundFixture.with { fixture in
                let request = OutboundRequest(
                    .post, try OutboundURL(server.url()), headers: ["Idempotency-Key": "1"], body: .bytes([1, 2, 3]))
                let result = try await fixture.client.send(request)
                #expect(result.status == 200)
                #expect(server.requests.map(\.body) == [[1, 2, 3], [1, 2, 3]])
            }
        }
        try await flaky(1) { server in
            try await OutboundFixture.with { fixture in
                var request = OutboundRequest(.post, try OutboundURL(server.url()))
                request.isMarkedIdempotent = true
                let result = try await fixture.client.send(request)
                #expect(result.status == 200)
            }
        }
    }

    @Test func `Retry-After is waited for in seconds and as a date`() async throws {
        // The clock of the tests stands at Sun, 06 Nov 1994 08:49:37 GMT.
        for value in ["3", "Sun, 06 Nov 1994 08:49:40 GMT"] {
            try await flaky(1, headers: "Retry-After: \(value)") { server in
                try await OutboundFixture.with { fixture in
                    let result = try await fixture.send(.get, server.url())
                    #expect(result.status == 200)
                    #expect(fixture.time.pauses == [.seconds(3)])
                }
            }
        }
    }

    @Test func `a Retry-After beyond the limit or the deadline is not waited for`() async throws {
        try await flaky(1, headers: "Retry-After: 3600") { server in
            try await OutboundFixture.with { fixture in
                let result = try await fixture.send(.get, server.url())
                #expect(result.status == 503)
            }
        }
        try await flaky(1, headers: "Retry-After: 4") { server in
            try await OutboundFixture.with { fixture in
                var request = OutboundRequest(.get, try OutboundURL(server.url()))
                request.deadline = .seconds(3)
                let result = try await fixture.client.send(request)
                #expect(result.status == 503)
            }
        }
    }

    @Test func `an answer that breaks off is fetched again`() async throws {
        let tally = Tally()
        try await RawServer.with({ connection in
            guard connection.readRequest() != nil else { return }
            guard tally.next() == 0 else { return connection.write(answer(200, "whole", headers: "Connection: close")) }
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            connection.reset()
        }) { server in
            try await OutboundFixture.with { fixture in
                let result = try await fixture.send(.get, server.url())
                #expect(result.body == Array("whole".utf8))
            }
        }
    }

    @Test func `a reader that has begun gets the error, and no second answer`() async throws {
        try await RawServer.with({ connection in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        }) { server in
            try await OutboundFixture.with { fixture in
                let request = OutboundRequest(.get, try OutboundURL(server.url()))
                await #expect(throws: OutboundError.connectionLost(host: "127.0.0.1")) {
                    try await fixture.client.stream(request) { _, chunks in for try await _ in chunks {} }
                }
                #expect(server.connections == 1)
            }
        }
    }

    @Test func `where nobody listens, even a POST is tried again, since nothing was sent`() async throws {
        let url = try await RawServer.with({ _ in }) { $0.url() }
        try await OutboundFixture.with { fixture in
            let error = await fixture.failure(OutboundRequest(.post, try OutboundURL(url)))
            #expect(error as? OutboundError == .unreachable(host: "127.0.0.1"))
            #expect(fixture.time.pauses.count == 2)
        }
    }

    @Test func `a peer that is down is left alone, and probed after a rest`() async throws {
        let isDown = Tally()
        try await RawServer.answering({ _ in isDown.count == 0 ? answer(502) : answer(200) }) { server in
            try await OutboundFixture.with { fixture in
                for _ in 0..<10 { _ = await fixture.failure(OutboundRequest(.get, try OutboundURL(server.url()))) }
                #expect(server.requests.count == 5)
                let error = await fixture.failure(OutboundRequest(.get, try OutboundURL(server.url())))
                #expect(error as? OutboundError == .circuitOpen(host: "127.0.0.1"))
                #expect(fixture.metrics.text.contains("souk_outbound_open_circuits 1"))
                _ = isDown.next()
                fixture.time.advance(by: .seconds(5))
                let result = try await fixture.send(.get, server.url())
                #expect(result.status == 200)
                #expect(fixture.metrics.text.contains("souk_outbound_open_circuits 0"))
            }
        }
    }

    @Test func `a peer that is never well is hit little more often than it is called`() async throws {
        var options = OutboundOptions.quick
        options.breaker.failures = 1_000_000
        try await RawServer.answering({ _ in answer(503) }) { server in
            try await OutboundFixture.with(options) { fixture in
                for _ in 0..<100 { _ = try await fixture.send(.get, server.url()) }
                // A fifth of a hundred, and the ten that are saved up at first.
                #expect((125...131).contains(server.requests.count))
            }
        }
    }
}
