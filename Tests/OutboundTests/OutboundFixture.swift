import Kernel
import Logging
import Synchronization
import Telemetry
import Tracing

@testable import Outbound

/// A client for tests, with everything that it leans on.
struct OutboundFixture: Sendable {
    let client: OutboundClient
    let metrics: MetricRegistry
    let time: ManualTime

    /// Runs `body` with a client that is shut down afterwards.
    /// - Parameter names: what names lead to; others are asked of the system.
    static func with<Value>(
        _ options: OutboundOptions = .quick, tracer: (any Tracer)? = nil,
        names: (@Sendable (String) throws -> [IPAddress])? = nil, _ body: (OutboundFixture) async throws -> Value
    ) async throws -> Value {
        let (metrics, time) = (MetricRegistry(), ManualTime())
        let client = try OutboundClient(
            options, metrics: metrics, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, tracer: tracer,
            clock: time.clock, resolver: names ?? NameResolver.askSystem)
        let fixture = OutboundFixture(client: client, metrics: metrics, time: time)
        let result: Result<Value, any Error>
        do { result = .success(try await body(fixture)) } catch { result = .failure(error) }
        await client.shutdown(grace: .milliseconds(200))
        return try result.get()
    }

    func send(_ method: OutboundRequest.Method, _ url: String) async throws -> OutboundResponse {
        try await client.send(OutboundRequest(method, try OutboundURL(url)))
    }

    /// The error of a call that must fail.
    func failure(_ request: OutboundRequest) async -> (any Error)? {
        do {
            _ = try await client.send(request)
            return nil
        } catch { return error }
    }
}

extension OutboundOptions {
    /// A short wait for a connection, so that tests of it are quick; long ones for answers, for a busy machine. A test of
    /// those sets its own.
    static var quick: OutboundOptions {
        var options = OutboundOptions()
        options.connectTimeout = .seconds(2)
        options.idleTimeout = .seconds(20)
        return options
    }
}

extension UserURLRules {
    /// What tests need to reach a server of their own.
    static func allowing(_ network: String, port: Int) -> UserURLRules {
        var rules = UserURLRules()
        rules.allowedNetworks = [IPRange(network)].compactMap(\.self)
        rules.furtherPorts = [port]
        return rules
    }
}

/// Time that passes only in pauses, which return at once, and when a test says so.
final class ManualTime: Sendable {
    private let state = Mutex((now: Duration.zero, pauses: [Duration]()))

    var pauses: [Duration] { state.withLock { $0.pauses } }

    func advance(by duration: Duration) {
        state.withLock { $0.now += duration }
    }

    /// The longest pause is always taken: what remains random is tested by itself.
    var clock: OutboundClock {
        OutboundClock(
            now: { self.state.withLock { $0.now } },
            pause: { pause in
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.now += pause
                    state.pauses.append(pause)
                }
            },
            jitter: { $0 },
            wall: .fixed(Timestamp(microseconds: 784_111_777_000_000)))
    }
}

/// A count that several threads share.
final class Tally: Sendable {
    private let state = Mutex(0)

    var count: Int { state.withLock { $0 } }

    /// The count before this one.
    func next() -> Int {
        state.withLock { count in
            defer { count += 1 }
            return count
        }
    }
}
