import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Persistence

@Suite(.timeLimit(.minutes(2)))
struct IdempotencyTests {
    /// A clock that stands until it is moved.
    private final class Hand: Sendable {
        private let moment = Mutex(Timestamp(microseconds: 1_767_000_000_000_000))
        var clock: WallClock { WallClock { [self] in moment.withLock { $0 } } }
        func move(_ by: Duration) { moment.withLock { $0 = $0.advanced(by: by) } }
    }

    private static let answer = StoredAnswer(
        status: 201, headers: ["location": "/1", "etag": "\"1-ä\""], body: [0, 255, 65])

    private static func with(
        _ kind: TestDatabase, _ body: (any Database, IdempotencyKeys, Hand) async throws -> Void
    ) async throws {
        let migrations = OutboxMigrations.all + IdempotencyMigrations.all
        try await kind.withDatabase(migrations: migrations) { database in
            let hand = Hand()
            try await body(database, IdempotencyKeys(database, clock: hand.clock), hand)
        }
    }

    private static func claim(
        _ keys: IdempotencyKeys, _ key: String = "k", scope: String = "s", _ fingerprint: String = "f"
    ) async throws -> IdempotencyOutcome {
        try await keys.claim(scope: scope, key: key, fingerprint: fingerprint)
    }

    private func claimed(_ outcome: IdempotencyOutcome) throws -> IdempotencyClaim {
        guard case .claimed(let claim) = outcome else { throw Unexpected(outcome: "\(outcome)") }
        return claim
    }

    private struct Unexpected: Error { let outcome: String }

    @Test(arguments: TestDatabase.all)
    func `the first claims, a second meets it under way, later ones get its answer`(kind: TestDatabase) async throws {
        try await Self.with(kind) { _, keys, _ in
            let claim = try claimed(try await Self.claim(keys))
            guard case .inFlight = try await Self.claim(keys) else { throw Unexpected(outcome: "not in flight") }
            guard case .mismatch = try await Self.claim(keys, "k", "other") else { throw Unexpected(outcome: "taken") }
            try await keys.keep(Self.answer, for: claim)
            for _ in 0..<2 {
                guard case .answered(let kept) = try await Self.claim(keys) else {
                    throw Unexpected(outcome: "no answer")
                }
                #expect(kept == Self.answer)
            }
            guard case .mismatch = try await Self.claim(keys, "k", "other") else { throw Unexpected(outcome: "taken") }
            _ = try claimed(try await Self.claim(keys, scope: "another"))
            _ = try claimed(try await Self.claim(keys, "another"))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `of twenty at once exactly one claims`(kind: TestDatabase) async throws {
        try await Self.with(kind) { _, keys, _ in
            for round in 0..<10 {
                let claims = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            if case .claimed = try await Self.claim(keys, "key \(round)") { true } else { false }
                        }
                    }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(claims == 1)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a try that died is taken over after its lease, and if it lives it changes nothing`(
        kind: TestDatabase
    ) async throws {
        try await Self.with(kind) { database, keys, hand in
            let first = try claimed(try await Self.claim(keys))
            hand.move(IdempotencyKeys.lease)
            guard case .inFlight = try await Self.claim(keys) else { throw Unexpected(outcome: "taken too early") }
            hand.move(.milliseconds(1))
            let second = try claimed(try await Self.claim(keys))
            #expect(second != first)

            await #expect(throws: IdempotencyLeaseLost()) {
                try await database.write { transaction in
                    try transaction.record([Happened(subject: "late")], at: hand.clock.now)
                    try transaction.keep(Receipt(first) { (_: Int) in Self.answer }, for: 1)
                }
            }
            try await keys.keep(StoredAnswer(status: 500, headers: [:], body: []), for: first)
            try await keys.release(first)
            try await database.write { transaction in
                try transaction.record([Happened(subject: "in time")], at: hand.clock.now)
                try transaction.keep(Receipt(second) { (_: Int) in Self.answer }, for: 1)
            }
            let subjects = try await database.read { try $0.values("SELECT subject FROM events", as: String.self) }
            #expect(subjects == ["in time"])
            guard case .answered(let kept) = try await Self.claim(keys) else { throw Unexpected(outcome: "no answer") }
            #expect(kept == Self.answer)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the answer stands or falls with its change`(kind: TestDatabase) async throws {
        struct Broken: Error {}
        try await Self.with(kind) { database, keys, _ in
            let claim = try claimed(try await Self.claim(keys))
            await #expect(throws: Broken.self) {
                try await database.write { transaction in
                    try transaction.keep(Receipt(claim) { (_: Int) in Self.answer }, for: 1)
                    throw Broken()
                }
            }
            guard case .inFlight = try await Self.claim(keys) else { throw Unexpected(outcome: "answered") }
            try await keys.release(claim)
            _ = try claimed(try await Self.claim(keys))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an answer is never overwritten nor released`(kind: TestDatabase) async throws {
        try await Self.with(kind) { _, keys, _ in
            let claim = try claimed(try await Self.claim(keys))
            try await keys.keep(Self.answer, for: claim)
            try await keys.keep(StoredAnswer(status: 200, headers: [:], body: []), for: claim)
            try await keys.release(claim)
            guard case .answered(let kept) = try await Self.claim(keys) else { throw Unexpected(outcome: "gone") }
            #expect(kept == Self.answer)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `after a day a key is new again, whether it was pruned or not`(kind: TestDatabase) async throws {
        try await Self.with(kind) { _, keys, hand in
            for number in 0..<5 {
                try await keys.keep(Self.answer, for: try claimed(try await Self.claim(keys, "old \(number)")))
            }
            hand.move(IdempotencyKeys.retention + .milliseconds(1))
            _ = try claimed(try await Self.claim(keys, "new"))
            _ = try claimed(try await Self.claim(keys, "old 0", "other"))
            let first = try await keys.prune(limit: 3)
            let second = try await keys.prune(limit: 3)
            #expect([first, second] == [3, 1])
            guard case .inFlight = try await Self.claim(keys, "new") else { throw Unexpected(outcome: "pruned") }
        }
    }

    private struct Happened: Event {
        static let name = "thing.happened"
        let subject: String
    }
}
