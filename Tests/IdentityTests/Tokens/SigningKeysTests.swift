import Kernel
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite struct SigningKeysTests {
    @Test(arguments: TestDatabase.all)
    func `nodes that make the first key at once agree on one`(_ kind: TestDatabase) async throws {
        try await TokenFixture.with(kind) { fixture in
            let (database, clock) = (fixture.database, fixture.clock)
            let ids = try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask { try await TokenFixture.node(database, clock: clock).current().id }
                }
                return try await group.reduce(into: Set<ID<SigningKey>>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            #expect(try await fixture.storedKeys() == 1)
        }
    }

    @Test(arguments: TestDatabase.all, TokenAlgorithm.allCases)
    func `a key lies in the database sealed`(_ kind: TestDatabase, _ algorithm: TokenAlgorithm) async throws {
        try await TokenFixture.with(kind, algorithm) { fixture in
            let key = try await fixture.keys.current()
            let sealed = try await fixture.database.read {
                try $0.value("SELECT sealed FROM signing_keys", as: [UInt8].self)
            }
            let kept = try #require(sealed)
            #expect(key.algorithm == algorithm)
            #expect(!kept.contains(key.privateKey.suffix(16)))
            #expect(kept.count == key.privateKey.count + 28)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `another secret opens no key, and a rotation makes one that it opens`(_ kind: TestDatabase) async throws {
        try await TokenFixture.with(kind) { fixture in
            _ = try await fixture.keys.current()
            let other = TokenFixture.node(fixture.database, clock: fixture.clock, secret: "a secret that came later")
            await #expect(throws: IdentityError.secretChanged) { try await other.current() }
            try await other.rotate()
            #expect(try await other.current().algorithm == .es256)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a retired key is published until its last token has ended`(_ kind: TestDatabase) async throws {
        try await TokenFixture.with(kind) { fixture in
            let first = try await fixture.keys.current().id
            try await fixture.keys.rotate()
            let second = try await fixture.keys.current().id
            #expect(first != second)
            #expect(Set(try await fixture.published()) == [first.description, second.description])
            fixture.clock.advance(by: AccessTokens.lifetime)
            #expect(try await fixture.published().contains(first.description))
            #expect(try await fixture.keys.prune() == 0)
            fixture.clock.advance(by: .seconds(61))
            #expect(try await fixture.published() == [second.description])
            #expect(try await fixture.keys.prune() == 1)
            #expect(try await fixture.storedKeys() == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `two rotations at once leave one key that signs`(_ kind: TestDatabase) async throws {
        try await TokenFixture.with(kind) { fixture in
            let first = try await fixture.keys.current().id
            let (database, clock) = (fixture.database, fixture.clock)
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 { group.addTask { try await TokenFixture.node(database, clock: clock).rotate() } }
                try await group.waitForAll()
            }
            let signing = try await fixture.database.read {
                try $0.value("SELECT COUNT(*) FROM signing_keys WHERE retired_at IS NULL", as: Int.self)
            }
            #expect(signing == 1)
            let node = TokenFixture.node(database, clock: clock)
            #expect(try await node.current().id != first)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a change of the algorithm keeps the tokens of the other one good`(_ kind: TestDatabase) async throws {
        try await TokenFixture.with(kind) { fixture in
            let token = try await fixture.issue()
            let keys = TokenFixture.node(fixture.database, .rs256, clock: fixture.clock)
            let tokens = AccessTokens(keys, issuer: TokenFixture.issuer, clock: fixture.clock.wall)
            let other = try await tokens.issue(for: ID(), session: ID(), role: .admin).token
            #expect(try await tokens.verify(token).role == .customer)
            #expect(try await tokens.verify(other).role == .admin)
        }
    }
}
