import Kernel
import Persistence
import Synchronization
import TestSupport

@testable import Identity

/// A clock that a test moves by hand.
final class MovableClock: Sendable {
    private let moment = Mutex(Timestamp(microseconds: 1_767_225_600_000_000))

    var now: Timestamp { moment.withLock { $0 } }
    var wall: WallClock { WallClock { self.now } }

    func advance(by duration: Duration) {
        moment.withLock { $0 = $0.advanced(by: duration) }
    }

    func set(to now: Timestamp) {
        moment.withLock { $0 = now }
    }
}

/// Signing keys in a database of their own, and tokens of them.
struct TokenFixture {
    static let issuer = "https://shop.example"

    let database: any Database
    let clock: MovableClock
    let keys: SigningKeys
    let tokens: AccessTokens

    static func with<Value>(
        _ kind: TestDatabase, _ algorithm: TokenAlgorithm = .es256, _ body: (TokenFixture) async throws -> Value
    ) async throws -> Value {
        try await kind.withDatabase(migrations: SigningKeyMigrations.all) { database in
            let clock = MovableClock()
            let keys = node(database, algorithm, clock: clock)
            let tokens = AccessTokens(keys, issuer: issuer, clock: clock.wall, cacheLimit: 4)
            return try await body(TokenFixture(database: database, clock: clock, keys: keys, tokens: tokens))
        }
    }

    /// The keys as another process sees them.
    static func node(
        _ database: any Database, _ algorithm: TokenAlgorithm = .es256, clock: MovableClock,
        secret: String = "the secret of the test's shop"
    ) -> SigningKeys {
        SigningKeys(database, box: SecretBox(secret: Array(secret.utf8)), algorithm: algorithm, clock: clock.wall)
    }

    func issue() async throws -> String {
        try await tokens.issue(for: ID(), session: ID(), role: .customer).token
    }

    /// The names of the keys in the JWK Set.
    func published() async throws -> [String] {
        let set = try JSONValue(parsing: try await keys.jwks())
        return (set["keys"]?.elements ?? []).compactMap { $0["kid"]?.text }
    }

    func storedKeys() async throws -> Int {
        try await database.read { try $0.value("SELECT COUNT(*) FROM signing_keys", as: Int.self) ?? 0 }
    }
}
