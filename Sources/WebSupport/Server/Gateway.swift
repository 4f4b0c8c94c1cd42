import HTTPTypes
package import Hummingbird
import Identity
import Kernel
import Logging
import NIOCore
import Synchronization
package import Telemetry

/// What the gateway is told about the shop and its surroundings.
package struct GatewaySettings: Sendable {
    /// Finds out who is calling.
    package var authenticator: Authenticator
    /// How cookies are named.
    package var cookies = CookieRules(isSecure: false)
    /// Whose word about the client's address counts.
    package var proxies = TrustedProxies()
    /// Where browsers fetch style and script, besides the shop itself.
    package var cdn: String?
    /// Whether the shop is reached over TLS only, so that browsers may be told to insist on it.
    package var isSecure = false
    /// Whether requests become spans.
    package var isTraced = false
    /// Where requests are counted.
    package var metrics = MetricRegistry()

    /// Settings with that authenticator.
    package init(authenticator: Authenticator = .nobody) {
        self.authenticator = authenticator
    }
}

/// The outermost layer: names the request, recognises the caller, turns errors into answers, writes the access log, and
/// sets the headers that every answer carries.
package struct Gateway: Sendable {
    private let settings: GatewaySettings
    private let metrics: RequestMetrics
    private let draining: Draining
    private let headers: HTTPFields
    /// How errors are answered, for the layers further inside.
    package let errors: ErrorAnswers

    /// A gateway.
    /// - Parameters:
    ///   - draining: whether the process is about to stop.
    ///   - pages: an error page for people, where the address is not the API's.
    package init(
        _ settings: GatewaySettings, draining: Draining = Draining(),
        pages: @escaping @Sendable (Problem, Request, ShopContext) -> Response?
    ) {
        (self.settings, self.draining, errors) = (settings, draining, ErrorAnswers(pages))
        metrics = RequestMetrics(settings.metrics)
        headers = SecurityHeaders.all(cdn: settings.cdn)
    }

    private func log(_ request: Request, _ response: Response, _ context: ShopContext, _ duration: Duration) {
        guard context.logger.logLevel <= .info else { return }
        var metadata: Logger.Metadata = [
            "method": .string(request.method.rawValue), "path": .string(request.uri.path),
            "status": .stringConvertible(response.status.code),
            "duration_ms": .string(duration.milliseconds),
        ]
        if let user = context.caller.userID { metadata["user_id"] = .stringConvertible(user) }
        context.logger.info("Request", metadata: metadata)
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
        context.client = settings.proxies.client(behind: context.client, request.headers)
        context.identity = await settings.authenticator.identity(of: request.headers, settings.cookies)
        metrics.begin()
        var response = await traced(request, context, next)
        finish(&response, request, context)
        let duration = ContinuousClock.now - start
        metrics.end(request.method, context.endpointPath, response.status, duration)
        log(request, response, context, duration)
        return response
    }

    private func traced(
        _ request: Request, _ context: ShopContext, _ next: (Request, ShopContext) async throws -> Response
    ) async -> Response {
        guard settings.isTraced else { return await errors.answer(request, context, next) }
        return await RequestSpan.around(request, context) { await errors.answer(request, context, next) }
    }

    private func finish(_ response: inout Response, _ request: Request, _ context: ShopContext) {
        // An error page has a body, which a HEAD must not get: it would be taken for the next answer.
        if request.method == .head { response = response.createHeadResponse() }
        response.headers[.requestID] = context.requestID
        response.headers.append(headers)
        if settings.isSecure { response.headers[.strictTransportSecurity] = SecurityHeaders.strictTransport }
        // A proxy in front takes the hint and opens its next connection to another node.
        if draining.hasBegun || request.headers[.connection] == "close" { response.headers[.connection] = "close" }
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
        var random = ScatteredCounter()
        return ID<Request>(at: WallClock.system.now, using: &random).description
    }

    /// Numbers that look random and are all different (SplitMix64, Steele et al. 2014), begun anew by each process. Names
    /// of requests need not be hard to guess, and asking the system for secrets took a fiftieth of a request.
    private struct ScatteredCounter: RandomNumberGenerator {
        private static let count = Atomic(UInt64.random(in: .min ... .max))

        mutating func next() -> UInt64 {
            var mixed = ScatteredCounter.count.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
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
    /// Two years (RFC 6797).
    static let strictTransport = "max-age=63072000; includeSubDomains"

    static func all(cdn: String?) -> HTTPFields {
        [
            .xContentTypeOptions: "nosniff",
            .frameOptions: "DENY",
            .permissionsPolicy: "camera=(), geolocation=(), microphone=(), payment=(self)",
            .crossOriginOpenerPolicy: "same-origin",
            .referrerPolicy: "strict-origin-when-cross-origin",
            .contentSecurityPolicy:
                "default-src 'self'; \(cdn.map(sources) ?? "")img-src 'self' https: http: data:; object-src 'none'; "
                + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        ]
    }

    private static func sources(_ cdn: String) -> String {
        "script-src 'self' \(cdn)/; style-src 'self' \(cdn)/; "
    }
}

extension HTTPFields {
    fileprivate mutating func append(_ others: HTTPFields) {
        for field in others where self[field.name] == nil { append(field) }
    }
}

extension HTTPField.Name {
    /// `X-Request-ID`
    package static let requestID = HTTPField.Name(known: "X-Request-ID")
    /// `Referrer-Policy`
    package static let referrerPolicy = HTTPField.Name(known: "Referrer-Policy")
    static let frameOptions = HTTPField.Name(known: "X-Frame-Options")
    static let permissionsPolicy = HTTPField.Name(known: "Permissions-Policy")
    static let crossOriginOpenerPolicy = HTTPField.Name(known: "Cross-Origin-Opener-Policy")

    /// A name that is known to be a token.
    init(known name: String) {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
        self = field
    }
}
