import Foundation
import Kernel
import Logging
import ServiceLifecycle
import Testing
import Tracing

@testable import Telemetry

/// What we send, read by the classes that Google's compiler made of opentelemetry-proto.
@Suite(.timeLimit(.minutes(3))) struct OTLPTests {
    let metrics = MetricRegistry()
    let queue: SpanQueue
    let tracer: ShopTracer

    init() {
        queue = SpanQueue(metrics: metrics)
        tracer = ShopTracer(sampler: .everything, queue: queue)
    }

    /// Spans that have ended.
    private func record(_ count: Int) {
        for _ in 0..<count { tracer.withSpan("a") { _ in } }
    }

    /// Exports what is in the queue, and stops.
    private func flush(to endpoint: String, _ more: [String: String] = [:]) async throws {
        let environment = ["OTEL_EXPORTER_OTLP_ENDPOINT": endpoint].merging(more) { $1 }
        let settings = try TracingSettings(environment: environment, version: "1.2.3")
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let exporter = SpanExporter(queue, settings, logger: logger, send: Receiver.send)
        let group = ServiceGroup(services: [exporter], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            queue.call()
            while queue.count > 0 { try await Task.sleep(for: .milliseconds(2)) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test func `a trace arrives with every field as it was recorded`() async throws {
        let receiver = try await Receiver()
        var context = ServiceContext.topLevel
        context.trace = TraceContext(traceparent: TraceContextTests.valid, tracestate: "a=1,b=2")
        let server = tracer.startSpan(
            "GET /products/{product}", context: context, ofKind: .server, at: moment(1_000_000_007))
        let client = tracer.startSpan("SELECT", context: server.context, ofKind: .client, at: moment(1_000_000_100))
        client.attributes = attributes
        client.addEvent(SpanEvent(name: "row", at: moment(1_000_000_150), attributes: ["number": 1]))
        client.addLink(SpanLink(context: context, attributes: ["why": "because"]))
        client.setStatus(SpanStatus(code: .error, message: "ünglücklich"))
        client.end(at: moment(1_000_000_200))
        server.setStatus(SpanStatus(code: .ok))
        server.end(at: moment(18_000_000_000_000_000_000))
        try await flush(
            to: receiver.endpoint,
            [
                "OTEL_EXPORTER_OTLP_HEADERS": "X-Key=a%20b", "OTEL_SERVICE_NAME": "shop",
                "OTEL_RESOURCE_ATTRIBUTES": "deployment.environment=test",
            ])

        let request = try await receiver.next()
        #expect(request["path"].text == "/v1/traces" && request["is_canonical"] == .bool(true))
        #expect(request["headers"]["content-type"].text == "application/x-protobuf")
        #expect(request["headers"]["x-key"].text == "a b" && request["headers"]["user-agent"].text == "souk/1.2.3")
        let resource = request["resources"][0]
        #expect(resource["attributes"]["service.name"]["string_value"].text == "shop")
        #expect(resource["attributes"]["deployment.environment"]["string_value"].text == "test")
        #expect(resource["scopes"][0]["name"].text == "souk")
        checkClient(resource["scopes"][0]["spans"][0], server)
        checkServer(resource["scopes"][0]["spans"][1], server)
        #expect(resource["scopes"][0]["spans"][2] == .null && request["resources"][1] == .null)
        #expect(metrics.text.contains("souk_trace_spans_exported_total 2\n"))
    }

    private var attributes: SpanAttributes {
        var attributes: SpanAttributes = [
            "text": "ä\u{0}\n", "empty": "", "yes": true, "no": false, "zero": 0, "minus": -1, "double": 0.1,
            "texts": .stringArray(["a", ""]), "integers": .int64Array([1, -9_223_372_036_854_775_808]),
            "doubles": .doubleArray([0, 1.5]), "bools": .boolArray([true, false]), "small": .int32(-7),
            "smalls": .int32Array([7]), "none": .stringArray([]), "long": .string(String(repeating: "x", count: 300)),
            "id": .stringConvertible(42), "ids": .stringConvertibleArray([1, 2]),
        ]
        attributes["most"] = Int.max
        return attributes
    }

    private func checkClient(_ span: JSONValue, _ parent: ShopSpan) {
        #expect(span["trace_id"].text == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(span["parent_span_id"].text == parent.context.trace?.spanID.description)
        #expect(span["name"].text == "SELECT" && span["kind"].text == "SPAN_KIND_CLIENT")
        #expect(span["start"].text == "1000000100" && span["end"].text == "1000000200")
        #expect(span["trace_state"].text == "a=1,b=2")
        // Sampled, and the parent is known to be in this process.
        #expect(span["flags"].text == "257")
        #expect(span["status"]["code"].text == "STATUS_CODE_ERROR" && span["status"]["message"].text == "ünglücklich")
        let event = span["events"][0]
        #expect(event["name"].text == "row" && event["time"].text == "1000000150")
        #expect(event["attributes"]["number"]["int_value"].text == "1")
        let link = span["links"][0]
        #expect(link["trace_id"] == span["trace_id"] && link["span_id"].text == "00f067aa0ba902b7")
        #expect(link["attributes"]["why"]["string_value"].text == "because" && link["flags"].text == "769")
        checkAttributes(span["attributes"])
    }

    private func checkAttributes(_ attributes: JSONValue) {
        let single = [
            ("text", "string_value", "ä\u{0}\n"), ("empty", "string_value", ""), ("yes", "bool_value", "true"),
            ("no", "bool_value", "false"), ("zero", "int_value", "0"), ("minus", "int_value", "-1"),
            ("most", "int_value", "9223372036854775807"), ("double", "double_value", "0.1"),
            ("small", "int_value", "-7"), ("id", "string_value", "42"),
            ("long", "string_value", String(repeating: "x", count: 300)),
        ]
        for (name, kind, expected) in single { #expect(attributes[name][kind].text == expected, "\(name)") }
        let several = [
            ("texts", "string_value", ["a", ""]), ("integers", "int_value", ["1", "-9223372036854775808"]),
            ("doubles", "double_value", ["0.0", "1.5"]), ("bools", "bool_value", ["true", "false"]),
            ("smalls", "int_value", ["7"]), ("ids", "string_value", ["1", "2"]), ("none", "string_value", []),
        ]
        for (name, kind, expected) in several {
            let elements = expected.map { text -> JSONValue in
                let value: JSONValue =
                    kind == "string_value"
                    ? .string(text) : kind == "bool_value" ? .bool(text == "true") : .number(text)
                return .object([JSONValue.Member(kind, value)])
            }
            #expect(attributes[name]["array_value"] == .array(elements), "\(name)")
        }
        #expect(attributes.members?.count == single.count + several.count)
    }

    private func checkServer(_ span: JSONValue, _ server: ShopSpan) {
        #expect(span["span_id"].text == server.context.trace?.spanID.description)
        #expect(span["parent_span_id"].text == "00f067aa0ba902b7")
        #expect(span["name"].text == "GET /products/{product}" && span["kind"].text == "SPAN_KIND_SERVER")
        #expect(span["start"].text == "1000000007" && span["end"].text == "18000000000000000000")
        #expect(span["status"]["code"].text == "STATUS_CODE_OK")
        // Sampled, and the parent is known to be in another process.
        #expect(span["flags"].text == "769")
    }

    @Test func `a root has no parent, and what was left out is counted`() async throws {
        let receiver = try await Receiver()
        let span = tracer.startSpan("root")
        for number in 0..<70 { span.attributes["n\(number)"] = number }
        for _ in 0..<71 { span.addEvent("again") }
        for _ in 0..<72 { span.addLink(SpanLink(context: span.context, attributes: [:])) }
        span.end()
        try await flush(to: receiver.endpoint)
        let request = try await receiver.next()
        let arrived = request["resources"][0]["scopes"][0]["spans"][0]
        #expect(arrived["parent_span_id"].text == "" && arrived["kind"].text == "SPAN_KIND_INTERNAL")
        #expect(arrived["dropped"] == .array([.number("6"), .number("7"), .number("8")]))
        #expect(arrived["status"]["code"].text == "STATUS_CODE_UNSET" && request["is_canonical"] == .bool(true))
    }

    @Test func `spans that the receiver did not take are counted as refused`() async throws {
        let receiver = try await Receiver("--reject", "2")
        record(5)
        try await flush(to: receiver.endpoint)
        #expect(metrics.text.contains("souk_trace_spans_exported_total 3\n"))
        #expect(metrics.text.contains("souk_trace_spans_dropped_total{reason=\"refused\"} 2\n"))
    }

    @Test func `many spans are sent in batches`() async throws {
        let receiver = try await Receiver()
        record(1200)
        try await flush(to: receiver.endpoint)
        var counts: [Int] = []
        while counts.reduce(0, +) < 1200 {
            let request = try await receiver.next()
            guard case .array(let spans) = request["resources"][0]["scopes"][0]["spans"] else { break }
            counts.append(spans.count)
        }
        #expect(counts == [512, 512, 176])
    }

    private func moment(_ nanoseconds: UInt64) -> DefaultTracerClock.Timestamp {
        DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: nanoseconds)
    }
}
