/// The limits of calls to others, the same for every peer.
package struct OutboundOptions: Sendable {
    /// Until a connection is there, with TLS.
    package var connectTimeout: Duration = .seconds(5)
    /// Without a byte of the answer, at its beginning or in its middle.
    package var idleTimeout: Duration = .seconds(10)
    /// How long an unused connection is kept.
    package var keepAlive: Duration = .seconds(30)
    /// Calls of one peer that run at once; each has a connection.
    package var connectionsPerPeer = 8
    /// Calls of one peer that wait for their turn.
    package var waitingPerPeer = 100
    /// Peers that are remembered at once. One beyond them is refused, if none of them is idle.
    package var peers = 1000
    /// How often a call is tried, the first time included.
    package var tries = 3
    /// The longest first pause between tries; it doubles each time, and a random part of it is waited.
    package var firstPause: Duration = .milliseconds(100)
    /// The longest `Retry-After` that is waited for. What asks for more is answered as it is.
    package var longestRetryAfter: Duration = .seconds(5)
    /// When a peer is left alone.
    package var breaker = CircuitBreaker.Rules()
    /// A file with certificates in PEM that are trusted beside those of the system.
    package var trustedCertificatesFile: String?

    /// The usual limits.
    package init() {}
}
