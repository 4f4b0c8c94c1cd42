package import Tracing

/// Where in which trace something happens: what travels between processes in `traceparent` and `tracestate`
/// (W3C Trace Context, https://www.w3.org/TR/trace-context/).
package struct TraceContext: Hashable, Sendable {
    /// The trace.
    package let traceID: TraceID
    /// The span that is open here; the parent of the next one.
    package let spanID: SpanID
    /// Whether its spans are recorded.
    package let isSampled: Bool
    /// What other systems on the way want to keep, handed on as it came.
    package let state: TraceState
    /// Whether the span is another process's.
    package let isRemote: Bool

    init(traceID: TraceID, spanID: SpanID, isSampled: Bool, state: TraceState = TraceState(), isRemote: Bool = false) {
        (self.traceID, self.spanID, self.isSampled) = (traceID, spanID, isSampled)
        (self.state, self.isRemote) = (state, isRemote)
    }
}

extension TraceContext {
    /// What the headers of a request say; `nil` when `traceparent` is absent or wrong, which begins a new trace.
    ///
    /// A header that came more than once is to be handed over joined with commas, as HTTP does: two `traceparent` are
    /// then wrong, and several `tracestate` one list.
    package init?(traceparent: String?, tracestate: String?) {
        guard let traceparent, let parent = TraceParent(traceparent) else { return nil }
        self.init(
            traceID: parent.traceID, spanID: parent.spanID, isSampled: parent.isSampled,
            state: tracestate.flatMap { TraceState($0) } ?? TraceState(), isRemote: true)
    }

    /// The headers that tell the next process: `traceparent`, and `tracestate` where there is one.
    package var headers: [(name: String, value: String)] {
        let parent = (name: "traceparent", value: traceparent)
        return state.isEmpty ? [parent] : [parent, (name: "tracestate", value: state.text)]
    }

    /// The header `traceparent`, in version 00.
    package var traceparent: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }
}

/// The header `traceparent`.
struct TraceParent {
    let traceID: TraceID
    let spanID: SpanID
    let isSampled: Bool

    /// Reads `00-TRACE-SPAN-FLAGS`, as strictly as section 3.2.2 wants it; of a later version what is known of it, by
    /// section 3.2.4.
    init?(_ text: String) {
        // The longest that a later version may have is not said; a header of ours is never longer.
        guard (55...512).contains(text.utf8.count) else { return nil }
        let bytes = Array(text.utf8)
        let dash = UInt8(ascii: "-")
        guard bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
            let version = HexDigits.read(bytes[0..<2]), version != 0xFF,
            version == 0 ? bytes.count == 55 : bytes.count == 55 || bytes[55] == dash,
            let high = HexDigits.read(bytes[3..<19]), let low = HexDigits.read(bytes[19..<35]),
            let span = HexDigits.read(bytes[36..<52]), let flags = HexDigits.read(bytes[53..<55]),
            let traceID = TraceID(high: high, low: low), let spanID = SpanID(span)
        else { return nil }
        (self.traceID, self.spanID, isSampled) = (traceID, spanID, flags & 1 == 1)
    }
}

extension ServiceContext {
    private enum Key: ServiceContextKey {
        typealias Value = TraceContext
        static var nameOverride: String? { "trace" }
    }

    /// Where in which trace this is.
    package var trace: TraceContext? {
        get { self[Key.self] }
        set { self[Key.self] = newValue }
    }
}
