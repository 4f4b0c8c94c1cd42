import Telemetry

/// One call: its redirects, and the tries of each.
struct OutboundCall<Value: Sendable>: Sendable {
    /// Reads an answer. What it throws may lead to another try; a failure is final.
    typealias Reader = @Sendable (OutboundHead, OutboundChunks) async throws -> Result<Value, any Error>

    /// What became of one try.
    enum Step: Sendable {
        case answer(status: Int, Result<Value, any Error>)
        case redirect(OutboundHead)
        case again(after: Duration)
    }

    let client: OutboundClient
    let end: ContinuousClock.Instant
    let read: Reader

    /// Follows redirects as far as the request allows; each address is checked like the first.
    func follow(_ request: OutboundRequest) async throws -> (status: Int, Result<Value, any Error>) {
        var request = request
        for _ in 0...request.redirectLimit {
            switch try await tries(of: request) {
            case .answer(let status, let result): return (status, result)
            case .redirect(let head): request = try request.redirected(by: head)
            case .again: break
            }
        }
        throw OutboundError.refusedRedirect(host: request.url.host)
    }

    private func tries(of request: OutboundRequest) async throws -> Step {
        let peer = try client.peers.peer(of: request.url, isUsers: request.isUsers)
        let routes = try await routes(of: request)
        peer.countCall()
        var number = 0
        while true {
            let attempt = OutboundTry(
                call: self, peer: peer, request: request, route: routes[number % routes.count], number: number)
            let step = try await attempt.run()
            guard case .again(let pause) = step else { return step }
            client.metrics.retries[request.metricHost].increment()
            try await client.clock.pause(pause)
            number += 1
        }
    }

    /// The addresses that are checked here are the ones that are connected to.
    private func routes(of request: OutboundRequest) async throws -> [Transport.Route] {
        guard case .user(let rules) = request.trust else { return [.named] }
        try rules.check(request.url)
        if let address = request.url.literalAddress { return [.pinned(address)] }
        let addresses = try await client.resolver.addresses(of: request.url.host)
        try rules.check(addresses, of: request.url.host)
        return addresses.map { .pinned($0) }
    }
}

extension OutboundRequest {
    /// Fields that may be shown to another origin than the one that they were meant for.
    private static let harmlessFields: Set = [
        "accept", "accept-language", "content-type", "idempotency-key", "user-agent",
    ]

    /// The request that a redirect asks for (RFC 9110, 15.4).
    /// - Throws: `OutboundError.refusedRedirect` when it leads nowhere, or from https to http.
    func redirected(by head: OutboundHead) throws -> OutboundRequest {
        guard let location = head.headers["Location"], let next = try? url.following(location),
            url.scheme == .http || next.scheme == .https
        else { throw OutboundError.refusedRedirect(host: url.host) }
        var request = self
        request.url = next
        let becomesGet = head.status == 303 ? method != .head : head.status < 303 && method == .post
        if becomesGet {
            (request.method, request.body) = (.get, .none)
            request.headers["Content-Type"] = nil
        }
        if next.origin != url.origin {
            for field in headers.fields where !Self.harmlessFields.contains(field.name.lowercased()) {
                request.headers[field.name] = nil
            }
        }
        return request
    }
}
