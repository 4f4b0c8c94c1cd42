import Synchronization

/// Spans that wait for their export, at most 2,048. When it is full the newest are dropped and counted: the shop never
/// waits for whoever collects its spans.
package final class SpanQueue: Sendable {
    static let limit = 2048
    /// With so many the exporter does not wait for its time.
    static let batch = 512

    private let waiting = Mutex<[FinishedSpan]>([])
    let calls: AsyncStream<Void>
    private let caller: AsyncStream<Void>.Continuation
    let exported: Counter
    private let dropped: Metric<Counter>
    private let queueFull: Counter

    /// Why spans were lost.
    enum Loss: String, CaseIterable {
        case queueFull = "queue_full"
        /// The receiver did not want them.
        case refused
        /// The receiver could not be reached, however often we tried.
        case unreachable
        /// The process stopped before they were sent.
        case stopped
    }

    /// An empty queue that counts in `metrics`.
    package init(metrics: MetricRegistry) {
        (calls, caller) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        exported = metrics.counter("souk_trace_spans_exported_total", "Spans that the receiver has taken.")[]
        dropped = metrics.counter(
            "souk_trace_spans_dropped_total", "Spans that were lost on the way to the receiver.", labels: "reason")
        for loss in Loss.allCases { _ = dropped[loss.rawValue] }
        queueFull = dropped[Loss.queueFull.rawValue]
        metrics.gauge("souk_trace_spans_waiting", "Spans that wait for their export.") { [weak self] in
            Double(self?.count ?? 0)
        }
    }

    var count: Int { waiting.withLock { $0.count } }

    func append(_ span: FinishedSpan) {
        let count: Int? = waiting.withLock { waiting in
            guard waiting.count < SpanQueue.limit else { return nil }
            waiting.append(span)
            return waiting.count
        }
        guard let count else { return queueFull.increment() }
        if count % SpanQueue.batch == 0 { call() }
    }

    /// The oldest, at most a batch.
    func next() -> [FinishedSpan] {
        waiting.withLock { waiting in
            let batch = Array(waiting.prefix(SpanQueue.batch))
            waiting.removeFirst(batch.count)
            return batch
        }
    }

    func count(lost count: Int, _ loss: Loss) {
        dropped[loss.rawValue].increment(by: count)
    }

    /// Tells the exporter to look.
    func call() {
        caller.yield()
    }

    /// Tells the exporter that it is to stop.
    func close() {
        caller.finish()
    }
}
