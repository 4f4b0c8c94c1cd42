import Testing
import Tracing

@testable import Telemetry

/// The rules of https://www.w3.org/TR/trace-context/, section 3.2.
@Suite struct TraceContextTests {
    static let valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    /// The same without its version.
    static let rest = "-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    static let later: [String] = ["cc\(rest)", "01\(rest)-what-the-future-brings", "fe\(rest)-"]

    static let wrong: [String] = [
        "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", "\(valid)-", "\(valid)-00", "\(valid)1",
        " \(valid)", "\(valid) ", "\(valid),\(valid)", "ff\(rest)", "0g\(rest)",
        "0F\(rest)", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0X",
        "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
        "00-4bf92f3577b34da6a3ce929d0e0e473é-00f067aa0ba902b7-1", "cc\(rest).more", "cc\(valid)",
    ]

    @Test func `a header of version 00 is read`() throws {
        let trace = try #require(TraceContext(traceparent: Self.valid, tracestate: "a=1, b=2"))
        #expect(trace.traceID.description == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(trace.spanID.description == "00f067aa0ba902b7")
        #expect(trace.isSampled && trace.isRemote)
        #expect(trace.headers.map(\.value) == [Self.valid, "a=1,b=2"])
    }

    @Test(arguments: TraceContextTests.wrong)
    func `anything else begins a new trace`(header: String) {
        #expect(TraceContext(traceparent: header, tracestate: "a=1") == nil)
    }

    @Test(arguments: TraceContextTests.later)
    func `of a later version is read what is known, and version 00 is sent on`(header: String) throws {
        let trace = try #require(TraceContext(traceparent: header, tracestate: nil))
        #expect(trace.traceparent == Self.valid)
    }

    @Test(arguments: [("00", false), ("01", true), ("02", false), ("03", true), ("ff", true), ("fe", false)])
    func `only the lowest flag is known`(flags: String, isSampled: Bool) throws {
        let trace = try #require(TraceContext(traceparent: "\(Self.valid.dropLast(2))\(flags)", tracestate: nil))
        #expect(trace.isSampled == isSampled)
        #expect(trace.traceparent.suffix(2) == (isSampled ? "01" : "00"))
    }

    @Test func `what is written is read again, whatever the ids are`() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let trace = TraceContext(
                traceID: .random(using: &random), spanID: .random(using: &random), isSampled: .random(using: &random),
                isRemote: true)
            let read = try #require(TraceContext(traceparent: trace.traceparent, tracestate: nil))
            #expect(read == trace)
        }
    }

    @Test func `no changed byte is read as something else than it says`() {
        var random = SeededGenerator(seed: 8)
        for _ in 0..<20_000 {
            var bytes = Array(Self.valid.utf8)
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...127, using: &random)
            let text = String(decoding: bytes, as: UTF8.self)
            guard let trace = TraceContext(traceparent: text, tracestate: nil) else { continue }
            #expect(text.dropFirst(3).dropLast(3) == "\(trace.traceID)-\(trace.spanID)")
        }
    }

    @Test func `a wrong tracestate is dropped alone`() throws {
        let trace = try #require(TraceContext(traceparent: Self.valid, tracestate: "a=1,a=2"))
        #expect(trace.headers.map(\.name) == ["traceparent"])
    }

    @Test func `a context is carried by an instrument through a dictionary`() {
        let tracer = ShopTracer(sampler: .everything, queue: SpanQueue(metrics: MetricRegistry()))
        var context = ServiceContext.topLevel
        tracer.extract(["traceparent": Self.valid, "tracestate": "a=1"], into: &context, using: Headers())
        var sent: [String: String] = [:]
        tracer.inject(context, into: &sent, using: Headers())
        #expect(sent == ["traceparent": Self.valid, "tracestate": "a=1"])
        var empty = ServiceContext.topLevel
        tracer.extract(["traceparent": "nonsense"], into: &empty, using: Headers())
        #expect(empty.trace == nil)
    }
}

/// Headers in a dictionary.
struct Headers: Extractor, Injector {
    func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
}
