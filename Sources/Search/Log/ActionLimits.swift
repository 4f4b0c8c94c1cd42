import Kernel
import Synchronization

/// Bounds what one visitor can do to the popularity of products: whoever tells of clicks and purchases can make them up.
///
/// A visitor's actions count so often a day: one of a kind for one product and query once, for one product at all a few
/// times, and a few hundred in all. So one visitor adds at most 22 points a day to a product; the ranking takes their
/// logarithm. Days are those of UTC. Every process counts for itself, and begins anew when it is started.
final class ActionLimits: Sendable {
    /// Actions of one visitor a day that count, whatever they are.
    static let perVisitor = 300
    /// More is not remembered, some 10 MB; what comes then does not count until the next day.
    private let capacity: Int

    fileprivate struct State {
        var day = Int64.min
        var counts: [Subject: Int] = [:]
    }

    /// What is counted: hashed with the seed of the process, so that nobody can make two of them meet.
    fileprivate struct Subject: Hashable {
        let hash: Int

        init(_ visitor: Visitor, _ parts: String?...) {
            var hasher = Hasher()
            hasher.combine(visitor)
            for part in parts { hasher.combine(part) }
            hash = hasher.finalize()
        }
    }

    private let state = Mutex(State())

    /// Limits of which nothing is used up.
    init(capacity: Int = 200_000) {
        self.capacity = capacity
    }

    /// Counts an action. What does not make a product popular is not counted.
    /// - Returns: whether it is within the limits.
    func take(_ event: ShopperEvent, of visitor: Visitor, at now: Timestamp) -> Bool {
        guard let limit = event.kind.dailyLimit else { return true }
        let kind = event.kind.rawValue
        let query = event.query.map(QueryText.normalised)
        let subjects = [
            (Subject(visitor), ActionLimits.perVisitor), (Subject(visitor, kind, event.productID), limit),
            (Subject(visitor, kind, event.productID, query), 1),
        ]
        return state.withLock { state in
            state.begin(now.microseconds / 86_400_000_000)
            let fits = subjects.allSatisfy { state.counts[$0, default: 0] < $1 }
            guard fits, state.counts.count + subjects.count <= capacity else { return false }
            for (subject, _) in subjects { state.counts[subject, default: 0] += 1 }
            return true
        }
    }
}

extension ActionLimits.State {
    fileprivate mutating func begin(_ today: Int64) {
        guard today != day else { return }
        (day, counts) = (today, [:])
    }
}

extension ShopperEvent.Kind {
    /// How often a day one visitor does this with one product, as far as it counts; `nil` for what makes nothing popular.
    fileprivate var dailyLimit: Int? {
        switch self {
        case .click, .addToCart: 3
        case .purchase: 1
        case .impression, .search: nil
        }
    }
}
