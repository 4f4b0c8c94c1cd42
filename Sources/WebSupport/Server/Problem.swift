package import HTTPTypes
package import Hummingbird
import Identity
package import Kernel

/// A failure as clients see it: problem details (RFC 9457) with a stable code.
package struct Problem: Sendable {
    /// The status of the answer.
    package let status: HTTPResponse.Status
    /// The stable word.
    package let code: String
    /// One sentence for people.
    package let detail: String
    /// What is wrong with which field.
    package let fields: [FieldError]
    /// Headers that belong to this failure, such as `Allow`.
    package let headers: HTTPFields
    /// Members beyond those of every problem.
    private let members: [(name: String, value: String)]

    /// What a client is told about an error. Errors that no context reports on purpose are our own failures, about which
    /// it learns nothing but that they happened.
    package init(_ error: any Error) {
        switch error {
        case let error as RequestError:
            self.init(error, status: Problem.status(of: error), headers: Problem.headers(of: error))
        case let error as any DomainError:
            self.init(error, status: Problem.status(of: error.kind), headers: Problem.headers(of: error))
        case is InvalidCursor:
            self.init(
                ValidationError("cursor", code: "invalid_cursor", message: "is no cursor that this feed gave out"),
                status: .unprocessableContent, headers: [:])
        default: self.init(unexpected: error)
        }
    }

    private init(_ error: any DomainError, status: HTTPResponse.Status, headers: HTTPFields) {
        (self.status, self.headers) = (status, headers)
        (code, detail, fields) = (error.code, error.message, error.fields)
        members = Problem.members(of: error)
    }

    private init(unexpected error: any Error) {
        if let error = error as? any HTTPResponseError {
            (status, code) = (error.status, "http_\(error.status.code)")
            detail = error.status == .contentTooLarge ? "The body is too large." : "The request cannot be served."
        } else {
            (status, code) = (.internalServerError, "internal_error")
            detail = "Something went wrong on our side. The request id says where to look."
        }
        (fields, headers, members) = ([], [:], [])
    }

    /// What programs need to go on (RFC 9457 §3.2).
    private static func members(of error: any DomainError) -> [(name: String, value: String)] {
        guard case IdentityError.secondFactorRequired(let token) = error else { return [] }
        return [("mfa_token", token)]
    }

    /// The one place where kinds of failure become statuses.
    static func status(of kind: ErrorKind) -> HTTPResponse.Status {
        switch kind {
        case .invalid: .unprocessableContent
        case .malformed: .badRequest
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .conflict: .conflict
        case .preconditionFailed: .preconditionFailed
        case .tooLarge: .contentTooLarge
        case .unsupportedType: .unsupportedMediaType
        case .rateLimited: .tooManyRequests
        case .unavailable: .serviceUnavailable
        case .defect: .internalServerError
        }
    }

    private static func status(of error: RequestError) -> HTTPResponse.Status {
        switch error {
        case .methodNotAllowed: .methodNotAllowed
        case .notAcceptable: .notAcceptable
        case .gone: .gone
        default: status(of: error.kind)
        }
    }

    private static func headers(of error: any DomainError) -> HTTPFields {
        var headers: HTTPFields = [:]
        if error.kind == .unavailable { headers[.retryAfter] = "1" }
        if error.kind == .unauthenticated { headers[.wwwAuthenticate] = challenge }
        if case IdentityError.loginNotRecent = error { headers[.wwwAuthenticate] = stepUpChallenge }
        if let wait = (error as? IdentityError)?.retryAfter { headers[.retryAfter] = String(max(wait.wholeSeconds, 1)) }
        return headers
    }

    /// RFC 6750 §3.
    private static let challenge = "Bearer realm=\"souk\""

    /// RFC 9470 §3: how recent the login must be, in seconds.
    private static var stepUpChallenge: String {
        challenge + ", error=\"insufficient_user_authentication\", max_age=\"\(RecentLogin.age.wholeSeconds)\""
    }

    private static func headers(of error: RequestError) -> HTTPFields {
        switch error {
        case .methodNotAllowed(let methods): [.allow: methods.joined(separator: ", ")]
        case .unauthenticated: [.wwwAuthenticate: challenge]
        case .invalidToken: [.wwwAuthenticate: challenge + ", error=\"invalid_token\""]
        case .maintenance(let notice): [.retryAfter: String(notice.retryAfter)]
        // The rest of a body that is too large is not read; the connection cannot go on.
        case .tooLarge: [.connection: "close"]
        case .rateLimited(let status):
            status.headers
        case .keyInUse: [.retryAfter: "1"]
        case .unversioned(let address): [.link: "<\(address)>; rel=\"latest-version\""]
        case .gone(let successor): [.link: "<\(successor)>; rel=\"successor-version\""]
        default: [:]
        }
    }
}

extension HTTPResponse.Status {
    /// 422 under its name of RFC 9110.
    static let unprocessableContent = HTTPResponse.Status(code: 422, reasonPhrase: "Unprocessable Content")
}

extension Problem {
    /// The answer for programs.
    package func response(instance: String, requestID: String) -> Response {
        rendered(instance: instance, requestID: requestID).response(ifNoneMatch: nil)
    }

    func rendered(instance: String, requestID: String) -> RenderedAnswer {
        var answer = RenderedAnswer(status: status, json: json(instance: instance, requestID: requestID))
        answer.headers[.contentType] = "application/problem+json"
        answer.headers[.cacheControl] = "no-store"
        for field in headers { answer.headers[field.name] = field.value }
        return answer
    }

    func json(instance: String, requestID: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            object.member("type", "about:blank")
            object.member("title", status.reasonPhrase)
            object.member("status", status.code)
            object.member("detail", detail)
            object.member("instance", instance)
            object.member("code", code)
            object.member("request_id", requestID)
            for member in members { object.member(member.name, member.value) }
            guard !fields.isEmpty else { return }
            object.name("errors")
            object.array(fields) { array, field in
                array.object { error in
                    error.member("field", field.field)
                    error.member("code", field.code)
                    error.member("message", field.message)
                }
            }
        }
        return writer.bytes
    }
}
