import HTTPTypes
package import Hummingbird
import Identity
import Kernel

/// Counts requests against the limits, and tells clients where they stand (draft-ietf-httpapi-ratelimit-headers).
///
/// Addresses below `/api/` count against `address`, or `user` for who is known; pages against `pages`; files, pictures
/// and health not at all. An operation may declare a stricter limit of its own besides.
package struct RateLimits: Sendable {
    private let rules: LimitRules
    private let limiter: RateLimiter

    /// Limits by these rules, counted by that limiter.
    package init(_ rules: LimitRules, limiter: RateLimiter = RateLimiter()) {
        (self.rules, self.limiter) = (rules, limiter)
    }

    /// Counts one more of that name.
    /// - Returns: where the client stands; `nil` when it is not limited.
    /// - Throws: `RequestError.rateLimited`.
    func take(_ name: LimitName, _ context: ShopContext) throws(RequestError) -> LimitStatus? {
        guard let limit = rules[name] else { return nil }
        let key = name == .user ? context.caller.userID.map { LimitKey($0) } : nil
        let status = LimitStatus(
            name: name, limit: limit, decision: limiter.take(name, limit, key ?? LimitKey(context.client)))
        guard status.decision.isAllowed else { throw .rateLimited(status) }
        return status
    }
}

extension RateLimits: RouterMiddleware {
    package func handle(
        _ request: Request, context: ShopContext, next: (Request, ShopContext) async throws -> Response
    ) async throws -> Response {
        guard let name = RateLimits.name(of: request, context), let status = try take(name, context) else {
            return try await next(request, context)
        }
        var response = try await next(request, context)
        status.add(to: &response.headers)
        return response
    }

    private static func name(of request: Request, _ context: ShopContext) -> LimitName? {
        let path = request.uri.path
        if path.hasPrefix("/api/") { return context.caller.userID == nil ? .address : .user }
        let isFile = ["/assets/", "/demo-images/", "/docs", "/redoc"].contains { path.hasPrefix($0) }
        let isForMachines = [
            "/healthz", "/readyz", "/metrics", "/version", "/openapi.json", "/favicon.svg", "/.well-known/jwks.json",
        ].contains(
            path)
        return isFile || isForMachines ? nil : .pages
    }
}

/// Where a client stands with one limit.
package struct LimitStatus: Sendable, Equatable {
    let name: LimitName
    let limit: RateLimit
    let decision: LimitDecision

    /// For the documentation.
    static let example = LimitStatus(
        name: .address, limit: RateLimit(count: 100, period: .seconds(60)),
        decision: LimitDecision(isAllowed: false, remaining: 0, reset: .seconds(60), retryAfter: .seconds(1)))

    /// Adds `RateLimit-Policy` and `RateLimit`, behind those of other limits.
    func add(to headers: inout HTTPFields) {
        headers.appendItem("\"\(name.rawValue)\";q=\(limit.count);w=\(limit.period.wholeSeconds)", to: .rateLimitPolicy)
        headers.appendItem(
            "\"\(name.rawValue)\";r=\(decision.remaining);t=\(decision.reset.wholeSeconds)", to: .rateLimit)
    }

    /// For a refused try: seconds to wait, rounded up.
    var retryAfter: Int { max(decision.retryAfter.wholeSeconds, 1) }

    /// For a refused try: all that the client is told.
    var headers: HTTPFields {
        var headers: HTTPFields = [.retryAfter: String(retryAfter)]
        add(to: &headers)
        return headers
    }
}

extension Duration {
    /// Seconds, rounded up.
    package var wholeSeconds: Int { Int(components.seconds) + (components.attoseconds > 0 ? 1 : 0) }
}

extension HTTPFields {
    /// Appends an item to a field that is a list (RFC 9110 §5.6.1).
    mutating func appendItem(_ item: String, to name: HTTPField.Name) {
        self[name] = self[name].map { "\($0), \(item)" } ?? item
    }
}

extension HTTPField.Name {
    static let rateLimitPolicy = HTTPField.Name(known: "RateLimit-Policy")
    static let rateLimit = HTTPField.Name(known: "RateLimit")
}
