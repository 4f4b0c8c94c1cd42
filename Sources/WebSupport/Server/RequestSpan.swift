import HTTPTypes
import Hummingbird
import Identity
import Kernel
import Tracing

/// A request as a span of a trace (OpenTelemetry semantic conventions for HTTP servers).
enum RequestSpan {
    /// Runs `body` in a span that goes on with the trace of the request's `traceparent`.
    static func around(
        _ request: Request, _ context: ShopContext, _ body: () async -> Response
    ) async -> Response {
        var parent = ServiceContext.current ?? .topLevel
        InstrumentationSystem.instrument.extract(request.headers, into: &parent, using: HeaderExtractor())
        return await withSpan(request.method.rawValue, context: parent, ofKind: .server) { span in
            let response = await body()
            let route = context.endpointPath ?? "none"
            span.operationName = "\(request.method.rawValue) \(route)"
            span.attributes["http.request.method"] = request.method.rawValue
            span.attributes["http.route"] = route
            span.attributes["url.path"] = request.uri.path
            span.attributes["http.response.status_code"] = response.status.code
            span.attributes["souk.request_id"] = context.requestID
            if let user = context.caller.userID { span.attributes["user.id"] = "\(user)" }
            if response.status.kind == .serverError { span.setStatus(SpanStatus(code: .error)) }
            return response
        }
    }

    private struct HeaderExtractor: Extractor {
        func extract(key: String, from carrier: HTTPFields) -> String? {
            HTTPField.Name(key).flatMap { carrier[$0] }
        }
    }
}
