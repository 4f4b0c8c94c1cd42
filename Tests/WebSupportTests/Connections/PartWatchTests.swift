import Foundation
import HTTPTypes
import Hummingbird
import Testing

@testable import WebSupport

/// Bodies that nobody wants, clients that ask first, requests in a row: over real sockets.
@Suite(.timeLimit(.minutes(3)))
struct PartWatchTests {
    private static let post = "POST /api/v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    private static let key = "Authorization: Bearer \(Things.adminToken)\r\n"
    private static let thing = #"{"name": "kettle", "variants": []}"#

    @Test func `a client that goes on sending a body that is too large reads why`() async throws {
        try await RawClient.serve { port in
            for length in ["Content-Length: 10000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n1000000\r\n"] {
                let client = try await RawClient(port: port)
                await client.send(Self.post + Self.key + length)
                for _ in 0..<100 { await client.send(String(repeating: " ", count: 100_000)) }
                let text = await client.text()
                #expect(text.statuses == [413])
                #expect(text.contains("body_too_large") && text.lowercased().contains("connection: close"))
            }
        }
    }

    @Test func `behind a long body that nobody wants the connection ends, not behind a short one`() async throws {
        try await RawClient.serve { port in
            let long = try await RawClient(port: port)
            await long.send(Self.post + "Content-Length: 100000\r\n\r\n{")
            let refused = await long.text()
            #expect(refused.statuses == [401] && refused.lowercased().contains("connection: close"))

            let short = try await RawClient(port: port)
            await short.send(Self.post + "Content-Length: 100\r\n\r\n{")
            _ = await short.text(until: "request_id")
            await short.send(String(repeating: " ", count: 99) + "GET /text/10 HTTP/1.1\r\nHost: x\r\n\r\n")
            let text = await short.text(until: "All that ")
            #expect(text.contains(" 200 "))
        }
    }

    @Test func `who asks before sending the body is told to go on`() async throws {
        try await RawClient.serve { port in
            let client = try await RawClient(port: port)
            await client.send(
                Self.post + Self.key + "Expect: 100-continue\r\nContent-Length: \(Self.thing.utf8.count)\r\n\r\n")
            let first = await client.text(until: "\r\n\r\n")
            #expect(first.hasPrefix("HTTP/1.1 100 ") && first.statuses == [100])
            await client.send(Self.thing)
            let second = await client.text(until: "\r\n\r\n")
            #expect(second.statuses == [201])
        }
    }

    @Test(arguments: [
        (post + "Expect: 100-continue\r\nContent-Length: 20\r\n\r\n", 401),
        (post + key + "Expect: 100-continue\r\nContent-Length: 2000000\r\n\r\n", 413),
        (
            "POST /api/v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n" + key
                + "Expect: 100-continue\r\nContent-Length: 20\r\n\r\n", 415
        ),
        ("GET /text/10 HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n", 200),
        (
            "POST /api/v1/things HTTP/1.0\r\nContent-Type: application/json\r\n" + key
                + "Expect: 100-continue\r\nContent-Length: \(thing.utf8.count)\r\n\r\n" + thing, 201
        ),
    ])
    func `nobody is told to send what is refused anyway, or was sent`(request: String, status: Int) async throws {
        try await RawClient.serve { port in
            let client = try await RawClient(port: port)
            await client.send(request)
            let text = await client.text(until: "\r\n\r\n")
            #expect(text.statuses == [status])
        }
    }

    @Test func `requests in a row are answered in a row, and no 100 gets between`() async throws {
        try await RawClient.serve { port in
            let client = try await RawClient(port: port)
            let gets = (0..<20).map { "GET /text/\([10, 1399, 1400][$0 % 3]) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined()
            await client.send(
                gets + Self.post + Self.key + "Expect: 100-continue\r\nContent-Length: \(Self.thing.utf8.count)\r\n\r\n"
            )
            let text = await client.text(until: "HTTP/1.1 100 Continue\r\n\r\n")
            #expect(text.statuses == [Int](repeating: 200, count: 20) + [100])
            await client.send(Self.thing)
            let last = await client.text(until: "\r\n\r\n")
            #expect(last.statuses == [201])
        }
    }

    @Test func `bodies of every shape are taken, and what follows is answered`() async throws {
        try await RawClient.serve { port in
            let client = try await RawClient(port: port)
            let chunks = "Transfer-Encoding: chunked\r\n\r\n5;a=b\r\n\(Self.thing.prefix(5))\r\n"
            let size = String(Self.thing.utf8.count - 5, radix: 16)
            let rest = "\(size)\r\n\(Self.thing.dropFirst(5))\r\n0\r\nX: y\r\n\r\n"
            await client.send(Self.post + Self.key + chunks + rest)
            let chunked = await client.text(until: "\r\n\r\n")
            #expect(chunked.statuses == [201])
            await client.send(Self.post + Self.key + "Content-Length: 0\r\n\r\n")
            let empty = await client.text(until: "malformed")
            #expect(empty.statuses.last == 400)
            await client.send("GET /text/10 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
            let unwanted = await client.text(until: "All that ")
            #expect(unwanted.contains(" 200 "))
        }
    }

    @Test func `a process that is about to stop asks its clients to go elsewhere`() async throws {
        let draining = Draining()
        let router = Router(context: ShopContext.self)
        router.add(
            middleware: Gateway(GatewaySettings(), draining: draining) { _, _, _ in nil })
        Things.api.mount(on: router)
        try await RawClient.serve(router: router) { port in
            let client = try await RawClient(port: port)
            await client.send("GET /api/v1/things HTTP/1.1\r\nHost: x\r\n\r\n")
            let before = await client.text(until: "}")
            #expect(before.statuses == [200] && !before.lowercased().contains("connection: close"))
            draining.begin()
            await client.send("GET /api/v1/things HTTP/1.1\r\nHost: x\r\n\r\n")
            let after = await client.text()
            #expect(after.statuses == [200] && after.lowercased().contains("connection: close"))
        }
    }
}
