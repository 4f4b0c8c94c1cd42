import Kernel
import Persistence
import TestSupport
import Testing

@testable import Jobs

@Suite(.timeLimit(.minutes(2)))
struct JobQueueTests {
    @Test(arguments: TestDatabase.all)
    func `Dead jobs are kept for 30 days`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let worker = fixture.worker { _, _ in throw FailedJob("No such address.", retry: .never) }
            try await fixture.queue.enqueue(Note("old"))
            _ = try await worker.runDue()
            fixture.clock.advance(by: .seconds(2 * 86_400))
            try await fixture.queue.enqueue(Note("young"))
            _ = try await worker.runDue()
            fixture.clock.advance(by: .seconds(28 * 86_400 - 1))
            let early = try await fixture.queue.prune()
            #expect(early == 0)
            fixture.clock.advance(by: .seconds(2))
            let due = try await fixture.queue.prune()
            #expect(due == 1)
            let job = try #require(try await fixture.only())
            #expect(job.payload.contains("young") && job.state == .dead)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Figures count what waits and what is dead, and say since when the oldest is due`(kind: TestDatabase)
        async throws
    {
        try await JobsFixture.with(kind) { fixture in
            let (queue, now) = (fixture.queue, fixture.clock.now)
            let empty = try await queue.figures()
            #expect(empty == JobFigures(waiting: 0, dead: 0, oldest: .zero))
            try await queue.enqueue([Note("a"), Note("b"), Note("c"), Note("d")])
            try await queue.enqueue(Note("later"), notBefore: now.advanced(by: .seconds(1000)))
            let claimed = try await fixture.database.write {
                try $0.claim([Note.name], limit: 2, at: now, until: now.advanced(by: .seconds(30)))
            }
            _ = try await fixture.database.write { try $0.bury(claimed[0].ticket, error: "x", at: now) }
            fixture.clock.advance(by: .seconds(12))
            let figures = try await queue.figures()
            #expect(figures == JobFigures(waiting: 3, dead: 1, oldest: .seconds(12)))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Lists are by state and name, and have an end`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            try await fixture.queue.enqueue((0..<7).map { Note("\($0)") })
            try await fixture.queue.enqueue(PruneDeadJobs())
            let (waiting, dead, pruning, three) = (
                try await fixture.queue.list([.waiting]), try await fixture.queue.list([.dead, .running]),
                try await fixture.queue.list(named: PruneDeadJobs.name), try await fixture.queue.list(limit: 3)
            )
            #expect(waiting.count == 8 && dead.isEmpty && pruning.count == 1 && three.count == 3)
        }
    }

    /// What a million rows would need minutes for is seen in the plan.
    @Test(arguments: TestDatabase.all)
    func `Claiming reads the index of what is due, not the table`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let now = fixture.clock.now
            try await fixture.database.write { transaction in
                try transaction.enqueue((0..<3000).map { Note("\($0)") }, at: now)
                let later = now.advanced(by: .seconds(9))
                try transaction.enqueue((0..<3000).map { Note("\($0)") }, at: now, notBefore: later)
                try transaction.execute("ANALYZE jobs")
            }
            let explain: SQL = kind == .sqlite ? "EXPLAIN QUERY PLAN" : "EXPLAIN"
            let plan = try await fixture.database.write { transaction in
                var lines: [String] = []
                let claiming = transaction.claiming(["a", Note.name], limit: 8, at: now, until: now)
                try transaction.forEach("\(explain) \(claiming)") { row in
                    lines.append(try row.decode(kind == .sqlite ? "detail" : "QUERY PLAN"))
                }
                return lines.joined(separator: "\n")
            }
            #expect(plan.contains("jobs_due"))
            #expect(
                !plan.contains("Seq Scan") && !plan.contains("Sort") && !plan.contains("Hash")
                    && !plan.contains("TEMP B-TREE"), "\(plan)")
        }
    }
}
