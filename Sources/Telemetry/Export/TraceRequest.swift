import Tracing

/// What is sent to `/v1/traces`: `ExportTraceServiceRequest` of opentelemetry-proto 1.x, with the numbers of its fields.
enum TraceRequest {
    static func bytes(_ spans: [FinishedSpan], resource: [Attribute]) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.message(1) { resourceSpans in
            resourceSpans.message(1) { $0.attributes(1, resource) }
            resourceSpans.message(2) { scopeSpans in
                scopeSpans.message(1) { $0.text(1, "souk") }
                for span in spans { scopeSpans.message(2) { $0.span(span) } }
            }
        }
        return writer.bytes
    }

    /// What a receiver did not take of a batch that it accepted: `ExportTraceServiceResponse.partial_success`.
    static func rejected(in answer: [UInt8]) -> (spans: Int, reason: String)? {
        guard let partial = field(1, of: answer[...]), case .bytes(let message) = partial else { return nil }
        var (spans, reason) = (0, "")
        if case .number(let number) = field(1, of: message) { spans = Int(clamping: Int64(bitPattern: number)) }
        if case .bytes(let text) = field(2, of: message) { reason = String(decoding: text, as: UTF8.self) }
        return (max(0, spans), reason.cut(to: 200))
    }

    private static func field(_ number: UInt64, of message: ArraySlice<UInt8>) -> ProtobufReader.Value? {
        var reader = ProtobufReader(message)
        var found: ProtobufReader.Value?
        while let (field, value) = reader.next() {
            if field == number { found = value }
        }
        return found
    }
}

extension ProtobufWriter {
    fileprivate mutating func span(_ span: FinishedSpan) {
        bigEndian(1, span.trace.traceID.high, span.trace.traceID.low)
        bigEndian(2, span.trace.spanID.value)
        text(3, span.trace.state.text)
        if let parent = span.parent { bigEndian(4, parent.spanID.value) }
        text(5, span.name)
        integer(6, span.kind.number)
        fixed64(7, span.start)
        fixed64(8, span.end)
        attributes(9, span.attributes)
        integer(10, span.leftOut.attributes)
        for event in span.events { message(11) { $0.event(event) } }
        integer(12, span.leftOut.events)
        for link in span.links { message(13) { $0.link(link) } }
        integer(14, span.leftOut.links)
        if let status = span.status { message(15) { $0.status(status) } }
        fixed32(16, span.trace.flags(isRemote: span.parent?.isRemote ?? false))
    }

    private mutating func event(_ event: FinishedSpan.Event) {
        fixed64(1, event.time)
        text(2, event.name)
        attributes(3, event.attributes)
        integer(4, event.leftOut)
    }

    private mutating func link(_ link: FinishedSpan.Link) {
        bigEndian(1, link.trace.traceID.high, link.trace.traceID.low)
        bigEndian(2, link.trace.spanID.value)
        text(3, link.trace.state.text)
        attributes(4, link.attributes)
        integer(5, link.leftOut)
        fixed32(6, link.trace.flags(isRemote: link.trace.isRemote))
    }

    private mutating func status(_ status: SpanStatus) {
        text(2, status.message ?? "")
        switch status.code {
        case .ok: integer(3, 1)
        case .error: integer(3, 2)
        }
    }

    fileprivate mutating func attributes(_ field: UInt64, _ attributes: [Attribute]) {
        for attribute in attributes {
            message(field) { pair in
                pair.text(1, attribute.name)
                pair.message(2) { $0.anyValue(attribute.value) }
            }
        }
    }

    private mutating func anyValue(_ value: Attribute.Value) {
        switch value {
        case .text(let text): oneOf(1, text)
        case .bool(let bool): oneOf(2, bool)
        case .integer(let integer): oneOf(3, integer)
        case .double(let double): oneOf(4, double)
        case .array(let values):
            message(5) { array in
                for value in values { array.message(1) { $0.anyValue(value) } }
            }
        }
    }
}

extension SpanKind {
    fileprivate var number: Int {
        switch self {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }
}

extension TraceContext {
    /// The flags of `traceparent`, and whether the parent is in another process: one bit says that it is known, the
    /// next what it is (`SpanFlags`).
    fileprivate func flags(isRemote: Bool) -> UInt32 {
        (isSampled ? 1 : 0) | 0x100 | (isRemote ? 0x200 : 0)
    }
}
