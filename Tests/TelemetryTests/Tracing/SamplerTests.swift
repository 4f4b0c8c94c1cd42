import Testing

@testable import Telemetry

@Suite struct SamplerTests {
    static let shares: [(String, String?, Double)] = [
        ("always_on", nil, 1.0), ("always_off", nil, 0), ("traceidratio", "0.25", 0.25), ("traceidratio", nil, 1),
        ("parentbased_traceidratio", "0", 0), ("parentbased_always_on", "0.1", 1),
    ]
    static let wrong: [(String, String?)] = [
        ("sometimes", nil), ("traceidratio", "2"), ("traceidratio", "-0.1"), ("traceidratio", "nan"),
        ("parentbased_traceidratio", "x"),
    ]

    private func parent(_ isSampled: Bool) -> TraceContext? {
        TraceContext(traceparent: "\(TraceContextTests.valid.dropLast(2))\(isSampled ? "01" : "00")", tracestate: nil)
    }

    private func share(_ sampler: Sampler) -> Double {
        var random = SeededGenerator(seed: 3)
        let count = (0..<20_000).count { _ in sampler.records(.random(using: &random), parent: nil) }
        return Double(count) / 20_000
    }

    @Test(arguments: SamplerTests.shares)
    func `a share of the traces is recorded`(name: String, argument: String?, expected: Double) throws {
        let measured = share(try Sampler(name: name, argument: argument))
        #expect(abs(measured - expected) < 0.01)
    }

    @Test func `the caller decides for samplers based on the parent only`() throws {
        var random = SeededGenerator(seed: 4)
        let id = TraceID.random(using: &random)
        for (name, onSampled, onOther) in [
            ("parentbased_always_on", true, false), ("parentbased_always_off", true, false), ("always_on", true, true),
            ("always_off", false, false),
        ] {
            let sampler = try Sampler(name: name, argument: nil)
            #expect(sampler.records(id, parent: parent(true)) == onSampled, "\(name)")
            #expect(sampler.records(id, parent: parent(false)) == onOther, "\(name)")
        }
    }

    @Test func `a trace that is recorded at a small share is recorded at every larger one`() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<1000 {
            let id = TraceID.random(using: &random)
            let decisions = try [0.0, 0.1, 0.5, 0.9, 1].map {
                try Sampler(name: "traceidratio", argument: "\($0)").records(id, parent: nil) ? 1 : 0
            }
            #expect(decisions == decisions.sorted())
        }
    }

    @Test(arguments: SamplerTests.wrong)
    func `what is no sampler is refused by name`(name: String, argument: String?) {
        let error = #expect(throws: TracingSettings.Invalid.self) { try Sampler(name: name, argument: argument) }
        #expect(error?.description.hasPrefix("OTEL_TRACES_SAMPLER") == true)
    }
}
