import Kernel
import Synchronization
import Tracing

/// What is known of a span that is recorded, until it ends.
final class SpanRecording: Sendable {
    private let queue: SpanQueue
    private let state: Mutex<State>

    init(
        _ name: String, _ trace: TraceContext, parent: TraceContext?, kind: SpanKind, start: UInt64, queue: SpanQueue
    ) {
        self.queue = queue
        state = Mutex(State(name: name, trace: trace, parent: parent, kind: kind, start: start))
    }

    struct State {
        var name: String
        let trace: TraceContext
        let parent: TraceContext?
        let kind: SpanKind
        let start: UInt64
        var attributes = SpanAttributes([:])
        var leftOut = FinishedSpan.LeftOut()
        var events: [SpanEvent] = []
        var links: [SpanLink] = []
        var status: SpanStatus?
        var isOpen = true
    }

    var isOpen: Bool { state.withLock { $0.isOpen } }
    var name: String { state.withLock { $0.name } }
    var attributes: SpanAttributes { state.withLock { $0.attributes } }

    /// What comes after the end is ignored.
    func change(_ body: (inout State) -> Void) {
        state.withLock { state in
            if state.isOpen { body(&state) }
        }
    }

    func end(at end: UInt64) {
        let finished: FinishedSpan? = state.withLock { state in
            guard state.isOpen else { return nil }
            state.isOpen = false
            return FinishedSpan(state, end: end)
        }
        if let finished { queue.append(finished) }
    }
}

extension SpanRecording.State {
    mutating func replace(attributes new: SpanAttributes) {
        guard new.count > SpanLimits.attributes else {
            attributes = new
            return
        }
        // Those that were there stay, so that a flood of new ones does not wash away what identifies the span.
        let old = attributes
        var (kept, added) = (SpanAttributes([:]), [(String, SpanAttribute)]())
        new.forEach { name, value in
            if old.get(name) == nil { added.append((name, value)) } else { kept.set(name, value: value) }
        }
        let room = SpanLimits.attributes - kept.count
        for (name, value) in added.prefix(room) { kept.set(name, value: value) }
        leftOut.attributes += added.count - room
        attributes = kept
    }

    mutating func add(_ event: SpanEvent) {
        if events.count < SpanLimits.events { events.append(event) } else { leftOut.events += 1 }
    }

    mutating func add(_ link: SpanLink) {
        if links.count < SpanLimits.links { links.append(link) } else { leftOut.links += 1 }
    }

    mutating func set(_ new: SpanStatus) {
        if status?.code != .ok { status = new }
    }
}

extension SpanRecording {
    /// The attributes of an error: its type, and which of its type's errors it is. See `ShopSpan.recordError`.
    static func describe(_ error: any Error) -> [(String, String)] {
        let type = ("exception.type", String(describing: Swift.type(of: error)))
        if let error = error as? any DomainError { return [type, ("exception.message", error.code)] }
        let mirror = Mirror(reflecting: error)
        guard mirror.displayStyle == .enum else { return [type] }
        // A case without values has no children; its description is its name.
        return [type, ("exception.message", mirror.children.first?.label ?? "\(error)")]
    }
}
