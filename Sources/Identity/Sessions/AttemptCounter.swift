import Crypto
import Kernel
import Synchronization

/// Counts tries in the memory of this process: at most `limit.count` in any `limit.period`, exactly, since the moment of
/// each is kept.
///
/// A try is counted *before* it is made, and given back when it was no failure. Counted afterwards, a hundred guesses at
/// once would all find room.
final class AttemptCounter: Sendable {
    /// What is counted, as a hash: no address and no name is kept.
    struct Key: Hashable, Sendable {
        private let high: UInt64
        private let low: UInt64

        init(_ parts: String...) {
            var hash = SHA256()
            for part in parts {
                hash.update(data: Array(part.utf8))
                hash.update(data: [0])
            }
            let bytes = Array(hash.finalize())
            (high, low) = (UInt64(bytes: bytes.prefix(8)), UInt64(bytes: bytes.dropFirst(8).prefix(8)))
        }
    }

    /// More keys than this are not remembered; then the older half is forgotten.
    static let capacity = 50_000
    private let limit: RateLimit?
    private let tries = Mutex<[Key: [Timestamp]]>([:])

    /// A counter without tries; with `nil` it never refuses.
    init(_ limit: RateLimit?) {
        self.limit = limit
    }

    /// Counts one try.
    /// - Returns: `nil` when it may be made, else how long to wait.
    func take(_ key: Key, at now: Timestamp) -> Duration? {
        guard let limit else { return nil }
        let begin = now.advanced(by: .zero - limit.period)
        return tries.withLock { tries in
            var moments = (tries[key] ?? []).filter { $0 > begin }
            guard moments.count < limit.count else {
                let oldest = moments[moments.count - limit.count]
                return .microseconds(max(oldest.microseconds - begin.microseconds, 1))
            }
            if tries[key] == nil { AttemptCounter.makeRoom(in: &tries, begin) }
            moments.append(now)
            tries[key] = moments
            return nil
        }
    }

    /// Takes a counted try back: it was no failure.
    func giveBack(_ key: Key, at moment: Timestamp) {
        tries.withLock { tries in
            guard var moments = tries[key], let index = moments.lastIndex(of: moment) else { return }
            moments.remove(at: index)
            tries[key] = moments.isEmpty ? nil : moments
        }
    }

    /// Forgets all tries of a key: it was proved.
    func forget(_ key: Key) {
        tries.withLock { _ = $0.removeValue(forKey: key) }
    }

    var keyCount: Int { tries.withLock { $0.count } }

    private static func makeRoom(in tries: inout [Key: [Timestamp]], _ begin: Timestamp) {
        guard tries.count >= capacity else { return }
        tries = tries.filter { $0.value.last.map { $0 > begin } ?? false }
        guard tries.count > capacity / 2 else { return }
        let kept = tries.sorted { ($0.value.last ?? begin) > ($1.value.last ?? begin) }.prefix(capacity / 2)
        tries = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}
