/// Leaves a peer alone that fails: closed, it counts; open, it refuses; half-open, it lets one probe through.
///
/// A pure value: whoever owns it brings the time.
package struct CircuitBreaker: Sendable {
    /// When it opens, and for how long.
    package struct Rules: Sendable {
        /// What lies further back is forgotten.
        package var window: Duration = .seconds(10)
        /// So many failures within the window open it, if they are also half of all tries.
        package var failures = 5
        /// How long it stays open before a probe.
        package var rest: Duration = .seconds(5)

        /// The usual rules.
        package init() {}
    }

    /// What a try is allowed as.
    enum Admission {
        case usual
        case probe
    }

    /// How a try ended, for the health of the peer.
    enum Outcome {
        /// The peer answered, even if with a refusal.
        case answered
        case failed
        /// Nobody waited for the end.
        case abandoned
    }

    private enum State {
        case closed
        case resting(until: Duration)
        case halfOpen
    }

    private struct Try {
        let at: Duration
        let hasFailed: Bool
    }

    private let rules: Rules
    private var state = State.closed
    /// Newest last. As many as decide anything are kept, so that a busy peer costs no memory.
    private var tries: [Try] = []
    private static let kept = 100

    init(_ rules: Rules) {
        self.rules = rules
    }

    /// Whether it refuses or only probes.
    var isOpen: Bool {
        if case .closed = state { false } else { true }
    }

    /// `nil` when the peer is to be left alone.
    mutating func admit(at now: Duration) -> Admission? {
        switch state {
        case .closed: return .usual
        case .halfOpen: return nil
        case .resting(let end):
            guard now >= end else { return nil }
            state = .halfOpen
            return .probe
        }
    }

    /// A try of before the circuit opened says nothing about the peer now; only the probe closes it again.
    mutating func record(_ outcome: Outcome, of admission: Admission, at now: Duration) {
        switch (admission, state, outcome) {
        case (.probe, .halfOpen, .answered): (state, tries) = (.closed, [])
        case (.probe, .halfOpen, .failed): state = .resting(until: now + rules.rest)
        case (.probe, .halfOpen, .abandoned): state = .resting(until: now)
        case (.usual, .closed, .answered), (.usual, .closed, .failed): count(outcome == .failed, at: now)
        default: break
        }
    }

    private mutating func count(_ hasFailed: Bool, at now: Duration) {
        tries.append(Try(at: now, hasFailed: hasFailed))
        tries.removeFirst(max(0, tries.count - Self.kept))
        let recent = tries.filter { now - $0.at <= rules.window }
        let failures = recent.count { $0.hasFailed }
        if failures >= rules.failures, failures * 2 >= recent.count { state = .resting(until: now + rules.rest) }
    }
}
