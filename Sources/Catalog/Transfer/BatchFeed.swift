import Foundation

/// Reads and checks a source on a thread of its own, at most two batches ahead of whoever writes them: reading may
/// block, on a pipe for ever, and takes about as long as writing, so that two cores are worth twice one.
struct BatchFeed: Sendable {
    /// The batches in order; ends with the error that reading ended with.
    let batches: AsyncThrowingStream<ImportBatch, any Error>
    private let room: DispatchSemaphore

    private static let lead = 2

    init(_ source: ImportSource, format: TransferFormat?, options: ProductImport.Options) {
        let room = DispatchSemaphore(value: 0)
        for _ in 0..<BatchFeed.lead { room.signal() }
        let (stream, continuation) = AsyncThrowingStream<ImportBatch, any Error>.makeStream()
        // The reader may be waiting for room when nobody takes batches any more.
        continuation.onTermination = { _ in room.signal() }
        (batches, self.room) = (stream, room)
        let thread = Thread {
            do {
                var reader = try BatchReader(source, format: format, options: options)
                while let batch = try reader.next() {
                    room.wait()
                    guard case .enqueued = continuation.yield(batch) else { return }
                }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        thread.name = "souk.import"
        thread.start()
    }

    /// Makes room for one more batch; to be called for each one that was taken.
    func taken() {
        room.signal()
    }
}
