import Kernel
import Persistence
import ServiceLifecycle
import Telemetry
import TestSupport
import Testing

@testable import Jobs

/// Workers that really run, beside each other, are stopped and lose their claims.
@Suite(.timeLimit(.minutes(3)))
struct JobWorkerTests {
    /// Runs workers until `body` is done, then stops them as SIGTERM would.
    private func running(_ workers: [JobWorker], _ body: () async throws -> Void) async throws {
        let group = ServiceGroup(services: workers, logger: JobsFixture.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await body()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private func handlers(_ handle: @escaping @Sendable (Note, JobRun) async throws -> Void) -> JobHandlers {
        var handlers = JobHandlers()
        handlers.on(Note.self, handle)
        return handlers
    }

    @Test(arguments: TestDatabase.all)
    func `Workers that race over 1,000 jobs leave each effect once`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let (database, clock) = (fixture.database, fixture.clock)
            try await fixture.queue.enqueue((0..<1000).map { Note("\($0)") })
            let handlers = handlers { note, run in
                try await database.write { transaction in
                    try transaction.record([Noted(subject: note.text)], at: clock.now)
                    try transaction.complete(run)
                }
                // Half of them stumble behind their commit.
                if (Int(note.text) ?? 1) % 2 == 0 { throw Trouble() }
            }
            try await running((0..<3).map { _ in fixture.worker(handlers) }) {
                while try await !fixture.queue.list(limit: 1).isEmpty {}
            }
            let effects = try await fixture.effects()
            #expect(effects.count == 1000)
            #expect(Set(effects) == Set((0..<1000).map(String.init)))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A job that is enqueued in this process runs at once, without waiting for the next look`(kind: TestDatabase)
        async throws
    {
        try await JobsFixture.with(kind) { fixture in
            let done = Gate()
            let worker = fixture.worker(handlers { _, _ in done.open() }) { $0.interval = .seconds(3600) }
            try await running([worker]) {
                try await fixture.queue.enqueue(Note())
                try await done.pass()
            }
            let left = try await fixture.queue.list()
            #expect(left.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A job that a transaction enqueues beside its change runs behind the commit, without waiting`(
        kind: TestDatabase
    ) async throws {
        try await JobsFixture.with(kind) { fixture in
            let (isLooking, done) = (Gate(), Gate())
            let (database, moment) = (fixture.database, fixture.clock.now)
            let handlers = handlers { note, _ in (note.text == "first" ? isLooking : done).open() }
            let worker = fixture.worker(handlers) { $0.interval = .seconds(3600) }
            try await fixture.queue.enqueue(Note("first"))
            try await running([worker]) {
                try await isLooking.pass()
                _ = try await database.write { try $0.enqueue(Note("second"), at: moment) }
                try await done.pass()
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Only what is due wakes the workers`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let (database, moment) = (fixture.database, fixture.clock.now)
            let (wakes, waker) = AsyncStream.makeStream(of: Void.self)
            fixture.queue.signal.add(waker)
            let later = moment.advanced(by: .seconds(1))
            _ = try await database.write { try $0.enqueue(Note(), at: moment, notBefore: later) }
            try await database.write { try $0.record([Noted(subject: "a")], at: moment) }
            _ = try? await database.write { transaction in
                try transaction.enqueue(Note(), at: moment)
                throw Trouble()
            }
            _ = try await database.write { try $0.enqueue(Note(), at: moment) }
            try await database.write { try $0.enqueue([Note(), Note()], at: moment) }
            waker.finish()
            var count = 0
            for await _ in wakes { count += 1 }
            #expect(count == 2)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `No more jobs run at the same time than are allowed`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let metrics = MetricRegistry()
            let (peak, ended) = (Log<Double>(), Log<Bool>())
            let gauge = JobMetrics(metrics).running
            let handlers = handlers { _, _ in
                peak.add(gauge.value)
                try await Task.sleep(for: .milliseconds(2))
                ended.add(true)
            }
            try await fixture.queue.enqueue((0..<60).map { Note("\($0)") })
            try await running([fixture.worker(handlers, metrics: metrics) { $0.concurrency = 3 }]) {
                try await wait { ended.all.count >= 60 }
            }
            #expect(peak.all.max() == 3)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A worker that is told to stop takes no more and finishes what runs`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let (begun, stopping, mayEnd, ended) = (Gate(), Gate(), Gate(), Log<String>())
            let handlers = handlers { note, _ in
                begun.open()
                // The worker has been told before its handlers are.
                try await gracefulShutdown()
                stopping.open()
                try await mayEnd.pass()
                ended.add(note.text)
            }
            let group = ServiceGroup(services: [fixture.worker(handlers)], logger: JobsFixture.logger)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                try await fixture.queue.enqueue(Note("running"))
                try await begun.pass()
                await group.triggerGracefulShutdown()
                try await stopping.pass()
                try await fixture.queue.enqueue(Note("too late"))
                mayEnd.open()
                try await tasks.waitForAll()
            }
            #expect(ended.all == ["running"])
            let job = try #require(try await fixture.only())
            #expect(job.payload.contains("too late") && job.state == .waiting && job.tries == 0)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `What is not done when the time is up is given back, and others have it at once`(kind: TestDatabase)
        async throws
    {
        try await JobsFixture.with(kind) { fixture in
            let (begun, metrics) = (Gate(), MetricRegistry())
            let handlers = handlers { _, _ in
                begun.open()
                try await Gate().pass()
            }
            let worker = fixture.worker(handlers, metrics: metrics) {
                ($0.interval, $0.grace) = (.milliseconds(5), .milliseconds(20))
            }
            try await fixture.queue.enqueue(Note())
            try await running([worker]) { try await begun.pass() }
            let job = try #require(try await fixture.only())
            #expect(job.state == .waiting && job.tries == 0 && job.dueAt == fixture.clock.now)
            #expect(metrics.text.contains(#"outcome="released"} 1"#))
            let runs = try await fixture.worker { _, _ in }.runDue()
            #expect(runs == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A run whose claim was lost is told so, and its job is another's`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let (begun, told, metrics) = (Gate(), Gate(), MetricRegistry())
            let handlers = handlers { _, _ in
                begun.open()
                do { try await Gate().pass() } catch {
                    told.open()
                    throw error
                }
            }
            // The lease of the wall clock, not the test's, says how often it is extended.
            let worker = fixture.worker(handlers, metrics: metrics) { $0.lease = .milliseconds(30) }
            let id = try await fixture.queue.enqueue(Note("cancelled"))
            try await running([worker]) {
                try await begun.pass()
                try await fixture.queue.cancel(id)
                try await told.pass()
            }
            #expect(metrics.text.contains(#"outcome="lost"} 1"#))
            let left = try await fixture.queue.list()
            #expect(left.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A long run keeps its claim as long as its worker lives`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let (begun, mayEnd) = (Gate(), Gate())
            let handlers = handlers { _, _ in
                begun.open()
                try await mayEnd.pass()
            }
            // One place, so that it cannot claim its own job once more.
            let worker = fixture.worker(handlers) { ($0.lease, $0.concurrency) = (.milliseconds(30), 1) }
            try await fixture.queue.enqueue(Note())
            try await running([worker]) {
                try await begun.pass()
                fixture.clock.advance(by: .seconds(1000))
                let now = fixture.clock.now
                while try await fixture.only().map({ $0.dueAt <= now }) == true {}
                mayEnd.open()
            }
            let left = try await fixture.queue.list()
            #expect(left.isEmpty)
        }
    }
}
