import Kernel
import Logging
import ServiceLifecycle
import Synchronization
import Testing
import Tracing

@testable import Telemetry

@Suite(.timeLimit(.minutes(3))) struct SpanExporterTests {
    let metrics = MetricRegistry()
    let queue: SpanQueue
    let tracer: ShopTracer
    let lines = Lines()

    init() {
        queue = SpanQueue(metrics: metrics)
        tracer = ShopTracer(sampler: .everything, queue: queue)
    }

    /// A receiver that answers in turn; the last answer stays. `nil` is a connection that fails.
    final class Answers: Sendable {
        private let rest: Mutex<[Int?]>
        private let count = Atomic(0)
        init(_ answers: Int?...) { rest = Mutex(answers) }
        var calls: Int { count.load(ordering: .relaxed) }

        struct Unreachable: Error {}

        @Sendable func send(_ request: ExportRequest) async throws -> ExportReply {
            count.wrappingAdd(1, ordering: .relaxed)
            let status = rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
            guard let status else { throw Unreachable() }
            return ExportReply(status: status, retryAfter: .milliseconds(3500))
        }
    }

    private func exporter(
        _ answers: Answers, pauses: Pauses = Pauses(),
        send: (@Sendable (ExportRequest) async throws -> ExportReply)? = nil
    ) throws -> SpanExporter {
        let settings = try TracingSettings(
            environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector.test"], version: "1")
        return SpanExporter(
            queue, settings, logger: lines.logger, sleep: { try await pauses.sleep($0) }, send: send ?? answers.send)
    }

    /// Time that passes at once for the waits between tries, and never for the exporter's own five seconds; for its last
    /// words as the test wants it.
    final class Pauses: Sendable {
        private let list = Mutex<[Duration]>([])
        private let endsAtOnce: Bool
        init(endsAtOnce: Bool = false) { self.endsAtOnce = endsAtOnce }
        var all: [Duration] { list.withLock { $0 } }

        func sleep(_ duration: Duration) async throws {
            let isEndless = duration == SpanExporter.interval || duration == SpanExporter.lastWords && !endsAtOnce
            guard !isEndless else { return try await Task.sleep(for: .seconds(3600)) }
            list.withLock { $0.append(duration) }
        }
    }

    /// Runs the exporter until it has dealt with everything, and stops it as the process does.
    private func run(_ exporter: SpanExporter, until isDone: @Sendable () -> Bool) async throws {
        let group = ServiceGroup(services: [exporter], logger: lines.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            queue.call()
            while !isDone() { try await Task.sleep(for: .milliseconds(2)) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// Spans that have ended.
    private func record(_ count: Int) {
        for _ in 0..<count { tracer.withSpan("a") { _ in } }
    }

    private func counted(_ metric: String) -> Bool { metrics.text.contains("\n\(metric)\n") }

    @Test func `what is temporary is tried again, as long as the receiver wishes`() async throws {
        record(1)
        let (answers, pauses) = (Answers(503, 429, nil, 200), Pauses())
        try await run(try exporter(answers, pauses: pauses)) { answers.calls == 4 }
        #expect(answers.calls == 4 && counted("souk_trace_spans_exported_total 1"))
        #expect(pauses.all.count == 3)
        #expect(pauses.all.allSatisfy { $0 >= .seconds(1) && $0 <= .seconds(4) })
        #expect(pauses.all.prefix(2).allSatisfy { $0 >= .seconds(3) })
        #expect(lines.levels == [.warning, .debug, .debug, .notice])
    }

    @Test(arguments: [400, 401, 404, 413, 500, 301])
    func `what is final is dropped`(status: Int) async throws {
        record(1)
        let answers = Answers(status)
        try await run(try exporter(answers)) { answers.calls == 1 }
        #expect(answers.calls == 1 && counted("souk_trace_spans_dropped_total{reason=\"refused\"} 1"))
    }

    @Test func `a receiver that is away costs five tries, and the next batch is tried again`() async throws {
        record(513)
        let answers = Answers(nil)
        try await run(try exporter(answers)) { answers.calls == 10 }
        #expect(answers.calls == 10 && counted("souk_trace_spans_dropped_total{reason=\"unreachable\"} 513"))
        #expect(lines.levels.count { $0 >= .notice } == 1)
    }

    @Test func `a full batch is sent without waiting for the time`() async throws {
        let answers = Answers(200)
        let group = ServiceGroup(services: [try exporter(answers)], logger: lines.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            record(SpanQueue.batch)
            while answers.calls == 0 { try await Task.sleep(for: .milliseconds(2)) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(counted("souk_trace_spans_exported_total \(SpanQueue.batch)"))
    }

    @Test func `a stop sends what waits`() async throws {
        let answers = Answers(200)
        let group = ServiceGroup(services: [try exporter(answers)], logger: lines.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            record(1)
            queue.call()
            while answers.calls == 0 { try await Task.sleep(for: .milliseconds(2)) }
            record(700)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(counted("souk_trace_spans_exported_total 701") && queue.count == 0)
    }

    @Test func `a receiver that never answers does not keep the process from stopping`() async throws {
        record(1)
        let answers = Answers(200)
        let isCalled = Atomic(false)
        let exporter = try exporter(answers, pauses: Pauses(endsAtOnce: true)) { _ in
            isCalled.store(true, ordering: .relaxed)
            try await Task.sleep(for: .seconds(3600))
            return ExportReply(status: 200)
        }
        try await run(exporter) { isCalled.load(ordering: .relaxed) }
        #expect(counted("souk_trace_spans_exported_total 0"))
    }

    @Test func `an export is not traced itself`() async throws {
        record(1)
        let answers = Answers(200)
        let exporter = try exporter(answers) { request in
            try await withSpan("POST") { span in
                #expect(!span.isRecording)
                return try await answers.send(request)
            }
        }
        try await withTracer(tracer) { try await run(exporter) { answers.calls == 1 } }
        #expect(queue.count == 0 && counted("souk_trace_spans_exported_total 1"))
    }

    @Test func `why a receiver cannot be reached is said by the code of the error`() async throws {
        struct Unreachable: DomainError {
            let code = "outbound_unreachable"
            let message = "There is no way."
            let kind = ErrorKind.unavailable
        }
        record(1)
        let tries = Atomic(0)
        let exporter = try exporter(Answers(200)) { _ in
            guard tries.wrappingAdd(1, ordering: .relaxed).newValue > 1 else { throw Unreachable() }
            return ExportReply(status: 200)
        }
        try await run(exporter) { tries.load(ordering: .relaxed) == 2 }
        #expect(lines.reasons.first == "outbound_unreachable")
    }

    @Test func `a batch that is too large is sent in halves`() async throws {
        let text = String(repeating: "x", count: 1024)
        for _ in 0..<100 {
            let span = tracer.startSpan("a")
            span.updateAttributes { attributes in
                for number in 0..<64 { attributes["n\(number)"] = text }
            }
            span.end()
        }
        let answers = Answers(200)
        let largest = Mutex(0)
        let exporter = try exporter(answers) { request in
            largest.withLock { $0 = max($0, request.body.count) }
            return try await answers.send(request)
        }
        try await run(exporter) { answers.calls == 2 }
        #expect(largest.withLock { $0 } <= SpanExporter.largestBody)
        #expect(counted("souk_trace_spans_exported_total 100"))
    }
}

/// The levels of what was logged.
final class Lines: Sendable {
    private let list = Mutex<[(level: Logger.Level, reason: String)]>([])
    var levels: [Logger.Level] { list.withLock { $0.map(\.level) } }
    var reasons: [String] { list.withLock { $0.map(\.reason) } }

    var logger: Logger {
        Logger(label: "test") { _ in Handler(lines: self) }
    }

    private struct Handler: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .debug

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            // The group of services logs too.
            guard event.message.description.hasPrefix("Spans ") else { return }
            lines.list.withLock { $0.append((event.level, event.metadata?["reason"]?.description ?? "")) }
        }
    }
}
