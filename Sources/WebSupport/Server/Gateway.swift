import Crypto
import Foundation
import HTTPTypes
package import Hummingbird
import Kernel
import Logging
import NIOCore

/// The outermost layer: names the request, recognises the caller, turns errors into answers, writes the access log and
/// the headers that every answer carries.
package struct Gateway: Sendable {
    private let operatorKey: OperatorKey
    private let pages: @Sendable (Problem, Request, ShopContext) -> Response?

    /// A gateway.
    /// - Parameters:
    ///   - operatorKey: what the operator proves to be with.
    ///   - pages: an error page for people, where the address is not the API's.
    package init(operatorKey: OperatorKey, pages: @escaping @Sendable (Problem, Request, ShopContext) -> Response?) {
        self.operatorKey = operatorKey
        self.pages = pages
    }

    private func answer(
        _ request: Request, _ context: ShopContext, _ next: (Request, ShopContext) async throws -> Response
    ) async -> Response {
        do {
            return try await next(request, context)
        } catch {
            let problem = Problem(Gateway.named(error))
            if problem.status.kind == .serverError {
                context.logger.error("Request failed", metadata: ["error": .string("\(error)")])
            }
            let page = request.uri.path.hasPrefix("/api/") ? nil : pages(problem, request, context)
            return page ?? problem.response(instance: request.uri.path, requestID: context.requestID)
        }
    }

    /// Hummingbird's own 404 in our words.
    private static func named(_ error: any Error) -> any Error {
        guard let error = error as? HTTPError else { return error }
        return error.status == .notFound ? RequestError.notFound : error
    }

    private func log(_ request: Request, _ response: Response, _ context: ShopContext, _ duration: Duration) {
        context.logger.info(
            "Request",
            metadata: [
                "method": .string(request.method.rawValue), "path": .string(request.uri.path),
                "status": .stringConvertible(response.status.code),
                "duration_ms": .string(duration.milliseconds),
            ])
    }
}

extension Gateway: RouterMiddleware {
    package func handle(
        _ request: Request, context: ShopContext, next: (Request, ShopContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        context.requestID = RequestName.of(request)
        context.logger[metadataKey: "hb.request.id"] = nil
        context.logger[metadataKey: "request_id"] = .string(context.requestID)
        context.caller = operatorKey.caller(authorization: request.headers[.authorization])
        var response = await answer(request, context, next)
        // An error page has a body, which a HEAD must not get: it would be taken for the next answer.
        if request.method == .head { response = response.createHeadResponse() }
        response.headers[.requestID] = context.requestID
        response.headers.append(SecurityHeaders.all)
        log(request, response, context, ContinuousClock.now - start)
        return response
    }
}

extension Duration {
    /// Milliseconds with three decimals.
    package var milliseconds: String {
        let (seconds, attoseconds) = components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        let fraction = String(microseconds % 1000)
        return "\(microseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }
}

/// Request ids (`X-Request-ID`).
private enum RequestName {
    /// The client's name for the request if it is short and plain, else a new one.
    static func of(_ request: Request) -> String {
        if let sent = request.headers[.requestID], (1...64).contains(sent.utf8.count), sent.utf8.allSatisfy(isPlain) {
            return sent
        }
        return ID<Request>().description
    }

    /// Letters, digits, `-`, `_` and `.`: nothing that could forge a line of a log.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

/// Headers that every answer carries (OWASP Secure Headers). The policy allows our own files and nothing inline; images
/// may come from anywhere, because imported products show pictures from elsewhere.
private enum SecurityHeaders {
    static let all: HTTPFields = [
        .xContentTypeOptions: "nosniff",
        .referrerPolicy: "strict-origin-when-cross-origin",
        .contentSecurityPolicy:
            "default-src 'self'; img-src 'self' https: http: data:; object-src 'none'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'",
    ]
}

extension HTTPFields {
    fileprivate mutating func append(_ others: HTTPFields) {
        for field in others where self[field.name] == nil { append(field) }
    }
}

extension HTTPField.Name {
    /// `X-Request-ID`
    package static let requestID = HTTPField.Name(known: "X-Request-ID")
    static let referrerPolicy = HTTPField.Name(known: "Referrer-Policy")

    /// A name that is known to be a token.
    private init(known name: String) {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
        self = field
    }
}
