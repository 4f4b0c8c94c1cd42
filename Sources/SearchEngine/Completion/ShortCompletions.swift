import Synchronization

/// The suggestions for short beginnings under one state of the index, each made when it is first asked for. Everybody
/// who types passes through them, there are only some thousands, and they are the dearest to make, since most words
/// begin so. They go with the state that they belong to: at the next change.
final class ShortCompletions: Sendable {
    /// Bytes of what was typed; longer beginnings are too many to keep, and cheap.
    private static let longestBeginning = 4
    private static let capacity = 4096

    private struct Key: Hashable {
        var beginning: String
        var limit: Int
    }

    private let kept = Mutex<[Key: [Completion]]>([:])

    func completions(_ beginning: String, limit: Int, make: () -> [Completion]) -> [Completion] {
        guard beginning.utf8.count <= Self.longestBeginning else { return make() }
        let key = Key(beginning: beginning, limit: limit)
        if let known = kept.withLock({ $0[key] }) { return known }
        let made = make()
        kept.withLock { if $0.count < Self.capacity { $0[key] = made } }
        return made
    }
}
