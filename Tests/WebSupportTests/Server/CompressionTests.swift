import CZlib
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import WebSupport

struct CompressionTests {
    /// The system's zlib takes it apart again.
    private func inflated(_ buffer: ByteBuffer) -> [UInt8]? {
        var stream = z_stream()
        guard souk_inflate_init(&stream) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var input = Array(buffer.readableBytesView)
        var output = [UInt8](repeating: 0, count: 9 << 20)
        let status = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
                (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
                return inflate(&stream, Z_FINISH)
            }
        }
        return status == Z_STREAM_END ? Array(output.prefix(Int(stream.total_out))) : nil
    }

    @Test func `what is compressed is the same when it is taken apart`() throws {
        var random = SeededGenerator(seed: 6)
        for _ in 0..<50 {
            let count = Int.random(in: 1400...200_000, using: &random)
            let letters = (0..<count).map { _ in UInt8.random(in: 97...105, using: &random) }
            let compressed = try #require(Gzip.compress(ByteBuffer(bytes: letters)))
            #expect(compressed.readableBytes < count)
            #expect(inflated(compressed) == letters)
        }
    }

    @Test func `what does not get smaller is left alone`() {
        var random = SeededGenerator(seed: 6)
        let noise = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(Gzip.compress(ByteBuffer(bytes: noise)) == nil)
    }

    @Test func `long text is compressed for who takes it, under another tag`() async throws {
        try await Layers.serve([]) { client in
            let response = try await client.execute(
                uri: "/text/100000", method: .get, headers: [.acceptEncoding: "br, gzip"])
            #expect(response.headers[.contentEncoding] == "gzip")
            #expect(response.headers[.contentLength] == String(response.body.readableBytes))
            #expect(response.headers[.eTag] == "\"1-a-gzip\"")
            #expect(response.headers[.vary] == "Accept-Encoding")
            #expect(inflated(response.body) == Array(Layers.text(100_000).utf8))
        }
    }

    @Test(arguments: [
        ("/text/100000", ""), ("/text/100000", "gzip;q=0"), ("/text/100000", "br"), ("/text/1400", "identity"),
    ])
    func `who does not take it gets the plain text, and caches are told that others do`(
        path: String, encoding: String
    ) async throws {
        try await Layers.serve([]) { client in
            let response = try await client.execute(uri: path, method: .get, headers: [.acceptEncoding: encoding])
            #expect(response.headers[.contentEncoding] == nil)
            #expect(response.headers[.vary] == "Accept-Encoding")
            #expect(response.headers[.eTag] == "\"1-a\"")
        }
    }

    @Test(arguments: ["/text/0", "/text/10", "/text/1399"])
    func `what fits into a packet is never compressed`(path: String) async throws {
        try await Layers.serve([]) { client in
            let response = try await client.execute(uri: path, method: .get, headers: [.acceptEncoding: "gzip"])
            #expect(response.headers[.contentEncoding] == nil)
            #expect(response.headers[.vary] == nil)
        }
    }

    @Test func `HEAD has no body, and the headers of the plain text`() async throws {
        try await Layers.serve([]) { client in
            let response = try await client.execute(
                uri: "/text/100000", method: .head, headers: [.acceptEncoding: "gzip"])
            #expect(response.body.readableBytes == 0)
            #expect(response.headers[.contentLength] == "100000")
            #expect(response.headers[.vary] == "Accept-Encoding")
        }
    }
}
