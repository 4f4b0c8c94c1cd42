import Glibc
import Telemetry
import TestSupport
import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(3))) struct LimitTests {
    private func request(_ server: RawServer, deadline: Duration = .seconds(30)) throws -> OutboundRequest {
        var request = OutboundRequest(.post, try OutboundURL(server.url("/secret?key=secret")))
        request.deadline = deadline
        return request
    }

    @Test func `a peer that says nothing is left at the deadline`() async throws {
        try await RawServer.with({ $0.stall() }) { server in
            try await OutboundFixture.with { fixture in
                let error = await fixture.failure(try request(server, deadline: .milliseconds(300)))
                #expect(error as? OutboundError == .timedOut(host: "127.0.0.1", .deadline))
            }
        }
    }

    @Test func `a peer that stops in the middle is left after the idle time, even if there is time left`() async throws
    {
        var options = OutboundOptions.quick
        options.idleTimeout = .milliseconds(300)
        try await RawServer.with({ connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            connection.stall()
        }) { server in
            try await OutboundFixture.with(options) { fixture in
                let error = await fixture.failure(try request(server, deadline: .seconds(50)))
                #expect(error as? OutboundError == .timedOut(host: "127.0.0.1", .answer))
            }
        }
    }

    @Test func `a peer that drips is left at the deadline, also while its answer is read`() async throws {
        try await RawServer.with({ connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
            while connection.write([0x20]) {}
        }) { server in
            try await OutboundFixture.with { fixture in
                var request = try request(server, deadline: .milliseconds(300))
                request.answerLimit = .max
                await #expect(throws: OutboundError.timedOut(host: "127.0.0.1", .deadline)) {
                    try await fixture.client.stream(request) { _, chunks in for try await _ in chunks {} }
                }
            }
        }
    }

    @Test(arguments: [true, false])
    func `an endless answer is cut off at the limit, announced or not`(_ isAnnounced: Bool) async throws {
        try await RawServer.with({ connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\n\(isAnnounced ? "Content-Length: 99999999999\r\n" : "")\r\n")
            while connection.write([UInt8](repeating: 0x20, count: 1 << 16)) {}
        }) { server in
            try await OutboundFixture.with { fixture in
                let error = await fixture.failure(try request(server))
                #expect(error as? OutboundError == .tooLarge(host: "127.0.0.1", limit: 1 << 20))
            }
        }
    }

    @Test func `an answer of exactly the limit is read`() async throws {
        try await RawServer.answering({ _ in answer(200, String(repeating: "x", count: 1 << 20)) }) { server in
            try await OutboundFixture.with { fixture in
                let response = try await fixture.client.send(try request(server))
                #expect(response.body.count == 1 << 20)
            }
        }
    }

    @Test func `what is not HTTP is an error of its own`() async throws {
        try await RawServer.with({ connection in
            _ = connection.readRequest()
            connection.write("220 mail.example ESMTP\r\n")
        }) { server in
            try await OutboundFixture.with { fixture in
                let error = await fixture.failure(try request(server))
                #expect(error as? OutboundError == .invalidAnswer(host: "127.0.0.1"))
            }
        }
    }

    @Test func `no more calls of a peer run at once than connections are allowed`() async throws {
        var options = OutboundOptions.quick
        (options.connectionsPerPeer, options.waitingPerPeer) = (3, 100)
        let (running, tooMany) = (Tally(), Tally())
        let done = Tally()
        try await RawServer.with({ connection in
            while connection.readRequest() != nil {
                if running.next() + 1 - done.count > 3 { _ = tooMany.next() }
                _ = done.next()
                connection.write(answer(200))
            }
        }) { server in
            try await OutboundFixture.with(options) { fixture in
                await withTaskGroup { group in
                    for _ in 0..<60 { group.addTask { _ = try? await fixture.send(.get, server.url()) } }
                }
                #expect(server.requests.count == 60)
                #expect(server.connections <= 3)
                #expect(tooMany.count == 0)
            }
        }
    }

    @Test func `a cancelled call ends at once, and leaves its place`() async throws {
        try await RawServer.with({ $0.stall() }) { server in
            try await OutboundFixture.with { fixture in
                let request = OutboundRequest(.get, try OutboundURL(server.url()))
                try await withThrowingTaskGroup(of: (any Error)?.self) { group in
                    for _ in 0..<20 { group.addTask { await fixture.failure(request) } }
                    try await wait { server.connections >= 8 }
                    group.cancelAll()
                    for try await error in group { #expect(error is CancellationError) }
                }
                let peer = try fixture.client.peers.peer(of: try OutboundURL(server.url()))
                #expect(peer.isIdle)
            }
        }
    }

    @Test func `headers that would split the request are refused`() async throws {
        try await RawServer.answering({ _ in answer(200) }) { server in
            try await OutboundFixture.with { fixture in
                var request = try request(server)
                request.headers["X-Name"] = "a\r\nX-Evil: b"
                let error = await fixture.failure(request)
                guard case OutboundError.invalidRequest = try #require(error) else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(server.requests.isEmpty)
            }
        }
    }

    @Test func `no message names a path, a query or a header`() async throws {
        let request = OutboundRequest(
            .get, try OutboundURL("http://127.0.0.1:1/secret?key=secret"), headers: ["Authorization": "secret"])
        try await OutboundFixture.with { fixture in
            let error = try #require(await fixture.failure(request) as? OutboundError)
            #expect(error.message == "127.0.0.1 takes no connection.")
            #expect(!"\(error)".contains("secret"))
            #expect(!fixture.metrics.text.contains("secret"))
        }
    }

    @Test func `after shutdown nobody is called`() async throws {
        try await RawServer.answering({ _ in answer(200) }) { server in
            try await OutboundFixture.with { fixture in
                _ = try await fixture.send(.get, server.url())
                await fixture.client.shutdown()
                let error = await fixture.failure(try request(server))
                #expect(error as? OutboundError == .closed)
            }
        }
    }

    @Test func `shutdown waits for calls that are under way`() async throws {
        let (arrived, released) = (Tally(), Tally())
        try await RawServer.with({ connection in
            _ = connection.readRequest()
            _ = arrived.next()
            while released.count == 0 { sched_yield() }
            connection.write(answer(200, "late", headers: "Connection: close"))
        }) { server in
            try await OutboundFixture.with { fixture in
                async let response = fixture.send(.get, server.url())
                try await wait { arrived.count != 0 }
                async let end: Void = fixture.client.shutdown()
                try await wait { fixture.client.peers.isClosed }
                _ = released.next()
                let body = try await response.body
                #expect(body == Array("late".utf8))
                await end
            }
        }
    }
}
