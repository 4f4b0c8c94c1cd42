import Kernel
import Persistence
import TestSupport
import Testing

@testable import Jobs

/// Random calls in random order against the same rules written down in Swift.
@Suite(.timeLimit(.minutes(5)))
struct JobModelTests {
    @Test(arguments: TestDatabase.all, 0..<4)
    func `The table does what the rules say, whatever is called in whatever order`(kind: TestDatabase, seed: Int)
        async throws
    {
        try await JobsFixture.with(kind) { fixture in
            var random = SeededGenerator(seed: UInt64(seed))
            var model = QueueModel()
            for step in 0..<250 {
                fixture.clock.advance(by: .microseconds(Int64.random(in: 1...20_000_000, using: &random)))
                let action = try #require(QueueModel.Action.allCases.randomElement(using: &random))
                try await model.apply(action, to: fixture, &random)
                let rows = try await fixture.queue.list(limit: 10_000)
                let stored = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, QueueModel.Row($0)) })
                try #require(stored == model.rows.mapValues(\.shown), "step \(step): \(action)")
            }
        }
    }
}

/// The rules.
private struct QueueModel {
    enum Action: CaseIterable {
        case enqueue, enqueueKeyed, claim, claimMore, complete, putOff, bury, extend, release, retry, retryDead, cancel
    }

    /// What can be seen of a row.
    struct Row: Equatable {
        var key: String?
        var state: JobState
        var dueAt: Timestamp
        var tries: Int
        var error: String?

        init(_ job: QueuedJob) {
            (key, state, dueAt, tries, error) = (job.key, job.state, job.dueAt, job.tries, job.error)
        }

        init(key: String?, dueAt: Timestamp) {
            (self.key, state, self.dueAt, tries, error) = (key, .waiting, dueAt, 0, nil)
        }
    }

    struct Job {
        var shown: Row
        var againAt: Timestamp?
        var ticket: JobTicket?
    }

    var rows: [ID<QueuedJob>: Job] = [:]
    /// Every ticket there ever was, held or not.
    private var tickets: [JobTicket] = []

    mutating func apply(_ action: Action, to fixture: JobsFixture, _ random: inout SeededGenerator) async throws {
        let (database, now) = (fixture.database, fixture.clock.now)
        let due = now.advanced(by: .microseconds(Int64.random(in: 0...40_000_000, using: &random)))
        let ticket = tickets.suffix(12).randomElement(using: &random) ?? JobTicket(id: ID(), claim: ID())
        let isHeld = rows[ticket.id]?.ticket == ticket
        let anyone = rows.keys.sorted().randomElement(using: &random) ?? ID()
        switch action {
        case .enqueue:
            let id = try await database.write { try $0.enqueue(Note(), at: now, notBefore: due) }
            rows[id] = Job(shown: Row(key: nil, dueAt: due))
        case .enqueueKeyed:
            let key = ["a", "b", "c"].randomElement(using: &random)
            let id = try await database.write { try $0.enqueue(Note(), at: now, notBefore: due, key: key) }
            enqueued(id, key, due)
        case .claim, .claimMore:
            let limit = action == .claim ? 1 : 4
            let lapse = now.advanced(by: .seconds(30))
            let claimed = try await database.write { try $0.claim([Note.name], limit: limit, at: now, until: lapse) }
            try self.claimed(claimed, limit: limit, now, lapse)
        case .complete:
            let didHold = try await database.write { try $0.complete(ticket) }
            #expect(didHold == isHeld)
            if isHeld { completed(ticket.id) }
        case .putOff:
            let didHold = try await database.write { try $0.putOff(ticket, until: due, error: "e", at: now) }
            #expect(didHold == isHeld)
            if isHeld { waits(ticket.id, due) { $0.error = "e" } }
        case .bury:
            let didHold = try await database.write { try $0.bury(ticket, error: "d", at: now) }
            #expect(didHold == isHeld)
            if isHeld { buried(ticket.id, now) }
        case .extend:
            let held = try await database.write { try $0.extend([ticket], until: due) }
            #expect(held == (isHeld ? [ticket] : []))
            if isHeld { rows[ticket.id]?.shown.dueAt = due }
        case .release:
            try await database.write { try $0.release([ticket], at: now) }
            if isHeld { waits(ticket.id, now) { $0.tries -= 1 } }
        case .retry:
            let job = rows[anyone]
            do {
                try await fixture.queue.retry(anyone)
                #expect(job != nil && job?.shown.state != .running)
                waits(anyone, now) { $0.tries = 0 }
            } catch let error as JobError {
                #expect(error == (job == nil ? .unknown(anyone.description) : .running(anyone)))
            }
        case .retryDead:
            let dead = rows.filter { $0.value.shown.state == .dead }.map(\.key)
            let count = try await fixture.queue.retryAllDead()
            #expect(count == dead.count)
            for id in dead { waits(id, now) { $0.tries = 0 } }
        case .cancel:
            let known = rows.removeValue(forKey: anyone) != nil
            let was = try? await fixture.queue.cancel(anyone)
            #expect((was != nil) == known)
        }
    }

    private mutating func enqueued(_ id: ID<QueuedJob>, _ key: String?, _ due: Timestamp) {
        guard var there = rows[id] else {
            #expect(!rows.values.contains { $0.shown.key == key }, "a key is there once")
            rows[id] = Job(shown: Row(key: key, dueAt: due))
            return
        }
        #expect(there.shown.key == key)
        if there.shown.state == .running { there.againAt = min(there.againAt ?? due, due) }
        if there.shown.state == .waiting, there.shown.tries == 0 { there.shown.dueAt = min(there.shown.dueAt, due) }
        rows[id] = there
    }

    /// Which of several jobs that are due at the same moment are claimed is open.
    private mutating func claimed(
        _ claimed: [ClaimedJob], limit: Int, _ now: Timestamp, _ lapse: Timestamp
    ) throws {
        let open = rows.filter { $0.value.shown.state != .dead && $0.value.shown.dueAt <= now }
        #expect(claimed.count == min(limit, open.count))
        let ids = Set(claimed.map(\.ticket.id))
        #expect(ids.count == claimed.count && ids.isSubset(of: open.keys))
        let latest = ids.compactMap { open[$0]?.shown.dueAt }.max() ?? now
        #expect(open.filter { !ids.contains($0.key) }.allSatisfy { $0.value.shown.dueAt >= latest || ids.isEmpty })
        for job in claimed {
            tickets.append(job.ticket)
            rows[job.ticket.id]?.ticket = job.ticket
            rows[job.ticket.id]?.shown.state = .running
            rows[job.ticket.id]?.shown.dueAt = lapse
            rows[job.ticket.id]?.shown.tries += 1
            #expect(rows[job.ticket.id]?.shown.tries == job.tries)
        }
    }

    private mutating func waits(_ id: ID<QueuedJob>, _ due: Timestamp, _ change: (inout Row) -> Void) {
        guard var job = rows[id] else { return }
        (job.shown.state, job.shown.dueAt, job.ticket, job.againAt) = (.waiting, due, nil, nil)
        change(&job.shown)
        rows[id] = job
    }

    private mutating func completed(_ id: ID<QueuedJob>) {
        guard let again = rows[id]?.againAt else {
            rows[id] = nil
            return
        }
        waits(id, again) { ($0.tries, $0.error) = (0, nil) }
    }

    private mutating func buried(_ id: ID<QueuedJob>, _ now: Timestamp) {
        if let again = rows[id]?.againAt {
            waits(id, again) { ($0.tries, $0.error) = (0, "d") }
        } else {
            waits(id, now) { ($0.state, $0.error, $0.key) = (.dead, "d", nil) }
        }
    }
}
