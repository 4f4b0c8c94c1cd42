import Hummingbird
import NIOCore
import Testing

@testable import WebSupport

/// Clients that keep the server waiting, over real sockets.
@Suite(.timeLimit(.minutes(3)))
struct SlowClientTests {
    private static let post =
        "POST /api/v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + "Authorization: Bearer \(Things.adminToken)\r\n"

    private static func limits(_ change: (inout ConnectionLimits) -> Void) -> ConnectionLimits {
        var limits = ConnectionLimits()
        change(&limits)
        return limits
    }

    @Test(arguments: ["G", "GET /text/10 HTTP/1.1\r\nHost: x\r\n", "GET /text/10 HTTP/1.1\r\nHost: x\r\nA: b\r"])
    func `a head that does not end is answered 408`(beginning: String) async throws {
        try await RawClient.serve(Self.limits { $0.head = .milliseconds(150) }) { port in
            let client = try await RawClient(port: port)
            await client.send(beginning)
            let text = await client.text()
            #expect(text.statuses == [408] && text.contains("Connection: close"))
        }
    }

    @Test func `a body that drips is answered 408`() async throws {
        let limits = Self.limits { ($0.body, $0.bodyBytes) = (.milliseconds(150), 1000) }
        try await RawClient.serve(limits) { port in
            let client = try await RawClient(port: port)
            await client.send(Self.post + "Content-Length: 300\r\n\r\n{")
            let text = await client.text()
            #expect(text.statuses == [408])
        }
    }

    @Test func `who does not take the answer is hung up on`() async throws {
        // Nothing tells a client that does not read that it was hung up on; whoever writes the answer is told.
        let (ends, end) = AsyncStream.makeStream(of: Bool.self)
        let router = Layers.router([])
        router.get("/endless") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    do {
                        for _ in 0..<1024 { try await writer.write(ByteBuffer(repeating: 120, count: 1 << 20)) }
                        end.yield(false)
                    } catch {
                        end.yield(true)
                        throw error
                    }
                })
        }
        try await RawClient.serve(Self.limits { $0.answer = .milliseconds(200) }, router: router) { port in
            let client = try await RawClient(port: port, reads: false)
            await client.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
            let isHungUpOn = await ends.first { _ in true }
            #expect(isHungUpOn == true)
            // What the system had taken may still come, and then the end.
            try await client.read()
            let count = await client.count()
            #expect(count < 1 << 30)
        }
    }

    @Test func `who takes it slowly gets all of it`() async throws {
        try await RawClient.serve(Self.limits { $0.answer = .seconds(20) }) { port in
            let client = try await RawClient(port: port, reads: false)
            await client.send("GET /huge HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            try await Task.sleep(for: .milliseconds(100))
            try await client.read()
            let count = await client.count()
            #expect(count > 32 << 20)
        }
    }

    @Test func `an idle connection is closed without a word`() async throws {
        try await RawClient.serve(Self.limits { $0.idle = .milliseconds(150) }) { port in
            let client = try await RawClient(port: port)
            let nothing = await client.text()
            #expect(nothing.isEmpty)
        }
    }

    @Test func `five hundred that begin and never end hurt nobody`() async throws {
        try await RawClient.serve(Self.limits { $0.head = .seconds(2) }) { port in
            let lazy = try await withThrowingTaskGroup(of: RawClient.self) { group in
                for _ in 0..<500 {
                    group.addTask {
                        let client = try await RawClient(port: port)
                        await client.send("GET /text/10 HTTP/1.1\r\nHost: x\r\nX-A: b\r\n")
                        return client
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for _ in 0..<20 {
                let client = try await RawClient(port: port)
                await client.send("GET /text/10 HTTP/1.1\r\nHost: x\r\n\r\n")
                let text = await client.text(until: "All that ")
                #expect(text.statuses == [200])
            }
            for client in lazy {
                let text = await client.text()
                #expect(text.statuses == [408])
            }
        }
    }
}
