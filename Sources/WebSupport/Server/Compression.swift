import CZlib
import HTTPTypes
package import Hummingbird
import NIOCore

/// Compresses answers with gzip (RFC 9110 §8.4.1.3) for clients that take it: text of more than a packet's size.
///
/// An entity tag gets `-gzip` at its end, since the bytes are others (RFC 9110 §8.8.3.3); `EntityTag` takes it off again.
package struct Compression: RouterMiddleware {
    /// Smaller bodies fit into one packet anyway.
    private static let minimum = 1400
    /// Larger ones would hold too much memory at once; there are none but files.
    private static let maximum = 8 << 20

    /// The layer.
    package init() {}

    /// Compresses what comes from further inside.
    package func handle(
        _ request: Request, context: ShopContext, next: (Request, ShopContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if response.status == .notModified { response.headers.appendItem("Accept-Encoding", to: .vary) }
        guard Compression.mayCompress(response, to: request.method) else { return response }
        response.headers.appendItem("Accept-Encoding", to: .vary)
        guard AcceptEncoding.takesGzip(request.headers[values: .acceptEncoding]), request.method != .head else {
            return response
        }
        let collector = BodyCollector()
        try await response.body.write(collector)
        guard let compressed = Gzip.compress(collector.buffer) else { return response }
        response.body = ResponseBody(byteBuffer: compressed)
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = String(compressed.readableBytes)
        response.headers[.eTag] = response.headers[.eTag].map { EntityTag.compressed($0) }
        return response
    }

    private static func mayCompress(_ response: Response, to method: HTTPRequest.Method) -> Bool {
        // The answer to HEAD has no body any more, and says how long it would have been.
        let header = response.headers[.contentLength].flatMap { Int($0) }
        guard let length = method == .head ? header : response.body.contentLength, (minimum...maximum).contains(length),
            response.headers[.contentEncoding] == nil, let type = response.headers[.contentType]
        else { return false }
        return type.hasPrefix("text/") || type.hasPrefix("application/json") || type.hasPrefix("application/problem")
            || type.hasPrefix("image/svg")
    }
}

/// `Accept-Encoding` (RFC 9110 §12.5.3).
enum AcceptEncoding {
    /// Whether gzip is among what the client takes: named, or by `*`, with a weight above zero.
    static func takesGzip(_ values: [String]) -> Bool {
        var anything = false
        for item in values.joined(separator: ",").split(separator: ",") {
            let coding = MediaType.name(in: String(item))
            let isTaken = QualityValue.of(item) > 0
            if coding == "gzip" || coding == "x-gzip" { return isTaken }
            if coding == "*" { anything = isTaken }
        }
        return anything
    }
}

/// Takes a body's bytes instead of a socket.
private final class BodyCollector: ResponseBodyWriter {
    private(set) var buffer = ByteBuffer()

    func write(_ buffer: ByteBuffer) async throws {
        var buffer = buffer
        self.buffer.writeBuffer(&buffer)
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// One-shot compression with the system's zlib.
enum Gzip {
    /// Level 4 takes 0.1 ms for a page of 20 products and makes a fifth of it; level 9 takes three times as long for 3 %.
    private static let level: Int32 = 4

    /// The compressed bytes; `nil` when zlib fails, or it would not get smaller.
    static func compress(_ buffer: ByteBuffer) -> ByteBuffer? {
        var stream = z_stream()
        guard souk_gzip_init_level(&stream, level) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var output = ByteBuffer()
        let isDone = output.writeWithUnsafeMutableBytes(minimumWritableBytes: buffer.readableBytes) { room in
            buffer.withUnsafeReadableBytes { input in
                stream.next_in = UnsafeMutablePointer(
                    mutating: input.bindMemory(to: UInt8.self).baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = room.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(buffer.readableBytes)
                return deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
            }
        }
        return isDone > 0 ? output : nil
    }
}
