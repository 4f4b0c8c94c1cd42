/// Which traces are recorded (OpenTelemetry, "Sampling"): a share of them, and those whose caller records them.
package struct Sampler: Hashable, Sendable {
    /// Whether the caller decides where there is one.
    let followsParent: Bool
    /// The share of the other traces that is recorded, from 0 to 1.
    let ratio: Double

    /// All traces whose caller does not say otherwise.
    package static let everything = Sampler(followsParent: true, ratio: 1)

    /// Whether the next span is recorded.
    ///
    /// A trace is judged by the low half of its id, so that every process with the same share comes to the same result.
    func records(_ traceID: TraceID, parent: TraceContext?) -> Bool {
        if followsParent, let parent { return parent.isSampled }
        return ratio >= 1 || traceID.low >> 1 < UInt64(ratio * 0x1p63)
    }
}

extension Sampler {
    /// The names of OTEL_TRACES_SAMPLER.
    static let names = [
        "always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off",
        "parentbased_traceidratio",
    ]

    /// From OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG.
    init(name: String, argument: String?) throws(TracingSettings.Invalid) {
        guard Sampler.names.contains(name) else {
            throw TracingSettings.Invalid(
                description:
                    "OTEL_TRACES_SAMPLER must be one of \(Sampler.names.joined(separator: ", ")), is \"\(name)\"")
        }
        followsParent = name.hasPrefix("parentbased_")
        if name.hasSuffix("always_on") {
            ratio = 1
        } else if name.hasSuffix("always_off") {
            ratio = 0
        } else {
            ratio = try Sampler.ratio(argument)
        }
    }

    private static func ratio(_ text: String?) throws(TracingSettings.Invalid) -> Double {
        guard let text else { return 1 }
        guard let ratio = Double(text), (0...1).contains(ratio) else {
            throw TracingSettings.Invalid(
                description: "OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1, is \"\(text)\"")
        }
        return ratio
    }
}
