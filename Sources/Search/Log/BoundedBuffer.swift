import Synchronization

/// Takes things in from many tasks without ever waiting, until somebody takes all of them out. When it is full, what comes
/// is dropped and counted: what shoppers see must not depend on what is written down about them.
final class BoundedBuffer<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var dropped = 0
        var taken = 0
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// A buffer for so many.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// How many were taken in, and how many were dropped.
    var counts: (taken: Int, dropped: Int) { state.withLock { ($0.taken, $0.dropped) } }

    /// Takes one in, or drops it.
    /// - Returns: whether there was room.
    @discardableResult
    func add(_ element: Element) -> Bool {
        state.withLock { state in
            guard state.elements.count < capacity else {
                state.dropped += 1
                return false
            }
            state.elements.append(element)
            state.taken += 1
            return true
        }
    }

    /// Takes everything out.
    func drain() -> [Element] {
        state.withLock { state in
            defer {
                state.elements = []
                state.elements.reserveCapacity(min(capacity, 256))
            }
            return state.elements
        }
    }
}
