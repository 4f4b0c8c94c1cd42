import Kernel
import Persistence
import TestSupport
import Testing
import Tracing

@testable import Jobs
@testable import Telemetry

/// Where a job came from, as its spans tell.
@Suite(.timeLimit(.minutes(2)))
struct JobTraceTests {
    @Test(arguments: TestDatabase.all)
    func `A run is linked to the span that its job was enqueued in, in a trace of its own`(kind: TestDatabase)
        async throws
    {
        let spans = SpanQueue(metrics: MetricRegistry())
        try await JobsFixture.with(kind) { fixture in
            try await withTracer(ShopTracer(sampler: .everything, queue: spans)) {
                try await withSpan("request") { _ in
                    let moment = fixture.clock.now
                    _ = try await fixture.database.write { try $0.enqueue(Note(), at: moment) }
                }
                try await fixture.queue.enqueue(Note("of nobody"))
                let runs = try await fixture.worker { _, _ in }.runDue()
                #expect(runs == 2)
            }
        }
        let finished = spans.next()
        let request = try #require(finished.first { $0.name == "request" })
        let runs = finished.filter { $0.name == "job test.note" }
        #expect(runs.map(\.links.count).sorted() == [0, 1])
        let linked = try #require(runs.first { !$0.links.isEmpty })
        #expect(linked.links[0].trace.traceID == request.trace.traceID)
        #expect(linked.links[0].trace.spanID == request.trace.spanID)
        #expect(linked.trace.traceID != request.trace.traceID && linked.parent == nil)
    }
}
