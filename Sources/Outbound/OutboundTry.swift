import Instrumentation
import Kernel
import Logging
import Tracing

/// One try of a call: its turn, its circuit, its span, and whether there is another one.
struct OutboundTry<Value: Sendable>: Sendable {
    typealias Step = OutboundCall<Value>.Step

    let call: OutboundCall<Value>
    let peer: Peer
    let request: OutboundRequest
    let route: Transport.Route
    /// 0 for the first.
    let number: Int

    private var client: OutboundClient { call.client }

    func run() async throws -> Step {
        try await peer.enter()
        defer { peer.leave() }
        let admission = try peer.admit(at: client.clock.now())
        do {
            return try await traced { request, span in
                try await exchange(request, admission, span)
            }
        } catch {
            record(outcome(of: error), admission)
            guard let error = error as? OutboundError, let pause = pause(after: error) else { throw error }
            return .again(after: pause)
        }
    }

    private func exchange(
        _ request: OutboundRequest, _ admission: CircuitBreaker.Admission, _ span: any Span
    ) async throws -> Step {
        let time = ContinuousClock.now.duration(to: call.end)
        return try await client.transport.exchange(request, by: route, within: time) { head, chunks in
            span.attributes["http.response.status_code"] = head.status
            guard !head.isOfSickPeer else {
                record(.failed, admission)
                if let pause = pause(after: head) { return .again(after: pause) }
                return .answer(status: head.status, try await call.read(head, chunks))
            }
            if head.isRedirect, request.redirectLimit > 0 {
                record(.answered, admission)
                return .redirect(head)
            }
            if head.status == 429, let pause = pause(after: head) {
                record(.answered, admission)
                return .again(after: pause)
            }
            let result = try await call.read(head, chunks)
            record(outcome(of: result), admission)
            return .answer(status: head.status, result)
        }
    }

    /// A span for the try, and its `traceparent` in the request. Neither path nor query, since they hold secrets.
    private func traced(_ body: (OutboundRequest, any Span) async throws -> Step) async throws -> Step {
        try await client.tracer.withAnySpan(request.method.rawValue, ofKind: .client) { span in
            span.attributes["http.request.method"] = request.method.rawValue
            span.attributes["server.address"] = request.url.host
            span.attributes["server.port"] = request.url.port
            if number > 0 { span.attributes["http.request.resend_count"] = number }
            var request = request
            client.instrument.inject(span.context, into: &request.headers, using: HeaderInjector())
            do {
                return try await body(request, span)
            } catch {
                span.attributes["error.type"] = OutboundMetrics.outcome(of: error)
                throw error
            }
        }
    }
}

extension OutboundTry {
    private func record(_ outcome: CircuitBreaker.Outcome, _ admission: CircuitBreaker.Admission) {
        guard peer.record(outcome, of: admission, at: client.clock.now()) else { return }
        client.logger.warning("A peer fails and is left alone for a while", metadata: ["host": "\(request.metricHost)"])
    }

    /// A call that is cancelled because its own time is up does speak against the peer.
    private func outcome(of error: any Error) -> CircuitBreaker.Outcome {
        switch error {
        case let error as OutboundError: error.isFailureOfPeer ? .failed : .answered
        case is CancellationError: ContinuousClock.now >= call.end ? .failed : .abandoned
        default: .answered
        }
    }

    private func outcome(of result: Result<Value, any Error>) -> CircuitBreaker.Outcome {
        switch result {
        case .success: .answered
        case .failure(let error): outcome(of: error)
        }
    }

    private func pause(after error: OutboundError) -> Duration? {
        guard error.isOfTheConnection, request.isIdempotent || error.isBeforeSending else { return nil }
        return pause(atLeast: .zero)
    }

    private func pause(after head: OutboundHead) -> Duration? {
        let wish = head.retryAfter(client.clock.wall.now) ?? .zero
        guard request.isIdempotent, wish <= client.options.longestRetryAfter else { return nil }
        return pause(atLeast: wish)
    }

    /// The pause before the next try, if there is to be one: within the number of tries, the deadline, the peer's
    /// health and its budget.
    private func pause(atLeast wish: Duration) -> Duration? {
        let longest = client.options.firstPause * (1 << number)
        let pause = max(wish, client.clock.jitter(longest))
        guard number + 1 < client.options.tries, ContinuousClock.now + pause < call.end, !peer.isOpen,
            peer.spendRetry()
        else { return nil }
        return pause
    }
}

/// Writes `traceparent` and its like into the request.
private struct HeaderInjector: Injector {
    func inject(_ value: String, forKey key: String, into headers: inout OutboundHeaders) {
        headers[key] = value
    }
}

extension OutboundHead {
    /// The statuses of a proxy whose server is gone, or of a server that is overwhelmed.
    fileprivate var isOfSickPeer: Bool { (502...504).contains(status) }

    fileprivate var isRedirect: Bool {
        [301, 302, 303, 307, 308].contains(status) && headers["Location"] != nil
    }

    /// `Retry-After` in seconds or as a date (RFC 9110, 10.2.3).
    fileprivate func retryAfter(_ now: Timestamp) -> Duration? {
        guard let text = headers["Retry-After"] else { return nil }
        if let seconds = UInt32(text) { return .seconds(seconds) }
        guard let date = Timestamp(httpDate: text) else { return nil }
        return .microseconds(max(0, date.microseconds - now.microseconds))
    }
}

extension Timestamp {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the only form that is still written (RFC 9110, 5.6.7).
    fileprivate init?(httpDate text: String) {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: String(words[2])) else {
            return nil
        }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        self.init("\(words[3])-\(number)-\(words[1])T\(words[4])Z")
    }
}
