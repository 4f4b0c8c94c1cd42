import Kernel
import Persistence
import Telemetry
import TestSupport
import Testing

@testable import Jobs

/// What becomes of one job, with a clock that stands still.
@Suite(.timeLimit(.minutes(2)))
struct JobRunTests {
    @Test(arguments: TestDatabase.all)
    func `A job that is done leaves no row`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let seen = Log<String>()
            let metrics = MetricRegistry()
            try await fixture.queue.enqueue([Note("a"), Note("b"), Note("c")])
            let count = try await fixture.worker(metrics: metrics) { note, run in
                #expect(run.attempt == 1)
                seen.add(note.text)
            }.runDue()
            #expect(count == 3)
            #expect(seen.all.sorted() == ["a", "b", "c"])
            let left = try await fixture.queue.list()
            #expect(left.isEmpty)
            #expect(metrics.text.contains(#"souk_job_runs_total{job="test.note",outcome="done"} 3"#))
            #expect(metrics.text.contains(#"souk_job_run_seconds_count{job="test.note"} 3"#))
            #expect(metrics.text.contains("souk_jobs_running 0"))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A job that fails is tried again after its back-off, and is dead behind its last try`(kind: TestDatabase)
        async throws
    {
        try await JobsFixture.with(kind) { fixture in
            let metrics = MetricRegistry()
            let worker = fixture.worker(metrics: metrics) { _, run in
                throw FailedJob("Attempt \(run.attempt) failed.")
            }
            try await fixture.queue.enqueue(Note(), key: "k")
            for attempt in 1...2 {
                let runs = try await worker.runDue()
                #expect(runs >= 1)
                let job = try #require(try await fixture.only())
                // Full jitter may be nothing, and then the next try was made at once.
                guard job.state == .waiting else { return }
                let wait = job.dueAt.microseconds - fixture.clock.now.microseconds
                #expect((1...Int64(10_000_000 * attempt)).contains(wait))
                #expect(job.error == "Attempt \(attempt) failed." && job.tries == attempt && job.key == "k")
                fixture.clock.advance(by: .microseconds(wait))
            }
            _ = try await worker.runDue()
            let job = try #require(try await fixture.only())
            #expect(job.state == .dead && job.error == "Attempt 3 failed." && job.tries == 3 && job.key == nil)
            #expect(metrics.text.contains(#"outcome="retried"} 2"#) && metrics.text.contains(#"outcome="dead"} 1"#))
            fixture.clock.advance(by: .seconds(86_400))
            let none = try await worker.runDue()
            #expect(none == 0)
            try await fixture.queue.retry(job.id)
            let again = try await worker.runDue()
            #expect(again >= 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `An error may say when to try again, and that it would not help`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            try await fixture.queue.enqueue(Note("after"))
            _ = try await fixture.worker { _, _ in throw FailedJob("busy", retry: .after(.seconds(77))) }.runDue()
            let waiting = try #require(try await fixture.only())
            #expect(waiting.dueAt == fixture.clock.now.advanced(by: .seconds(77)))
            fixture.clock.advance(by: .seconds(77))
            _ = try await fixture.worker { _, _ in throw FailedJob("never", retry: .never) }.runDue()
            let dead = try #require(try await fixture.only())
            #expect(dead.state == .dead && dead.tries == 2 && dead.error == "never")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `One job's error is not another's`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            try await fixture.queue.enqueue((0..<20).map { Note("\($0)") })
            let seen = Log<String>()
            _ = try await fixture.worker { note, _ in
                if (Int(note.text) ?? 1) % 2 == 0 { throw FailedJob("even", retry: .never) }
                seen.add(note.text)
            }.runDue()
            let dead = try await fixture.queue.list([.dead])
            #expect(dead.count == 10 && Set(seen.all).count == 10)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A payload that this version cannot read is dead at once`(kind: TestDatabase) async throws {
        struct NoteOfNextYear: Job {
            static let name = Note.name
            let colour: Int
        }
        try await JobsFixture.with(kind) { fixture in
            try await fixture.queue.enqueue(NoteOfNextYear(colour: 1))
            _ = try await fixture.worker { _, _ in }.runDue()
            let job = try #require(try await fixture.only())
            #expect(job.state == .dead && job.error?.contains("another version") == true)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A job whose workers die with it is dead in the end`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            try await fixture.queue.enqueue(Note())
            for _ in 1...Note.retries.tries {
                let now = fixture.clock.now
                let killed = try await fixture.database.write {
                    try $0.claim([Note.name], limit: 1, at: now, until: now.advanced(by: .seconds(30)))
                }
                #expect(killed.count == 1)
                fixture.clock.advance(by: .seconds(30))
            }
            let runs = Log<Int>()
            _ = try await fixture.worker { _, run in runs.add(run.attempt) }.runDue()
            let job = try #require(try await fixture.only())
            #expect(job.state == .dead && runs.all.isEmpty)
            #expect(job.error == "Its workers stopped without a word 3 times.")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A run that takes too long is broken off and has failed`(kind: TestDatabase) async throws {
        struct Endless: Job {
            static let name = "test.endless"
            static let timeLimit = Duration.milliseconds(50)
            static let retries = RetryPolicy.none
        }
        try await JobsFixture.with(kind) { fixture in
            var handlers = JobHandlers()
            handlers.on(Endless.self) { _, _ in try await Gate().pass() }
            try await fixture.queue.enqueue(Endless())
            _ = try await fixture.worker(handlers).runDue()
            let job = try #require(try await fixture.only())
            #expect(job.state == .dead && job.error?.contains("longer than 0.05 seconds") == true)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `An effect and the end of its job are one commit`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let (database, moment) = (fixture.database, fixture.clock.now)
            try await fixture.queue.enqueue(Note("effect"))
            // The first commit is taken back behind the effect, the second stands though the handler fails behind it.
            let worker = fixture.worker { note, run in
                try await database.write { transaction in
                    try transaction.record([Noted(subject: note.text)], at: moment)
                    try transaction.complete(run)
                    if run.attempt == 1 { throw FailedJob("taken back", retry: .after(.zero)) }
                }
                throw Trouble()
            }
            let runs = try await worker.runDue()
            #expect(runs == 2)
            let (effects, jobs) = (try await fixture.effects(), try await fixture.queue.list())
            #expect(effects == ["effect"] && jobs.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A job that nobody here can do is left to others`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            try await fixture.queue.enqueue(PruneDeadJobs())
            let runs = try await fixture.worker { _, _ in }.runDue()
            let nothing = try await fixture.worker(JobHandlers()).runDue()
            #expect(runs == 0 && nothing == 0)
            let job = try #require(try await fixture.only())
            #expect(job.state == .waiting && job.tries == 0)
        }
    }
}
