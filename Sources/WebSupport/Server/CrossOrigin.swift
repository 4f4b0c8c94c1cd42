import HTTPTypes
package import Hummingbird

/// Lets pages of other origins call the API (the Fetch standard, "CORS protocol"), those of an allow-list only.
///
/// Credentials are not allowed along: the API takes bearer tokens, and a cookie of ours must not work from elsewhere.
package struct CrossOrigin: RouterMiddleware {
    private let origins: Set<String>

    /// A layer that knows these origins, such as `https://shop.example`; `*` is every one.
    package init(_ origins: [String]) {
        self.origins = Set(origins)
    }

    /// Answers preflights, and marks what comes from further inside.
    package func handle(
        _ request: Request, context: ShopContext, next: (Request, ShopContext) async throws -> Response
    ) async throws -> Response {
        guard !origins.isEmpty, request.isForPrograms else {
            return try await next(request, context)
        }
        guard let origin = request.headers[.origin], origins.contains(origin) || origins.contains("*") else {
            return varying(try await next(request, context))
        }
        let isPreflight = request.method == .options && request.headers[.requestMethod] != nil
        var response = isPreflight ? CrossOrigin.preflight : varying(try await next(request, context))
        response.headers[.allowOrigin] = origins.contains("*") ? "*" : origin
        if !isPreflight { response.headers[.exposeHeaders] = CrossOrigin.exposed }
        return response
    }

    /// Caches must not give one origin's answer to another.
    private func varying(_ response: Response) -> Response {
        guard !origins.contains("*") else { return response }
        var response = response
        response.headers.appendItem("Origin", to: .vary)
        return response
    }

    private static let exposed = [
        "Deprecation", "ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "Sunset",
        "X-API-Deprecated", "X-Device-Token", "X-Request-ID",
    ].joined(separator: ", ")

    private static let preflight = Response(
        status: .noContent,
        headers: [
            .allowMethods: "GET, HEAD, POST, PUT, PATCH, DELETE",
            .allowHeaders:
                "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-API-Version, "
                + "X-Device-Token, X-Request-ID, traceparent, tracestate",
            .maxAge: "7200", .vary: "Origin",
        ])
}

extension HTTPField.Name {
    fileprivate static let requestMethod = HTTPField.Name(known: "Access-Control-Request-Method")
    fileprivate static let allowOrigin = HTTPField.Name(known: "Access-Control-Allow-Origin")
    fileprivate static let allowMethods = HTTPField.Name(known: "Access-Control-Allow-Methods")
    fileprivate static let allowHeaders = HTTPField.Name(known: "Access-Control-Allow-Headers")
    fileprivate static let exposeHeaders = HTTPField.Name(known: "Access-Control-Expose-Headers")
    fileprivate static let maxAge = HTTPField.Name(known: "Access-Control-Max-Age")
}
