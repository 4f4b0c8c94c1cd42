import Kernel
import Testing
import Tracing

@testable import Telemetry

@Suite struct ShopTracerTests {
    let metrics = MetricRegistry()
    let queue: SpanQueue
    let tracer: ShopTracer

    init() {
        queue = SpanQueue(metrics: metrics)
        tracer = ShopTracer(sampler: .everything, queue: queue)
    }

    enum Failure: Error { case secret(String), plain }

    struct Refusal: DomainError {
        let code = "slug_taken"
        let kind = ErrorKind.conflict
        let message = "The slug is taken."
    }

    @Test func `spans within spans are children, in one trace`() async throws {
        await withTracer(tracer) {
            await withSpan("outer", ofKind: .server) { _ in
                await withSpan("inner", ofKind: .client) { _ in await Task.yield() }
                await withSpan("other") { _ in await Task.yield() }
            }
        }
        let spans = queue.next()
        #expect(spans.map(\.name) == ["inner", "other", "outer"])
        #expect(Set(spans.map(\.trace.traceID)).count == 1 && Set(spans.map(\.trace.spanID)).count == 3)
        #expect(spans[0].parent?.spanID == spans[2].trace.spanID && spans[1].parent?.spanID == spans[2].trace.spanID)
        #expect(spans[2].parent == nil)
        #expect(spans.allSatisfy { $0.start <= $0.end })
        #expect(spans[2].start <= spans[0].start && spans[0].end <= spans[2].end)
    }

    @Test func `a request goes on with the trace of its caller`() throws {
        var context = ServiceContext.topLevel
        context.trace = TraceContext(traceparent: TraceContextTests.valid, tracestate: "a=1")
        let next = tracer.withSpan("GET", context: context, ofKind: .server) { _ in ServiceContext.current?.trace }
        let trace = try #require(next)
        #expect(trace.traceID == context.trace?.traceID && trace.spanID != context.trace?.spanID)
        #expect(trace.headers.map(\.value) == [trace.traceparent, "a=1"] && !trace.isRemote)
        let span = try #require(queue.next().first)
        #expect(span.parent == context.trace)
    }

    @Test func `what is not recorded has ids all the same, and its children are not recorded either`() throws {
        let tracer = ShopTracer(sampler: try Sampler(name: "parentbased_always_off", argument: nil), queue: queue)
        let (outer, inner) = tracer.withSpan("outer") { outer in
            outer.attributes["a"] = 1
            #expect(!outer.isRecording && outer.attributes.isEmpty && outer.operationName == "outer")
            return (outer.context.trace, tracer.withSpan("inner") { $0.context.trace })
        }
        #expect(outer?.traceID == inner?.traceID && outer?.spanID != inner?.spanID)
        #expect(outer?.isSampled == false && inner?.isSampled == false)
        #expect(queue.next().isEmpty)
    }

    @Test func `an error that is thrown is recorded without its text`() throws {
        let errors: [any Error] = [
            Failure.secret("ada@example.org"), Failure.plain, Refusal(), CancellationError(),
        ]
        for error in errors {
            let result = Result { try tracer.withSpan("a") { (_: ShopSpan) -> Void in throw error } }
            guard case .failure = result else {
                Issue.record("the error must go on")
                return
            }
        }
        let spans = queue.next()
        #expect(spans.allSatisfy { $0.status?.code == .error && $0.events.map(\.name) == ["exception"] })
        let described = spans.map { span in
            span.events[0].attributes.sorted { $0.name < $1.name }.map(\.value)
        }
        #expect(
            described == [
                [.text("secret"), .text("Failure")], [.text("plain"), .text("Failure")],
                [.text("slug_taken"), .text("Refusal")], [.text("CancellationError")],
            ])
    }

    @Test func `a status of ok stays, and nothing changes after the end`() throws {
        let span = tracer.startSpan("a")
        span.setStatus(SpanStatus(code: .error, message: "no"))
        span.setStatus(SpanStatus(code: .ok))
        span.setStatus(SpanStatus(code: .error))
        span.operationName = "b"
        span.end()
        span.end()
        span.operationName = "c"
        span.attributes["late"] = true
        let spans = queue.next()
        #expect(spans.count == 1 && spans[0].status?.code == .ok && spans[0].name == "b" && spans[0].attributes.isEmpty)
        #expect(!span.isRecording)
    }

    @Test func `a span keeps 64 attributes, events and links, and counts the others`() throws {
        let span = tracer.startSpan("a")
        span.attributes["first"] = "stays"
        for number in 0..<99 { span.attributes["n\(number)"] = number }
        span.updateAttributes { attributes in
            for number in 0..<99 { attributes["m\(number)"] = number }
        }
        for number in 0..<99 { span.addEvent(SpanEvent(name: "e\(number)", attributes: many(20))) }
        for _ in 0..<99 { span.addLink(SpanLink(context: span.context, attributes: many(20))) }
        span.addLink(SpanLink(context: .topLevel, attributes: [:]))
        span.end()
        let kept = try #require(queue.next().first)
        #expect(kept.attributes.count == 64 && kept.attributes.contains { $0.name == "first" })
        #expect(kept.leftOut.attributes == 1 + 99 - 64 + 99)
        #expect(kept.events.count == 64 && kept.leftOut.events == 35 && kept.events[0].attributes.count == 16)
        #expect(kept.events[0].leftOut == 4)
        #expect(kept.links.count == 64 && kept.leftOut.links == 36)
    }

    private func many(_ count: Int) -> SpanAttributes {
        var attributes = SpanAttributes([:])
        for number in 0..<count { attributes["k\(number)"] = number }
        return attributes
    }

    @Test func `long texts are cut to 1 KiB between two characters`() throws {
        let long = String(repeating: "é", count: 2000)
        let span = tracer.startSpan("x" + long)
        span.attributes["a"] = "x" + long
        span.attributes["b"] = [long, "short"]
        span.setStatus(SpanStatus(code: .error, message: long))
        span.end()
        let kept = try #require(queue.next().first)
        #expect(kept.name.utf8.count == 1023 && kept.status?.message?.utf8.count == 1024)
        let values = kept.attributes.sorted { $0.name < $1.name }.map(\.value)
        #expect(values[0] == .text("x" + String(repeating: "é", count: 511)))
        #expect(values[1] == .array([.text(String(repeating: "é", count: 512)), .text("short")]))
    }

    @Test func `an end before the start is the start`() throws {
        let span = tracer.startSpan("a", at: DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: 1000))
        span.end(at: DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: 900))
        let kept = try #require(queue.next().first)
        #expect(kept.start == 1000 && kept.end == 1000)
    }

    @Test func `a full queue drops the newest and counts them`() {
        for number in 0..<SpanQueue.limit + 3 { tracer.withSpan("\(number)") { _ in } }
        #expect(queue.count == SpanQueue.limit && queue.next().first?.name == "0")
        #expect(metrics.text.contains("souk_trace_spans_dropped_total{reason=\"queue_full\"} 3\n"))
        #expect(metrics.text.contains("souk_trace_spans_waiting \(SpanQueue.limit - SpanQueue.batch)\n"))
    }

    @Test func `spans that end on many threads at once are all kept`() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<200 { tracer.startSpan("a").end() } }
            }
        }
        #expect(queue.count == 1600)
    }
}
