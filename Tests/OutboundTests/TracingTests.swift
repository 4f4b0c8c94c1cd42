import InMemoryTracing
import Testing
import Tracing

@testable import Outbound

@Suite(.timeLimit(.minutes(3))) struct TracingTests {
    @Test func `every try is a client span of its own, and the peer hears its name`() async throws {
        let (tracer, tally) = (InMemoryTracer(), Tally())
        try await RawServer.answering({ _ in answer(tally.next() == 0 ? 503 : 200) }) { server in
            try await OutboundFixture.with(tracer: tracer) { fixture in
                _ = try await fixture.send(.get, server.url("/secret?key=secret"))
            }
            let spans = tracer.finishedSpans
            #expect(spans.map(\.operationName) == ["GET", "GET"])
            #expect(spans.map(\.kind) == [.client, .client])
            #expect(spans.map { $0.attributes.get("http.response.status_code") } == [.int64(503), .int64(200)])
            #expect(spans.last?.attributes.get("http.request.resend_count") == .int64(1))
            #expect(spans.allSatisfy { $0.attributes.get("server.address") == .string("127.0.0.1") })
            let heard = server.requests.map { $0.headers[InMemoryTracer.spanIDKey.lowercased()] }
            #expect(heard == spans.map { Optional($0.spanID) })
        }
    }

    @Test func `a failure says of what sort it was`() async throws {
        let tracer = InMemoryTracer()
        let url = try await RawServer.with({ _ in }) { $0.url() }
        try await OutboundFixture.with(tracer: tracer) { fixture in _ = try? await fixture.send(.get, url) }
        #expect(tracer.finishedSpans.count == 3)
        #expect(tracer.finishedSpans.allSatisfy { $0.attributes.get("error.type") == .string("unreachable") })
    }
}
