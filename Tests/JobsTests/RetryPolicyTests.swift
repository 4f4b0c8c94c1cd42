import Testing

@testable import Jobs

struct RetryPolicyTests {
    @Test func `The longest wait doubles up to the cap`() {
        let policy = RetryPolicy(tries: 10, base: .seconds(2), cap: .seconds(20))
        let waits = (1...6).map { policy.longestWait(behind: $0) }
        #expect(waits == [2, 4, 8, 16, 20, 20].map { .seconds($0) })
        #expect(RetryPolicy(tries: 100).longestWait(behind: 100) == .seconds(3600))
    }

    @Test func `A wait lies anywhere between nothing and the longest`() {
        var random = SeededGenerator(seed: 1)
        let policy = RetryPolicy(tries: 10, base: .seconds(8), cap: .seconds(3600))
        let waits = (0..<2000).map { _ in policy.wait(behind: 2, using: &random) }
        #expect(waits.allSatisfy { $0 >= .zero && $0 <= .seconds(16) })
        // Each quarter of the range has about a quarter of the waits.
        for quarter in 0..<4 {
            let range = Duration.seconds(4 * quarter)..<Duration.seconds(4 * quarter + 4)
            #expect((400...600).contains(waits.count { range.contains($0) }))
        }
    }

    @Test func `What is kept of an error says nothing that was not meant to be shown`() {
        struct Leak: Error { let password = "hunter2" }
        #expect(!JobFailureSummary.text(of: Leak()).contains("hunter2"))
        #expect(JobFailureSummary.text(of: Leak()).contains("Leak"))
        #expect(JobFailureSummary.text(of: FailedJob("The post office is closed.")) == "The post office is closed.")
        let long = JobFailureSummary.text(of: FailedJob(String(repeating: "x", count: 10_000)))
        #expect(long.count == JobLimits.error)
        #expect(!JobFailureSummary.text(of: FailedJob("a\0b")).contains("\0"))
    }
}
