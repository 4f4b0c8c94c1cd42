import HTTPTypes
package import Hummingbird
package import Identity
import Kernel
import Synchronization

/// Counts requests against the limits, and tells clients where they stand (draft-ietf-httpapi-ratelimit-headers).
///
/// Each route says what it counts against (`ShopContext.count`): operations against `address`, or `user` for who is
/// known; searches the same way; pages against `pages`; files, pictures and health against nothing. An operation may declare a stricter limit of
/// its own besides. What leads nowhere counts as the rest of its surroundings.
package struct RateLimits: Sendable {
    private let rules: LimitRules
    private let limiter: RateLimiter

    /// Limits by these rules, counted by that limiter.
    package init(_ rules: LimitRules, limiter: RateLimiter = RateLimiter()) {
        (self.rules, self.limiter) = (rules, limiter)
    }

    /// Counts one more of that name.
    /// - Parameter key: what is counted; by default the client's address, or who is known where people are counted.
    /// - Returns: where the client stands; `nil` when it is not limited.
    /// - Throws: `RequestError.rateLimited`.
    @discardableResult
    package func take(
        _ name: LimitName, _ context: ShopContext, by key: LimitKey? = nil
    ) throws(RequestError) -> LimitStatus? {
        guard let limit = rules[name] else { return nil }
        // An office behind one address must not share what each of its people may search.
        let isPersonal = name == .user || name == .search
        let key = key ?? (isPersonal ? context.caller.userID.map { LimitKey($0) } : nil)
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
        var context = context
        let tally = LimitTally(self)
        context.tally = tally
        if context.endpointPath == nil { try context.count(as: RateLimits.nowhere(request)) }
        var response = try await next(request, context)
        for status in tally.taken { status.add(to: &response.headers) }
        return response
    }

    /// Addresses without a route.
    private static func nowhere(_ request: Request) -> LimitName {
        request.isForAPI ? .address : .pages
    }
}

/// What one request has been counted against, so that its answer can say so, whoever makes it.
final class LimitTally: Sendable {
    private let limits: RateLimits
    private let statuses = Mutex<[LimitStatus]>([])

    init(_ limits: RateLimits) {
        self.limits = limits
    }

    var taken: [LimitStatus] { statuses.withLock { $0 } }

    fileprivate func take(_ name: LimitName, _ context: ShopContext, by key: LimitKey?) throws(RequestError) {
        guard let status = try limits.take(name, context, by: key) else { return }
        statuses.withLock { $0.append(status) }
    }
}

extension ShopContext {
    /// Counts the request against that limit of its client: for whoever mounts a route, before it does anything. Who is
    /// known counts by name, wherever the request comes from.
    /// - Throws: `RequestError.rateLimited`.
    package func count(as name: LimitName?) throws(RequestError) {
        guard let name else { return }
        try tally?.take(name == .address && caller.userID != nil ? .user : name, self, by: nil)
    }

    /// Counts a try to sign in. A device that has signed into that very account before is counted by itself, so that no
    /// stranger at the same address is in its way; all others share what their address has.
    /// - Throws: `RequestError.rateLimited`.
    package func countLogin(from device: KnownDevice?) throws(RequestError) {
        try tally?.take(.login, self, by: device.map { LimitKey($0.id) })
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
