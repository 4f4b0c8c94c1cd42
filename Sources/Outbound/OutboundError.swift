package import Kernel

/// Why a call brought no answer. The messages name the host at most, never a path, a query, a header or an address that
/// a name led to.
package enum OutboundError: Error, Equatable, Sendable {
    /// What took too long.
    package enum Wait: String, Sendable {
        /// Until a connection was there, with TLS.
        case connecting
        /// Between two pieces of the answer, or for its beginning.
        case answer
        /// For the whole call.
        case deadline
    }

    /// The peer, or the way to it, was too slow.
    case timedOut(host: String, Wait)
    /// No connection could be made.
    case unreachable(host: String)
    /// The name is not known.
    case unknownName(host: String)
    /// TLS failed: the certificate is not trusted, not for this host, or there is no common version.
    case untrusted(host: String)
    /// The connection ended before the answer did.
    case connectionLost(host: String)
    /// What came is not HTTP.
    case invalidAnswer(host: String)
    /// The answer is larger than the request allows.
    case tooLarge(host: String, limit: Int)
    /// The peer failed so often lately that it is left alone for a while.
    case circuitOpen(host: String)
    /// Too many calls wait for this peer already.
    case tooManyWaiting(host: String)
    /// A user's address leads to where users may not send us.
    case forbiddenAddress(host: String)
    /// A user's address has a port or a scheme that is not allowed; what is.
    case forbiddenURL(String)
    /// The text is no address that could be called; what is wrong with it.
    case invalidURL(String)
    /// The request cannot be sent as it is; what is wrong with it.
    case invalidRequest(String)
    /// More redirects than allowed, or one that leads from https to http.
    case refusedRedirect(host: String)
    /// The client was shut down.
    case closed
}

extension OutboundError: DomainError {
    /// `outbound_` and the case's name in snake case.
    package var code: String { "outbound_" + label }

    /// `invalid` where a user's address is at fault, `defect` for requests of ours that make no sense.
    package var kind: ErrorKind {
        switch self {
        case .forbiddenAddress, .forbiddenURL, .invalidURL: .invalid
        case .invalidRequest: .defect
        default: .unavailable
        }
    }

    /// One sentence.
    package var message: String {
        switch self {
        case .timedOut(let host, .connecting): "\(host) did not take a connection in time."
        case .timedOut(let host, _): "\(host) did not answer in time."
        case .unreachable(let host): "\(host) takes no connection."
        case .unknownName(let host): "There is no host \(host)."
        case .untrusted(let host): "\(host) could not prove who it is: TLS failed."
        case .connectionLost(let host): "\(host) ended the connection before the answer was there."
        case .invalidAnswer(let host): "\(host) answered with something that is not HTTP."
        case .tooLarge(let host, let limit): "\(host) answered with more than \(limit) bytes."
        case .circuitOpen(let host): "\(host) failed too often lately and is left alone for a moment."
        case .tooManyWaiting(let host): "Too many calls wait for \(host) already."
        case .forbiddenAddress(let host): "\(host) does not lead to a public address."
        case .forbiddenURL(let rule), .invalidURL(let rule): "The address \(rule)."
        case .invalidRequest(let rule): "The request \(rule)."
        case .refusedRedirect(let host): "\(host) redirects too often, or to where we do not follow."
        case .closed: "Souk is stopping and calls nobody any more."
        }
    }

    /// A word for metrics.
    var label: String {
        switch self {
        case .timedOut: "timed_out"
        case .unreachable: "unreachable"
        case .unknownName: "unknown_name"
        case .untrusted: "untrusted"
        case .connectionLost: "connection_lost"
        case .invalidAnswer: "invalid_answer"
        case .tooLarge: "too_large"
        case .circuitOpen: "circuit_open"
        case .tooManyWaiting: "too_many_waiting"
        case .forbiddenAddress: "forbidden_address"
        case .forbiddenURL: "forbidden_url"
        case .invalidURL: "invalid_url"
        case .invalidRequest: "invalid_request"
        case .refusedRedirect: "refused_redirect"
        case .closed: "closed"
        }
    }

    /// Whether nothing of the request can have reached the peer.
    var isBeforeSending: Bool {
        switch self {
        case .unreachable, .unknownName, .timedOut(_, .connecting): true
        default: false
        }
    }

    /// Whether it speaks against the peer's health, and trying again may help.
    var isOfTheConnection: Bool {
        switch self {
        case .timedOut, .unreachable, .unknownName, .connectionLost: true
        default: false
        }
    }

    /// Whether it counts against the peer.
    var isFailureOfPeer: Bool {
        switch self {
        case .untrusted, .invalidAnswer: true
        default: isOfTheConnection
        }
    }
}
