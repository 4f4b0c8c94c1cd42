import Kernel
import Persistence
import TestSupport
import Testing

@testable import Jobs

@Suite(.timeLimit(.minutes(2)))
struct ClaimTests {
    private static let lease = Duration.seconds(30)

    private func claim(_ fixture: JobsFixture, limit: Int = 10, names: [String] = [Note.name]) async throws
        -> [ClaimedJob]
    {
        let moment = fixture.clock.now
        return try await fixture.database.write {
            try $0.claim(names, limit: limit, at: moment, until: moment.advanced(by: ClaimTests.lease))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `What is due is claimed, the longest due first, and only once`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            let now = fixture.clock.now
            for (text, seconds) in [("later", 5), ("second", -10), ("first", -20), ("third", 0)] {
                try await fixture.queue.enqueue(Note(text), notBefore: now.advanced(by: .seconds(seconds)))
            }
            let two = try await claim(fixture, limit: 2)
            #expect(Set(two.map(\.payload)) == [#"{"text":"first"}"#, #"{"text":"second"}"#])
            #expect(two.allSatisfy { $0.tries == 1 })
            let rest = try await claim(fixture)
            #expect(rest.map(\.payload) == [#"{"text":"third"}"#])
            let none = try await claim(fixture)
            #expect(none.isEmpty)
            let other = try await claim(fixture, names: ["other"])
            #expect(other.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A claim that was not extended lapses, and its holder can end nothing any more`(kind: TestDatabase)
        async throws
    {
        try await JobsFixture.with(kind) { fixture in
            try await fixture.queue.enqueue(Note())
            let first = try #require(try await claim(fixture).first)
            fixture.clock.advance(by: .seconds(29))
            let early = try await claim(fixture)
            #expect(early.isEmpty)
            fixture.clock.advance(by: .seconds(1))
            let second = try #require(try await claim(fixture).first)
            #expect(second.ticket.id == first.ticket.id && second.ticket.claim != first.ticket.claim)
            #expect(second.tries == 2)
            let now = fixture.clock.now
            let ended = try await fixture.database.write { transaction in
                [
                    try transaction.complete(first.ticket),
                    try transaction.putOff(first.ticket, until: now, error: "x", at: now),
                    try transaction.bury(first.ticket, error: "x", at: now),
                    try !transaction.extend([first.ticket], until: now).isEmpty,
                ]
            }
            #expect(ended == [false, false, false, false])
            try await fixture.database.write { try $0.release([first.ticket], at: now) }
            let job = try #require(try await fixture.only())
            #expect(job.state == .running && job.tries == 2)
            let done = try await fixture.database.write { try $0.complete(second.ticket) }
            #expect(done)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A claim that is extended stays`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            try await fixture.queue.enqueue([Note("a"), Note("b")])
            let claimed = try await claim(fixture)
            fixture.clock.advance(by: .seconds(20))
            let lapse = fixture.clock.now.advanced(by: ClaimTests.lease)
            let gone = JobTicket(id: ID(), claim: ID())
            let held = try await fixture.database.write {
                try $0.extend(claimed.map(\.ticket) + [gone], until: lapse)
            }
            #expect(Set(held) == Set(claimed.map(\.ticket)))
            fixture.clock.advance(by: .seconds(20))
            let others = try await claim(fixture)
            #expect(others.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A handler whose claim has lapsed cannot commit its effect`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            try await fixture.queue.enqueue(Note())
            let slow = JobRun(try #require(try await claim(fixture).first), logger: JobsFixture.logger)
            fixture.clock.advance(by: .seconds(31))
            let quick = JobRun(try #require(try await claim(fixture).first), logger: JobsFixture.logger)
            for run in [quick, slow] {
                do {
                    try await fixture.database.write { transaction in
                        try transaction.record([Noted(subject: "attempt \(run.attempt)")], at: fixture.clock.now)
                        try transaction.complete(run)
                    }
                } catch JobError.claimLost(let id) {
                    #expect(id == slow.id && run.attempt == 1)
                }
            }
            let effects = try await fixture.effects()
            #expect(effects == ["attempt 2"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Claimers that race never get the same job`(kind: TestDatabase) async throws {
        try await JobsFixture.with(kind) { fixture in
            try await fixture.queue.enqueue((0..<200).map { Note("\($0)") })
            let claimed = try await withThrowingTaskGroup(of: [ClaimedJob].self) { group in
                for _ in 0..<40 { group.addTask { try await claim(fixture, limit: 5) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(claimed.map(\.ticket.id)).count == claimed.count)
            let rest = try await claim(fixture, limit: 200)
            #expect(claimed.count + rest.count == 200)
        }
    }

    /// Without SKIP LOCKED the second claimer would wait for the first one's transaction.
    @Test(.enabled(if: TestDatabase.all.contains(.postgres)))
    func `Rows that somebody is claiming are skipped, not waited for`() async throws {
        try await JobsFixture.with(.postgres) { fixture in
            try await fixture.queue.enqueue([Note("a"), Note("b")])
            let (now, database) = (fixture.clock.now, fixture.database)
            let (hasClaimed, mayCommit) = (Gate(), BlockingGate())
            async let first = database.write { transaction in
                let claimed = try transaction.claim(
                    [Note.name], limit: 1, at: now, until: now.advanced(by: .seconds(9)))
                hasClaimed.open()
                mayCommit.pass()
                return claimed
            }
            try await hasClaimed.pass()
            let second = try await claim(fixture)
            mayCommit.open()
            let both = try await first + second
            #expect(second.count == 1)
            #expect(Set(both.map(\.ticket.id)).count == 2)
        }
    }
}
