package import HTTPTypes
package import Hummingbird
import Kernel
import NIOCore

/// An answer in the form in which it is sent, kept for repetitions, or kept for the next who asks.
package struct RenderedAnswer: Sendable {
    /// Its status.
    package var status: HTTPResponse.Status
    /// Its headers, but for those that every answer gets.
    package var headers: HTTPFields
    /// Its body; empty where there is none.
    package var body: [UInt8]
    /// The id of the thing that it shows.
    var subject: String?
    /// Called each time the answer is given once more from what is kept.
    var onRepetition: (@Sendable () -> Void)?

    /// An answer without a body.
    init(status: HTTPResponse.Status) {
        (self.status, headers, body) = (status, [:], [])
    }

    /// An answer in JSON.
    init(status: HTTPResponse.Status, json: [UInt8]) {
        (self.status, headers, body) = (status, [.contentType: RenderedAnswer.json], json)
    }

    static let json = "application/json; charset=utf-8"

    /// The answer to a client that has one with that tag already: 304 without a body, when it is the same.
    func response(ifNoneMatch: String?) -> Response {
        guard status == .ok, let tag = headers[.eTag].flatMap({ EntityTag.match(ifNoneMatch, $0) }) else {
            return Response(
                status: status, headers: headers,
                body: body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        }
        var kept: HTTPFields = [.eTag: tag]
        kept[.cacheControl] = headers[.cacheControl]
        return Response(status: .notModified, headers: kept)
    }
}

extension RenderedAnswer {
    /// The answer as it is kept under an idempotency key.
    var stored: StoredAnswer {
        let fields = headers.map { ($0.name.canonicalName, $0.value) }
        return StoredAnswer(
            status: status.code, headers: Dictionary(fields) { first, _ in first }, body: body)
    }

    /// An answer that was kept, marked as repeated.
    init(_ stored: StoredAnswer) {
        self.init(status: HTTPResponse.Status(code: stored.status))
        body = stored.body
        for (name, value) in stored.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        headers[.idempotencyReplayed] = "true"
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name(known: "Idempotency-Key")
    static let idempotencyReplayed = HTTPField.Name(known: "Idempotency-Replayed")
    static let link = HTTPField.Name(known: "Link")
}

extension Response {
    /// JSON bytes as a body.
    package static func json(_ bytes: [UInt8], status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
