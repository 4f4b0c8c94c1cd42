import Tracing

/// How much of a span is kept. Text that is longer is cut.
enum SpanLimits {
    static let attributes = 64
    static let events = 64
    static let links = 64
    /// Attributes of one event or link.
    static let eventAttributes = 16
    /// Values of an array.
    static let elements = 64
    /// Bytes of a name or a text.
    static let text = 1024
}

/// A span that has ended and waits for its export: small, and independent of whoever made it.
package struct FinishedSpan: Sendable {
    let name: String
    let trace: TraceContext
    let parent: TraceContext?
    let kind: SpanKind
    /// Nanoseconds since 1970.
    let start: UInt64
    /// Not before `start`, even if the clock was set back meanwhile.
    let end: UInt64
    let attributes: [Attribute]
    let events: [Event]
    let links: [Link]
    let status: SpanStatus?
    let leftOut: LeftOut

    struct Event: Sendable {
        let name: String
        let time: UInt64
        let attributes: [Attribute]
        let leftOut: Int
    }

    struct Link: Sendable {
        let trace: TraceContext
        let attributes: [Attribute]
        let leftOut: Int
    }

    /// How many were not kept.
    struct LeftOut: Sendable {
        var attributes = 0
        var events = 0
        var links = 0
    }

    init(_ state: SpanRecording.State, end: UInt64) {
        name = state.name.cut(to: SpanLimits.text)
        (trace, parent, kind) = (state.trace, state.parent, state.kind)
        (start, self.end) = (state.start, max(state.start, end))
        attributes = Attribute.all(state.attributes, limit: SpanLimits.attributes).kept
        events = state.events.map(Event.init)
        links = state.links.compactMap(Link.init)
        status = state.status.map { SpanStatus(code: $0.code, message: $0.message?.cut(to: SpanLimits.text)) }
        leftOut = state.leftOut
    }
}

extension FinishedSpan.Event {
    init(_ event: SpanEvent) {
        let (kept, leftOut) = Attribute.all(event.attributes, limit: SpanLimits.eventAttributes)
        self.init(
            name: event.name.cut(to: SpanLimits.text), time: event.nanosecondsSinceEpoch, attributes: kept,
            leftOut: leftOut)
    }
}

extension FinishedSpan.Link {
    /// `nil` when it leads to no trace of ours.
    init?(_ link: SpanLink) {
        guard let trace = link.context.trace else { return nil }
        let (kept, leftOut) = Attribute.all(link.attributes, limit: SpanLimits.eventAttributes)
        self.init(trace: trace, attributes: kept, leftOut: leftOut)
    }
}

/// A name and its value, within the limits.
struct Attribute: Sendable {
    let name: String
    let value: Value

    /// What the protocol has: OTLP's `AnyValue`.
    indirect enum Value: Sendable, Equatable {
        case text(String)
        case bool(Bool)
        case integer(Int64)
        case double(Double)
        case array([Value])
    }

    static func all(_ attributes: SpanAttributes, limit: Int) -> (kept: [Attribute], leftOut: Int) {
        var kept: [Attribute] = []
        kept.reserveCapacity(min(attributes.count, limit))
        attributes.forEach { name, value in
            if kept.count < limit { kept.append(Attribute(name: name.cut(to: SpanLimits.text), value: Value(value))) }
        }
        return (kept, attributes.count - kept.count)
    }
}

extension Attribute.Value {
    init(_ value: SpanAttribute) {
        switch value {
        case .string(let text): self = .text(text.cut(to: SpanLimits.text))
        case .stringConvertible(let value): self = .text(value.description.cut(to: SpanLimits.text))
        case .bool(let bool): self = .bool(bool)
        case .int32(let integer): self = .integer(Int64(integer))
        case .int64(let integer): self = .integer(integer)
        case .double(let double): self = .double(double)
        default: self = .array(Attribute.Value.elements(value))
        }
    }

    private static func elements(_ value: SpanAttribute) -> [Attribute.Value] {
        func some<Element>(_ elements: [Element], _ make: (Element) -> Attribute.Value) -> [Attribute.Value] {
            elements.prefix(SpanLimits.elements).map(make)
        }
        return switch value {
        case .stringArray(let texts): some(texts) { .text($0.cut(to: SpanLimits.text)) }
        case .stringConvertibleArray(let values): some(values) { .text($0.description.cut(to: SpanLimits.text)) }
        case .boolArray(let bools): some(bools) { .bool($0) }
        case .int32Array(let integers): some(integers) { .integer(Int64($0)) }
        case .int64Array(let integers): some(integers) { .integer($0) }
        case .doubleArray(let doubles): some(doubles) { .double($0) }
        default: []
        }
    }
}

extension String {
    /// The text itself, or its beginning of at most that many bytes of UTF-8, cut between two scalars.
    func cut(to limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
