import Foundation
import Testing

@testable import WebSupport

/// Requests in odd shapes, over real sockets.
@Suite(.timeLimit(.minutes(3)))
struct HeadGuardTests {
    private static let get = "GET /text/10 HTTP/1.1\r\nHost: x\r\n"
    private static let post =
        "POST /api/v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + "Authorization: Bearer \(Things.adminToken)\r\n"
    private static let hidden = "GET /text/1399 HTTP/1.1\r\nHost: x\r\n\r\n"

    /// What two servers in a row could take for different requests. Nothing behind it may be answered.
    @Test(arguments: [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "Content-Length: 2, 2\r\n\r\n{}", "Content-Length: +2\r\n\r\n{}", "Content-Length: -2\r\n\r\n{}",
        "Content-Length: 0x2\r\n\r\n{}", "Content-Length: 99999999999999999999\r\n\r\n{}",
        "Content-Length : 2\r\n\r\n{}", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: identity\r\n\r\n", "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "A: b\r\n c\r\nContent-Length: 2\r\n\r\n{}",
        "A: b\rc\r\n\r\n", "A: b\0c\r\n\r\n", ": b\r\n\r\n", "Host: y\r\n\r\n", "host: x\r\n\r\n",
    ])
    func `an ambiguous request is answered 400, and nothing behind it`(shape: String) async throws {
        try await RawClient.serve { port in
            let client = try await RawClient(port: port)
            await client.send(Self.post + shape + Self.hidden)
            let text = await client.text()
            #expect(text.statuses == [400], "\(shape.debugDescription)")
        }
    }

    @Test(arguments: [
        "GET /text/10 HTTP/1.1\r\n\r\n", "GET /text/10\r\n\r\n", "GET /text/10 HTTP/1.2\r\nHost: x\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}", "GET /text/10 HTTP/1.1\nHost: x\n\n",
        "GET /\u{FF} HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /text/10 HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        get + "A: " + String(repeating: "b", count: 40_000) + "\r\n\r\n",
        get + String(repeating: "A: b\r\n", count: 200) + "\r\n",
        "GET /" + String(repeating: "a", count: 50_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
    ])
    func `what is no request of HTTP 1, or too large a one, is answered 400`(request: String) async throws {
        try await RawClient.serve { port in
            let client = try await RawClient(port: port)
            await client.send(request)
            let text = await client.text()
            #expect(text.statuses == [400])
        }
    }

    @Test func `the error of a later request does not overtake the answers before it`() async throws {
        try await RawClient.serve { port in
            let client = try await RawClient(port: port)
            await client.send(Self.get + "\r\n" + Self.get + "\r\n" + "GET / HTTP/1.1\r\n\r\n" + Self.hidden)
            let text = await client.text()
            #expect(text.statuses == [200, 200, 400])
        }
    }

    @Test(arguments: [
        "GET /text/10 HTTP/1.0\r\n\r\n", get + "Connection: close\r\n\r\n", get + "Connection: Close\r\n\r\n",
        get + "connection: x, CLOSE\r\n\r\n", "GET /text/10 HTTP/1.0\r\nHost: x\r\nConnection: close\r\n\r\n",
    ])
    func `who wants the connection closed has it closed behind the answer`(request: String) async throws {
        try await RawClient.serve { port in
            let client = try await RawClient(port: port)
            await client.send(request)
            let text = await client.text()
            #expect(text.statuses == [200])
            #expect(text.lowercased().contains("\r\nconnection: close\r\n"))
        }
    }

    @Test func `HTTP 1-0 may keep the connection by asking`() async throws {
        try await RawClient.serve { port in
            let client = try await RawClient(port: port)
            for _ in 0..<2 {
                await client.send("GET /text/10 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                let text = await client.text(until: "All that ")
                #expect(text.contains(" 200 "))
            }
        }
    }
}
