import AsyncHTTPClient
import NIOCore

/// The head of an answer.
package struct OutboundHead: Sendable {
    /// 200 to 599.
    package let status: Int
    /// Its fields.
    package let headers: OutboundHeaders
    /// Who answered, after redirects.
    package let url: OutboundURL

    /// Whether the status is 2xx.
    package var isSuccess: Bool { (200..<300).contains(status) }
}

/// A whole answer.
package struct OutboundResponse: Sendable {
    /// Its head.
    package let head: OutboundHead
    /// Its body, at most as long as the request allowed.
    package let body: [UInt8]

    /// 200 to 599. A status is never an error here; only the caller knows what it means.
    package var status: Int { head.status }
    /// The fields of its head.
    package var headers: OutboundHeaders { head.headers }
    /// Whether the status is 2xx.
    package var isSuccess: Bool { head.isSuccess }
}

/// The body of an answer, piece by piece as it comes; to be read once, inside of the closure that it was handed to.
///
/// Throws `OutboundError.tooLarge` beyond the request's limit, and what else may happen on the way.
package struct OutboundChunks: AsyncSequence, Sendable {
    let body: HTTPClientResponse.Body
    let limit: Int
    let host: String

    /// Reads it.
    package func makeAsyncIterator() -> Iterator {
        Iterator(iterator: body.makeAsyncIterator(), limit: limit, host: host)
    }

    /// Where the reading is.
    package struct Iterator: AsyncIteratorProtocol {
        var iterator: HTTPClientResponse.Body.AsyncIterator
        let limit: Int
        let host: String
        var count = 0

        /// The next piece, or `nil` at the end.
        package mutating func next() async throws -> [UInt8]? {
            do {
                guard let buffer = try await iterator.next() else { return nil }
                count += buffer.readableBytes
                guard count <= limit else { throw OutboundError.tooLarge(host: host, limit: limit) }
                return Array(buffer.readableBytesView)
            } catch {
                throw translated(error, host: host)
            }
        }
    }
}
