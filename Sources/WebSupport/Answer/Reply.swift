import Foundation
package import HTTPTypes
package import Hummingbird
import Kernel
import NIOCore

/// What an operation can return.
package protocol OperationOutput: Sendable {
    /// The status of success.
    static var status: HTTPResponse.Status { get }
    /// What the body looks like; `nil` when there is none.
    static var schema: Schema? { get }
    /// A body for the documentation.
    static var example: [UInt8]? { get }
    /// The answer itself. `etag` of the request's `If-None-Match` turns an unchanged answer into 304.
    func response(ifNoneMatch: String?) -> Response
}

/// An answer with the headers that go with it. 200.
package struct Reply<Value: Answer>: Sendable {
    private let value: Value
    private let version: Int?
    private let cacheControl: String

    private init(_ value: Value, version: Int?, cacheControl: String) {
        (self.value, self.version, self.cacheControl) = (value, version, cacheControl)
    }

    /// An answer that caches must ask about each time.
    /// - Parameter version: of the thing shown; with it, the answer carries an entity tag and can be 304.
    package static func ok(_ value: Value, version: Int? = nil) -> Reply {
        Reply(value, version: version, cacheControl: "no-cache")
    }
}

extension Reply: OperationOutput {
    package static var status: HTTPResponse.Status { .ok }
    package static var schema: Schema? { Value.schema }
    package static var example: [UInt8]? { Value.example.jsonBytes() }

    package func response(ifNoneMatch: String?) -> Response {
        let bytes = value.jsonBytes()
        var response = Response.json(bytes, status: .ok)
        response.headers[.cacheControl] = cacheControl
        guard let version else { return response }
        let tag = EntityTag(version: version, body: bytes).text
        guard !EntityTag.matches(ifNoneMatch, tag) else {
            return Response(status: .notModified, headers: [.eTag: tag, .cacheControl: cacheControl])
        }
        response.headers[.eTag] = tag
        return response
    }
}

/// An answer about a thing that was just made. 201 with its address.
package struct Created<Value: Answer>: Sendable {
    private let value: Value
    private let location: String
    private let version: Int

    /// The thing, where it is, and its version.
    package init(_ value: Value, at location: String, version: Int) {
        (self.value, self.location, self.version) = (value, location, version)
    }
}

extension Created: OperationOutput {
    package static var status: HTTPResponse.Status { .created }
    package static var schema: Schema? { Value.schema }
    package static var example: [UInt8]? { Value.example.jsonBytes() }

    package func response(ifNoneMatch: String?) -> Response {
        let bytes = value.jsonBytes()
        var response = Response.json(bytes, status: .created)
        response.headers[.location] = location
        response.headers[.eTag] = EntityTag(version: version, body: bytes).text
        return response
    }
}

/// Done, and nothing to say. 204.
package struct NoContent: Sendable {
    /// The only value.
    package init() {}
}

extension NoContent: OperationOutput {
    package static var status: HTTPResponse.Status { .noContent }
    package static var schema: Schema? { nil }
    package static var example: [UInt8]? { nil }

    package func response(ifNoneMatch: String?) -> Response {
        Response(status: .noContent)
    }
}

/// An entity tag: the version of the thing, for `If-Match`, and a hash of the bytes, because what is shown of a thing
/// may change without it, as when its category is renamed.
struct EntityTag {
    let text: String

    init(version: Int, body: [UInt8]) {
        text = "\"\(version)-\(String(EntityTag.hash(body), radix: 36))\""
    }

    /// FNV-1a, 64 bits (draft-eastlake-fnv): 2 µs for a product.
    private static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// The version in a tag of ours; `nil` for any other, and for weak ones, which `If-Match` never matches.
    static func version(in tag: String) -> Int? {
        guard let match = tag.wholeMatch(of: /"([0-9]{1,18})-[0-9a-z]+"\s*/) else { return nil }
        return Int(match.1)
    }

    static func matches(_ header: String?, _ tag: String) -> Bool {
        guard let header else { return false }
        return header == "*"
            || header.split(separator: ",").contains { candidate in
                let trimmed = candidate.trimmingCharacters(in: .whitespaces)
                return trimmed == tag || trimmed == "W/" + tag
            }
    }
}

extension Response {
    /// JSON bytes as a body.
    package static func json(_ bytes: [UInt8], status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
