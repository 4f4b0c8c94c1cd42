package import Tracing

/// What stands behind `withSpan`: begins spans and puts the finished ones into a queue, from which they are exported.
///
/// Installed once, at the start of the process, with `InstrumentationSystem.bootstrap`; tests bind one with `withTracer`.
package struct ShopTracer: Tracer {
    private let sampler: Sampler
    private let queue: SpanQueue

    /// A tracer.
    package init(sampler: Sampler, queue: SpanQueue) {
        (self.sampler, self.queue) = (sampler, queue)
    }

    /// Begins a span: the child of what `context` says, else the root of a new trace.
    ///
    /// One that is not recorded gets ids all the same, which stand in the logs and travel on.
    package func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> ShopSpan {
        var context = context()
        let parent = context.trace
        var random = SystemRandomNumberGenerator()
        let traceID = parent?.traceID ?? .random(using: &random)
        let trace = TraceContext(
            traceID: traceID, spanID: .random(using: &random), isSampled: sampler.records(traceID, parent: parent),
            state: parent?.state ?? TraceState())
        context.trace = trace
        guard trace.isSampled else { return ShopSpan(operationName, context) }
        let start = instant().nanosecondsSinceEpoch
        return ShopSpan(
            context, SpanRecording(operationName, trace, parent: parent, kind: kind, start: start, queue: queue))
    }

    /// The same for whoever does not know the type of the spans.
    package func startAnySpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> any Tracing.Span {
        startSpan(
            operationName, context: context(), ofKind: kind, at: instant(), function: function, file: fileID, line: line
        )
    }

    /// Does nothing: the exporter sends what is there when it stops.
    package func forceFlush() {}

    /// Reads `traceparent` and `tracestate`. One that is wrong leaves the context as it is, and a new trace begins.
    package func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        let trace = TraceContext(
            traceparent: extractor.extract(key: "traceparent", from: carrier),
            tracestate: extractor.extract(key: "tracestate", from: carrier))
        if let trace { context.trace = trace }
    }

    /// Writes `traceparent` and `tracestate`.
    package func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        for header in context.trace?.headers ?? [] {
            injector.inject(header.value, forKey: header.name, into: &carrier)
        }
    }
}
