import Foundation

/// Runs what blocks, as every call about files does, on threads of its own and never on those of Swift's tasks.
struct BlockingWork: Sendable {
    private let queue: OperationQueue

    /// - Parameter threads: how much is done at once; the rest waits, as do the tasks that asked for it.
    init(threads: Int) {
        queue = OperationQueue()
        queue.name = "blobs"
        queue.maxConcurrentOperationCount = threads
    }

    /// Not cancelled: a call about a file is short, and half of one would leave something behind.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Result { try body() }) }
        }
    }
}
