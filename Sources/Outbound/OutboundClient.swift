import Kernel
package import Logging
package import Telemetry
package import Tracing

/// The one way out of Souk: whoever calls another program over HTTP does it through this.
///
/// Every call has a deadline, a limit for the answer, and a turn among those of its peer. It is tried again only where
/// that cannot do harm, and not at all while its peer is down. A status is an answer, never an error. One client for
/// each process; `shutdown()` it, or the connections outlive it.
package final class OutboundClient: Sendable {
    let options: OutboundOptions
    let clock: OutboundClock
    let logger: Logger
    let transport: Transport
    let resolver: NameResolver
    let peers: Peers
    let metrics: OutboundMetrics
    private let givenTracer: (any Tracer)?

    /// A client that can be used at once.
    /// - Parameter tracer: the process' own when there is none.
    /// - Throws: `OutboundError.invalidRequest` when the file of certificates cannot be read.
    package convenience init(
        _ options: OutboundOptions = .init(), metrics: MetricRegistry, logger: Logger, tracer: (any Tracer)? = nil
    ) throws {
        try self.init(
            options, metrics: metrics, logger: logger, tracer: tracer, clock: .system, resolver: NameResolver.askSystem)
    }

    init(
        _ options: OutboundOptions, metrics: MetricRegistry, logger: Logger, tracer: (any Tracer)?,
        clock: OutboundClock, resolver: @escaping @Sendable (String) throws -> [IPAddress]
    ) throws {
        transport = try Transport(options)
        (self.options, self.clock, self.logger, givenTracer) = (options, clock, logger, tracer)
        self.resolver = NameResolver(resolver)
        peers = Peers(options)
        self.metrics = OutboundMetrics(metrics, peers: peers)
    }

    /// Asks, and reads the whole answer into memory, within the request's limit.
    /// - Throws: `OutboundError`, or `CancellationError` when the task is cancelled.
    package func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        try await call(request) { head, chunks in
            if let length = head.headers["Content-Length"].flatMap({ Int($0) }), request.method != .head {
                guard length <= request.answerLimit else {
                    throw OutboundError.tooLarge(host: request.url.host, limit: request.answerLimit)
                }
            }
            var body: [UInt8] = []
            for try await chunk in chunks { body += chunk }
            return .success(OutboundResponse(head: head, body: body))
        }
    }

    /// Asks, and hands the answer over while it comes. Once `read` was called there is no further try.
    /// - Throws: as `send`, and what `read` throws. The deadline is for `read` as well.
    package func stream<Value: Sendable>(
        _ request: OutboundRequest,
        _ read: @escaping @Sendable (OutboundHead, OutboundChunks) async throws -> Value
    ) async throws -> Value {
        try await call(request) { head, chunks in
            do { return .success(try await read(head, chunks)) } catch { return .failure(error) }
        }
    }

    /// Refuses new calls, lets those under way end, and closes every connection.
    /// - Parameter grace: how long calls may take to end.
    package func shutdown(grace: Duration = .seconds(5)) async {
        guard peers.close() else { return }
        await withTaskGroup { group in
            group.addTask { [peers] in await peers.waitForCalls() }
            group.addTask { try? await Task.sleep(for: grace) }
            await group.next()
            group.cancelAll()
        }
        await transport.shutdown()
        resolver.shutdown()
    }

    var tracer: any Tracer { givenTracer ?? InstrumentationSystem.tracer }
    var instrument: any Instrument { givenTracer ?? InstrumentationSystem.instrument }

    private func call<Value: Sendable>(
        _ request: OutboundRequest, _ read: @escaping OutboundCall<Value>.Reader
    ) async throws -> Value {
        try peers.beginCall()
        defer { peers.endCall() }
        let start = ContinuousClock.now
        let call = OutboundCall(client: self, end: start + request.deadline, read: read)
        do {
            let (status, result) = try await within(
                request.deadline, orThrow: .timedOut(host: request.url.host, .deadline)
            ) { try await call.follow(request) }
            let value = try result.get()
            metrics.count(request, "\(status / 100)xx", since: start)
            return value
        } catch {
            metrics.count(request, OutboundMetrics.outcome(of: error), since: start)
            throw error
        }
    }
}
