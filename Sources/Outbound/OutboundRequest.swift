/// What is asked of a peer.
package struct OutboundRequest: Sendable {
    /// The methods of RFC 9110 that are of use between programs, and PATCH (RFC 5789).
    package enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case head = "HEAD"
        case options = "OPTIONS"
        case put = "PUT"
        case delete = "DELETE"
        case post = "POST"
        case patch = "PATCH"

        /// Whether asking twice does what asking once does (RFC 9110, 9.2.2).
        package var isIdempotent: Bool { self != .post && self != .patch }
    }

    /// Who chose the address.
    package enum Trust: Sendable {
        /// The operator, in the settings: it may be anywhere.
        case `operator`
        /// A user, as for webhooks: it must lead to a public address, whatever its name says.
        case user(UserURLRules = UserURLRules())
    }

    /// What is done.
    package var method: Method
    /// Where.
    package var url: OutboundURL
    /// Fields of the head. `Host`, the length and `traceparent` come by themselves.
    package var headers: OutboundHeaders
    /// What is sent.
    package var body: OutboundBody
    /// Who chose the address.
    package var trust: Trust
    /// For the whole call: waiting, tries, redirects, and reading the answer to its end.
    package var deadline: Duration = .seconds(10)
    /// The largest answer that is read, in bytes. 1 MiB unless you say otherwise.
    package var answerLimit = 1 << 20
    /// How many redirects are followed; none unless you say so, and then each is checked like the first address.
    package var redirectLimit = 0
    /// Says of a POST or PATCH that asking twice does no harm. An `Idempotency-Key` says so too.
    package var isMarkedIdempotent = false

    /// A request without anything beyond these.
    package init(
        _ method: Method, _ url: OutboundURL, headers: OutboundHeaders = [:], body: OutboundBody = .none,
        trust: Trust = .operator
    ) {
        (self.method, self.url, self.headers, self.body, self.trust) = (method, url, headers, body, trust)
    }

    /// Whether a user chose the address.
    var isUsers: Bool {
        if case .user = trust { true } else { false }
    }

    /// Whether it may be sent again after the peer may have seen it.
    var isIdempotent: Bool {
        method.isIdempotent || isMarkedIdempotent || headers["Idempotency-Key"] != nil
    }
}

/// What a request carries.
package enum OutboundBody: Sendable {
    /// Nothing.
    case none
    /// Bytes in memory.
    case bytes([UInt8])
    /// Exactly `length` bytes, piece by piece. The closure is asked anew for every try and must give the same bytes.
    case chunks(length: Int, @Sendable () -> AsyncThrowingStream<[UInt8], any Error>)
}
