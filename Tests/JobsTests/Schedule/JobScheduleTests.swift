import Kernel
import Persistence
import TestSupport
import Testing

@testable import Jobs

@Suite(.timeLimit(.minutes(2)))
struct JobScheduleTests {
    /// The fixture's clock begins at midnight on 2026-01-01, so that the next due moment is at 00:10.
    private static let schedule = JobSchedule("test.notes", "*/10 * * * *") { Note($0.description) }

    private func node(_ fixture: JobsFixture, _ runs: Log<String>, _ schedule: JobSchedule = schedule) -> JobWorker {
        var handlers = JobHandlers()
        handlers.on(Note.self) { note, _ in runs.add(note.text) }
        return fixture.worker(handlers, schedules: [schedule])
    }

    @Test(arguments: TestDatabase.all)
    func `Each due moment brings one job, however many nodes there are`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let runs = Log<String>()
            let nodes = (0..<5).map { _ in node(fixture, runs) }
            for moment in 0...6 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for node in nodes { group.addTask { _ = try await node.runDue() } }
                    try await group.waitForAll()
                }
                #expect(runs.all.count == moment)
                fixture.clock.advance(by: .seconds(600))
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Moments that were missed are made up for once`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let runs = Log<String>()
            let node = node(fixture, runs)
            _ = try await node.runDue()
            fixture.clock.advance(by: .seconds(5 * 3600 + 60))
            _ = try await node.runDue()
            _ = try await node.runDue()
            #expect(runs.all == ["2026-01-01T05:01:00Z"])
            let registered = try await fixture.queue.schedules()
            #expect(registered.map(\.nextAt.description) == ["2026-01-01T05:10:00Z"])
            #expect(registered.map(\.lastAt?.description) == ["2026-01-01T05:01:00Z"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `While its last job waits or runs, a schedule brings no other`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let counted = Log<Int>()
            var handlers = JobHandlers()
            // The run itself lasts over three due moments, which another node sees.
            handlers.on(Note.self) { _, _ in
                let other = fixture.worker(JobHandlers(), schedules: [JobScheduleTests.schedule])
                for _ in 0..<3 {
                    fixture.clock.advance(by: .seconds(600))
                    _ = try await other.runDue()
                }
                counted.add(try await fixture.queue.list().count)
            }
            let worker = fixture.worker(handlers, schedules: [JobScheduleTests.schedule])
            _ = try await worker.runDue()
            fixture.clock.advance(by: .seconds(600))
            let runs = try await worker.runDue()
            #expect(runs == 1)
            #expect(counted.all == [1])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A changed expression begins anew, one that nobody has any more is forgotten`(kind: TestDatabase) async throws
    {
        try await JobsFixture.with(kind) { fixture in
            let runs = Log<String>()
            _ = try await node(fixture, runs).runDue()
            _ = try await node(fixture, runs, JobSchedule("test.notes", "@daily") { _ in Note() }).runDue()
            let changed = try await fixture.queue.schedules()
            #expect(changed.map(\.expression) == ["@daily"])
            #expect(changed.map(\.nextAt.description) == ["2026-01-02T00:00:00Z"])
            fixture.clock.advance(by: .seconds(33 * 86_400))
            _ = try await fixture.queue.prune()
            let left = try await fixture.queue.schedules()
            #expect(left.isEmpty)
        }
    }
}
