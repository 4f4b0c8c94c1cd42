package import Tracing

/// A span that is open: recorded, or only a place in a trace that nobody records.
package struct ShopSpan: Tracing.Span {
    /// What is handed to what happens within.
    package let context: ServiceContext
    private let recording: SpanRecording?
    private let name: String

    init(_ context: ServiceContext, _ recording: SpanRecording) {
        (self.context, self.recording, name) = (context, recording, "")
    }

    /// One that is not recorded.
    init(_ name: String, _ context: ServiceContext) {
        (self.context, recording, self.name) = (context, nil, name)
    }

    /// Whether it is worth while to find out attributes.
    package var isRecording: Bool { recording?.isOpen ?? false }

    /// What it is called: a few names in all, no ids in them.
    package var operationName: String {
        get { recording?.name ?? name }
        nonmutating set { recording?.change { $0.name = newValue } }
    }

    /// At most 64; those that come later are left out and counted. Several at once with `updateAttributes`.
    package var attributes: SpanAttributes {
        get { recording?.attributes ?? [:] }
        nonmutating set { recording?.change { $0.replace(attributes: newValue) } }
    }

    /// Sets the status. `ok` stays.
    package func setStatus(_ status: SpanStatus) {
        recording?.change { $0.set(status) }
    }

    /// Records a moment; at most 64 are kept.
    package func addEvent(_ event: SpanEvent) {
        recording?.change { $0.add(event) }
    }

    /// Records an error by its type and its code or case, as the event `exception` of OpenTelemetry.
    ///
    /// Never by its text: that of a database can hold a customer's address. The text stands in the log, under the same
    /// trace id.
    package func recordError<Instant: TracerInstant>(
        _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
    ) {
        guard isRecording else { return }
        var attributes = attributes
        for (name, value) in SpanRecording.describe(error) { attributes.set(name, value: .string(value)) }
        addEvent(SpanEvent(name: "exception", at: instant(), attributes: attributes))
    }

    /// Points to a span of another trace; at most 64 are kept.
    package func addLink(_ link: SpanLink) {
        recording?.change { $0.add(link) }
    }

    /// Ends it; only the first time counts.
    package func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        recording?.end(at: instant().nanosecondsSinceEpoch)
    }
}
