package import Kernel
package import Persistence
import Synchronization

/// The keys of our access tokens. They lie in the database, sealed under the shop's secret; every node has the same.
///
/// The first one is made when it is first asked for. `rotate` retires it; a retired key signs nothing more and checks
/// what it has signed until the last of those tokens has ended, then it is gone. Nodes read the keys anew every half
/// minute, and at once (a second apart at most) when a token names a key that they do not know.
package struct SigningKeys: Sendable {
    /// How long a node goes on with the keys that it has read.
    static let freshness: Duration = .seconds(30)
    /// How often a name of no key may make a node read them anew.
    static let pause: Duration = .seconds(1)

    private let database: any Database
    private let box: SecretBox
    private let algorithm: TokenAlgorithm
    private let clock: WallClock
    private let ring = KeyRing()

    /// The keys in that database.
    /// - Parameters:
    ///   - box: what they are sealed with.
    ///   - algorithm: what new tokens are signed with; keys of the other one still check.
    package init(
        _ database: any Database, box: SecretBox, algorithm: TokenAlgorithm = .rs256, clock: WallClock = .system
    ) {
        (self.database, self.box, self.algorithm, self.clock) = (database, box, algorithm, clock)
    }

    /// The key that signs now, made if there is none. Nodes that make it at the same time agree on one.
    /// - Throws: `IdentityError.secretChanged`, `DatabaseError`.
    package func current() async throws -> SigningKey {
        if let key = try await keys().current(algorithm) { return key }
        let key = try await SigningKey.make(algorithm, at: clock.now)
        let sealed = try sealed(key)
        try await database.write { try $0.insertUnlessThereIsOne(key, sealed: sealed) }
        guard let key = try await read().current(algorithm) else { throw IdentityError.secretChanged }
        return key
    }

    /// Whether there are any in that database, sealed under a secret that somebody must have.
    package static func areThere(in database: any Database) async throws -> Bool {
        try await database.read { try $0.countSigningKeys() > 0 }
    }

    /// Whether the shop's secret opens the keys that sign, or there are none yet. If not, it is another secret than
    /// before: no program can sign in until it is put back, or the keys are rotated.
    package func canBeOpened() async throws -> Bool {
        let now = clock.now
        let rows = try await database.read { try $0.signingKeys(notRetiredBefore: now) }
        return rows.allSatisfy { $0.retiredAt != nil || $0.opened(by: box) != nil }
    }

    /// The key of that name, if its tokens may still be good.
    func key(_ id: ID<SigningKey>) async throws -> SigningKey? {
        let known = try await keys()
        if let key = known.keys[id] { return key }
        guard known.readAt.advanced(by: SigningKeys.pause) <= clock.now else { return nil }
        return try await read().keys[id]
    }

    /// Makes a new key that signs from now on, and retires the ones before. Tokens that are about stay good.
    ///
    /// Two rotations at the same time make one new key.
    package func rotate() async throws {
        let now = clock.now
        let key = try await SigningKey.make(algorithm, at: now)
        let sealed = try sealed(key)
        let outdated = outdated(at: now)
        try await database.write { transaction in
            try transaction.retireKeys(at: now)
            try transaction.insertUnlessThereIsOne(key, sealed: sealed)
            try transaction.deleteKeys(retiredBefore: outdated)
        }
        _ = try await read()
    }

    /// Removes the keys whose last token has ended.
    /// - Returns: how many.
    @discardableResult
    package func prune() async throws -> Int {
        let outdated = outdated(at: clock.now)
        return try await database.write { try $0.deleteKeys(retiredBefore: outdated) }
    }

    /// The public halves of the keys that may check a token, as a JWK Set (RFC 7517, 5).
    package func jwks() async throws -> [UInt8] {
        _ = try await current()
        let keys = try await keys().keys.values.sorted { $0.id < $1.id }
        var writer = JSONWriter(capacity: 512)
        try writer.object { writer in
            writer.key("keys")
            try writer.array(keys) { try $1.writeJWK(to: &$0) }
        }
        return writer.bytes
    }

    /// Keys retired before this have no token any more: its life, and as long again as another node may have gone on
    /// signing with a key that it had read.
    private func outdated(at moment: Timestamp) -> Timestamp {
        moment.advanced(by: .zero - AccessTokens.lifetime - SigningKeys.freshness * 2)
    }

    private func keys() async throws -> KeyRing.Keys {
        if let known = ring.known, clock.now < known.readAt.advanced(by: SigningKeys.freshness) { return known }
        return try await read()
    }

    private func read() async throws -> KeyRing.Keys {
        let now = clock.now
        let outdated = outdated(at: now)
        let rows = try await database.lookUp { try $0.signingKeys(notRetiredBefore: outdated) }
        return ring.take(KeyRing.Keys(rows.compactMap { $0.opened(by: box) }, readAt: now))
    }

    private func sealed(_ key: SigningKey) throws -> [UInt8] {
        try box.seal(key.privateKey, for: SigningKeyRow.purpose(key.id))
    }
}

/// The keys as this node read them last.
private final class KeyRing: Sendable {
    struct Keys: Sendable {
        let keys: [ID<SigningKey>: SigningKey]
        let readAt: Timestamp

        init(_ keys: [SigningKey], readAt: Timestamp) {
            self.keys = Dictionary(keys.map { ($0.id, $0) }) { first, _ in first }
            self.readAt = readAt
        }

        func current(_ algorithm: TokenAlgorithm) -> SigningKey? {
            keys.values.first { $0.retiredAt == nil && $0.algorithm == algorithm }
        }
    }

    private let keys = Mutex<Keys?>(nil)

    var known: Keys? { keys.withLock(\.self) }

    func take(_ read: Keys) -> Keys {
        keys.withLock { $0 = read }
        return read
    }
}
