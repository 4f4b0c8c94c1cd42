import Kernel
package import Logging
import ServiceLifecycle
import Synchronization
import Tracing

/// Sends finished spans as OTLP over HTTP (opentelemetry.io/docs/specs/otlp, "OTLP/HTTP"): 512 at once, or what there is
/// after five seconds.
///
/// It harms nobody: what cannot be sent is counted in `souk_trace_spans_dropped_total` and forgotten, and the log says it
/// once until it works again. At a graceful stop what waits is sent, for three seconds at most; so it should be the first
/// of the services, which are stopped in reverse order.
package struct SpanExporter: Service {
    private let queue: SpanQueue
    private let settings: TracingSettings
    private let resource: [Attribute]
    private let logger: Logger
    private let sleep: @Sendable (Duration) async throws -> Void
    private let send: @Sendable (ExportRequest) async throws -> ExportReply
    private let trouble = Trouble()

    static let interval = Duration.seconds(5)
    static let lastWords = Duration.seconds(3)
    static let tries = 5
    /// One wait between two tries is never longer, whatever the receiver asks for.
    static let longestWait = Duration.seconds(30)
    /// Receivers refuse much larger bodies.
    static let largestBody = 4 << 20

    /// An exporter of what `queue` holds.
    /// - Parameters:
    ///   - sleep: waits; for tests.
    ///   - send: makes one attempt, with a time-out, and follows no redirects. What it throws is taken for a failure of
    ///     the network, after which it is called again.
    package init(
        _ queue: SpanQueue, _ settings: TracingSettings, logger: Logger,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        send: @escaping @Sendable (ExportRequest) async throws -> ExportReply
    ) {
        (self.queue, self.settings, self.logger, self.sleep, self.send) = (queue, settings, logger, sleep, send)
        resource = settings.resource.sorted { $0.key < $1.key }.map { Attribute(name: $0.key, value: .text($0.value)) }
    }

    /// Runs until the graceful stop or until it is cancelled.
    package func run() async throws {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.callEverySoOften() }
            group.addTask { await self.waitForTheEnd() }
            group.addTask {
                for await _ in self.queue.calls { await self.exportAll() }
                await self.exportAll()
                return true
            }
            for await isOver in group where isOver { break }
            group.cancelAll()
        }
        lose(queue.count, .stopped)
    }

    private func callEverySoOften() async -> Bool {
        while (try? await sleep(SpanExporter.interval)) != nil { queue.call() }
        return false
    }

    private func waitForTheEnd() async -> Bool {
        try? await gracefulShutdown()
        queue.close()
        try? await sleep(SpanExporter.lastWords)
        return true
    }

    private func exportAll() async {
        while !Task.isCancelled {
            let batch = queue.next()
            if batch.isEmpty { return }
            await export(batch)
        }
    }

    private func export(_ spans: [FinishedSpan]) async {
        let body = TraceRequest.bytes(spans, resource: resource)
        guard body.count <= SpanExporter.largestBody || spans.count == 1 else {
            await export(Array(spans.prefix(spans.count / 2)))
            return await export(Array(spans.dropFirst(spans.count / 2)))
        }
        guard let reply = await insist(settings.request(body)) else { return lose(spans.count, .unreachable) }
        guard (200..<300).contains(reply.status) else {
            lose(spans.count, .refused)
            return report("status \(reply.status)")
        }
        let rejected = TraceRequest.rejected(in: reply.body)
        let lost = min(rejected?.spans ?? 0, spans.count)
        queue.exported.increment(by: spans.count - lost)
        lose(lost, .refused)
        if lost > 0 {
            report("it refused \(lost) of \(spans.count) spans: \(rejected?.reason ?? "")")
        } else {
            recovered()
        }
    }

    /// Tries until the receiver has decided; `nil` when it never did.
    private func insist(_ request: ExportRequest) async -> ExportReply? {
        for attempt in 0..<SpanExporter.tries {
            // An export must not be traced, or each would cause the next.
            let result: Result<ExportReply, any Error> = await withTracer(NoOpTracer()) {
                do { return .success(try await send(request)) } catch { return .failure(error) }
            }
            var wish: Duration?
            switch result {
            case .success(let reply) where !reply.isTemporary: return reply
            case .success(let reply):
                wish = reply.retryAfter
                report("status \(reply.status)")
            case .failure(let error): report((error as? any DomainError)?.code ?? "\(type(of: error))")
            }
            guard attempt < SpanExporter.tries - 1, !Task.isCancelled, !Task.isShuttingDownGracefully else {
                return nil
            }
            let pause = min(max(wish ?? .zero, SpanExporter.backOff(attempt)), SpanExporter.longestWait)
            // A stop ends the wait, and what follows is the last try.
            await cancelWhenGracefulShutdown { try? await sleep(pause) }
        }
        return nil
    }

    /// 1, 2, 4, 8 seconds, of which a random part is left out, so that many nodes do not come back at once.
    static func backOff(_ attempt: Int) -> Duration {
        .seconds(Double(1 << attempt) * Double.random(in: 0.5...1))
    }

    private func lose(_ count: Int, _ loss: SpanQueue.Loss) {
        queue.count(lost: count, loss)
    }

    private func report(_ reason: String) {
        let level: Logger.Level = trouble.begin() ? .warning : .debug
        logger.log(level: level, "Spans cannot be exported", metadata: ["reason": .string(reason)])
    }

    private func recovered() {
        if trouble.end() { logger.notice("Spans are exported again") }
    }

    /// Whether the last export failed, so that the log does not say the same every five seconds.
    private final class Trouble: Sendable {
        private let isThere = Atomic(false)

        /// Whether it is new.
        func begin() -> Bool { !isThere.exchange(true, ordering: .relaxed) }
        /// Whether there was any.
        func end() -> Bool { isThere.exchange(false, ordering: .relaxed) }
    }
}
