import Synchronization

/// Whether the process is about to stop: it still answers, but asks its clients to go elsewhere.
package final class Draining: Sendable {
    private let flag = Atomic(false)

    /// Not yet.
    package init() {}

    /// Whether it has begun.
    package var hasBegun: Bool { flag.load(ordering: .relaxed) }

    /// Begins.
    package func begin() {
        flag.store(true, ordering: .relaxed)
    }
}
