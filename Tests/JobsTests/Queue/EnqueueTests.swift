import Kernel
import Persistence
import TestSupport
import Testing

@testable import Jobs

@Suite(.timeLimit(.minutes(2)))
struct EnqueueTests {
    @Test(arguments: TestDatabase.all)
    func `A job is there when its transaction commits, and not else`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            await #expect(throws: Trouble.self) {
                try await fixture.database.write { transaction in
                    try transaction.enqueue(Note("lost"), at: fixture.clock.now)
                    throw Trouble()
                }
            }
            let none = try await fixture.queue.list()
            #expect(none.isEmpty)
            let id = try await fixture.database.write { try $0.enqueue(Note("kept \"ä\n"), at: fixture.clock.now) }
            let job = try await fixture.queue.find(id)
            #expect(job.name == "test.note" && job.state == .waiting && job.tries == 0 && job.error == nil)
            #expect(job.dueAt == fixture.clock.now && job.enqueuedAt == fixture.clock.now)
            let note = try JobPayload.job(Note.self, from: job.payload)
            #expect(note.text == "kept \"ä\n")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A payload beyond the limit and a bad key are refused, and nothing is written`(kind: TestDatabase) async throws
    {
        try await JobsFixture.with(kind) { fixture in
            let (queue, room) = (fixture.queue, JobLimits.payload - #"{"text":""}"#.utf8.count)
            try await queue.enqueue(Note(String(repeating: "x", count: room)))
            await #expect(throws: JobError.payloadTooLarge(job: "test.note", bytes: JobLimits.payload + 1)) {
                try await queue.enqueue(Note(String(repeating: "x", count: room + 1)))
            }
            for key in ["", String(repeating: "k", count: 201), "a\0b"] {
                await #expect(throws: JobError.invalidKey(job: "test.note")) {
                    try await queue.enqueue(Note(), key: key)
                }
            }
            let jobs = try await queue.list()
            #expect(jobs.count == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A second job with the key of one that waits is dropped, but may bring it forward`(kind: TestDatabase)
        async throws
    {
        try await JobsFixture.with(kind) { fixture in
            let (queue, now) = (fixture.queue, fixture.clock.now)
            let first = try await queue.enqueue(Note("first"), notBefore: now.advanced(by: .seconds(60)), key: "k")
            let later = try await queue.enqueue(Note("later"), notBefore: now.advanced(by: .seconds(90)), key: "k")
            let sooner = try await queue.enqueue(Note("sooner"), notBefore: now.advanced(by: .seconds(30)), key: "k")
            #expect(later == first && sooner == first)
            let job = try #require(try await fixture.only())
            #expect(job.dueAt == now.advanced(by: .seconds(30)))
            #expect(job.payload.contains("first"))
            try await queue.enqueue(Note(), key: "other")
            try await queue.enqueue(Note())
            try await queue.enqueue(Note())
            let all = try await queue.list()
            #expect(all.count == 4)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A key does not undo the back-off of a job that failed`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            try await fixture.queue.enqueue(Note(), key: "k")
            let worker = fixture.worker { _, _ in throw FailedJob("no", retry: .after(.seconds(50))) }
            _ = try await worker.runDue()
            try await fixture.queue.enqueue(Note(), key: "k")
            let job = try #require(try await fixture.only())
            #expect(job.dueAt == fixture.clock.now.advanced(by: .seconds(50)))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A job that is wanted again while it runs runs once more`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let queue = fixture.queue
            let runs = Log<Int>()
            let worker = fixture.worker { _, run in
                runs.add(run.attempt)
                guard runs.all.count == 1 else { return }
                for _ in 0..<3 { try await queue.enqueue(Note("change"), key: "k") }
            }
            try await queue.enqueue(Note("change"), key: "k")
            let count = try await worker.runDue()
            #expect(count == 2)
            #expect(runs.all == [1, 1], "the second run has all its tries before it")
            let left = try await queue.list()
            #expect(left.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Racing transactions with one key leave one job`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let queue = fixture.queue
            let ids = try await withThrowingTaskGroup(of: ID<QueuedJob>.self) { group in
                for number in 0..<30 { group.addTask { try await queue.enqueue(Note("\(number)"), key: "one") } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            let jobs = try await queue.list()
            #expect(jobs.map(\.id) == Array(ids))
        }
    }
}
