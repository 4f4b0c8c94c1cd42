package import HTTPTypes
import Kernel

/// What an operation can return.
package protocol OperationOutput: Sendable {
    /// The status of success.
    static var status: HTTPResponse.Status { get }
    /// Other statuses of success, all without a body.
    static var otherStatuses: [HTTPResponse.Status] { get }
    /// What the body looks like; `nil` when there is none.
    static var schema: Schema? { get }
    /// A body for the documentation.
    static var example: [UInt8]? { get }
    /// Headers that go with the answer, beside those that follow from it.
    var headers: HTTPFields { get set }
    /// The answer itself.
    /// - Parameter address: of the request, which links to other pages are made from.
    func rendered(at address: RequestAddress) -> RenderedAnswer
}

extension OperationOutput {
    /// Most have but one.
    package static var otherStatuses: [HTTPResponse.Status] { [] }

    /// The same, setting these cookies too.
    package func setting(_ cookies: Cookie...) -> Self {
        var output = self
        for cookie in cookies { output.headers.set(cookie) }
        return output
    }

    /// The same with one more header.
    package func with(_ name: HTTPField.Name, _ value: String?) -> Self {
        var output = self
        if let value { output.headers[name] = value }
        return output
    }
}

/// An answer with the headers that go with it. 200.
package struct Reply<Value: Answer>: Sendable {
    private let value: Value
    private let version: Int?
    private let links: Links
    private let subject: String?
    /// Headers that go with the answer.
    package var headers: HTTPFields = [:]
    private let onRepetition: (@Sendable () -> Void)?

    private init(
        _ value: Value, version: Int?, links: Links, subject: String?, onRepetition: (@Sendable () -> Void)?
    ) {
        (self.value, self.version, self.links, self.subject) = (value, version, links, subject)
        self.onRepetition = onRepetition
    }

    /// An answer that caches must ask about each time.
    /// - Parameters:
    ///   - version: of the thing shown; with it, the answer carries an entity tag and can be 304.
    ///   - links: to the pages beside this one.
    ///   - subject: the id of the thing shown, whose changes a kept answer does not outlive.
    ///   - onRepetition: called whenever a kept answer is given once more; it must not wait for anything.
    package static func ok(
        _ value: Value, version: Int? = nil, links: Links = Links(), subject: String? = nil,
        onRepetition: (@Sendable () -> Void)? = nil
    ) -> Reply {
        Reply(value, version: version, links: links, subject: subject, onRepetition: onRepetition)
    }
}

extension Reply: OperationOutput {
    package static var status: HTTPResponse.Status { .ok }
    package static var schema: Schema? { Value.schema }
    package static var example: [UInt8]? { Value.example.jsonBytes() }

    package func rendered(at address: RequestAddress) -> RenderedAnswer {
        var answer = RenderedAnswer(status: .ok, json: value.jsonBytes(), headers)
        answer.headers[.cacheControl] = "no-cache"
        answer.headers[.link] = links.header(at: address)
        answer.headers[.eTag] = version.map { EntityTag(version: $0, body: answer.body).text }
        (answer.subject, answer.onRepetition) = (subject, onRepetition)
        return answer
    }
}

/// An answer about a thing that was just made. 201 with its address.
package struct Created<Value: Answer>: Sendable {
    private let value: Value
    private let location: String
    private let version: Int?
    /// Headers that go with the answer.
    package var headers: HTTPFields = [:]

    /// The thing, where it is, and its version where it has one.
    package init(_ value: Value, at location: String, version: Int? = nil) {
        (self.value, self.location, self.version) = (value, location, version)
    }
}

extension Created: OperationOutput {
    package static var status: HTTPResponse.Status { .created }
    package static var schema: Schema? { Value.schema }
    package static var example: [UInt8]? { Value.example.jsonBytes() }

    package func rendered(at address: RequestAddress) -> RenderedAnswer {
        var answer = RenderedAnswer(status: .created, json: value.jsonBytes(), headers)
        answer.headers[.location] = location
        answer.headers[.eTag] = version.map { EntityTag(version: $0, body: answer.body).text }
        return answer
    }
}

/// Taken, and dealt with later. 202.
package struct Taken<Value: Answer>: Sendable {
    private let value: Value
    /// Headers that go with the answer.
    package var headers: HTTPFields = [:]

    /// What there is to say already.
    package init(_ value: Value) {
        self.value = value
    }
}

extension Taken: OperationOutput {
    package static var status: HTTPResponse.Status { .accepted }
    package static var schema: Schema? { Value.schema }
    package static var example: [UInt8]? { Value.example.jsonBytes() }

    package func rendered(at address: RequestAddress) -> RenderedAnswer {
        RenderedAnswer(status: .accepted, json: value.jsonBytes(), headers)
    }
}

/// Done, and nothing to say. 204.
package struct NoContent: Sendable {
    /// Headers that go with the answer.
    package var headers: HTTPFields = [:]

    /// Nothing to say.
    package init() {}
}

extension NoContent: OperationOutput {
    package static var status: HTTPResponse.Status { .noContent }
    package static var schema: Schema? { nil }
    package static var example: [UInt8]? { nil }

    package func rendered(at address: RequestAddress) -> RenderedAnswer {
        RenderedAnswer(status: .noContent, headers)
    }
}
