package import HTTPTypes
import Kernel

/// Go on elsewhere, with `GET`. 302.
package struct Redirect: Sendable {
    private let location: String
    /// Headers that go with the answer.
    package var headers: HTTPFields = [:]

    /// Where to: an address, or a path of ours.
    package init(to location: String) {
        self.location = location
    }
}

extension Redirect: OperationOutput {
    package static var status: HTTPResponse.Status { .found }
    package static var schema: Schema? { nil }
    package static var example: [UInt8]? { nil }

    package func rendered(at address: RequestAddress) -> RenderedAnswer {
        var answer = RenderedAnswer(status: .found, headers)
        answer.headers[.location] = location
        return answer
    }
}

/// There is something to say, or the way leads on. 200, or 302 without a body.
package enum ReplyOrRedirect<Value: Answer>: Sendable {
    /// What there is to say.
    case reply(Reply<Value>)
    /// Where the way leads.
    case redirect(Redirect)
}

extension ReplyOrRedirect: OperationOutput {
    package static var status: HTTPResponse.Status { .ok }
    package static var otherStatuses: [HTTPResponse.Status] { [.found] }
    package static var schema: Schema? { Value.schema }
    package static var example: [UInt8]? { Value.example.jsonBytes() }

    package var headers: HTTPFields {
        get {
            switch self {
            case .reply(let reply): reply.headers
            case .redirect(let redirect): redirect.headers
            }
        }
        set {
            switch self {
            case .reply(var reply):
                reply.headers = newValue
                self = .reply(reply)
            case .redirect(var redirect):
                redirect.headers = newValue
                self = .redirect(redirect)
            }
        }
    }

    package func rendered(at address: RequestAddress) -> RenderedAnswer {
        switch self {
        case .reply(let reply): reply.rendered(at: address)
        case .redirect(let redirect): redirect.rendered(at: address)
        }
    }
}
