import Crypto
import Foundation
package import Telemetry

/// Turns passwords into hashes and checks them: bcrypt, through the system's libcrypt.
///
/// bcrypt looks at 72 bytes and ends at a NUL. So what is longer, or has a NUL in it, is hashed with SHA-256 first and
/// goes in as base64: every byte counts. Text is brought to one form (NFKC) before, so that the same letters typed on
/// another keyboard are the same password (NIST SP 800-63B, 3.1.1.2).
package struct PasswordHasher: Sendable {
    /// The logarithm of the rounds to base 2.
    package let cost: Int
    private let threads: HashingThreads
    /// What passwords of nobody are checked against, for the time that it takes.
    private let nobody: String

    /// A hasher with threads of its own, which start when they are needed.
    /// - Parameters:
    ///   - cost: the logarithm of the rounds to base 2, 4 to 31. 12 takes some 250 ms.
    ///   - threads: how many passwords are hashed at once; as many as there are cores by itself.
    ///   - queueLimit: how many may wait for that.
    package init(cost: Int = 12, threads: Int? = nil, queueLimit: Int = 256, metrics: MetricRegistry? = nil) {
        self.cost = cost
        let count = threads ?? ProcessInfo.processInfo.activeProcessorCount
        self.threads = HashingThreads(count: max(count, 1), limit: queueLimit, metrics: metrics)
        nobody = Bcrypt.setting(cost: cost, salt: [UInt8](repeating: 0, count: 16))
    }

    /// How many passwords wait for a thread.
    package var waitingCount: Int { threads.waitingCount }

    /// A new hash, with a salt of its own: `$2b$12$…`, 60 characters.
    /// - Throws: `IdentityError.busy` when too many wait, `CancellationError`.
    package func hash(_ password: String) async throws -> String {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let setting = Bcrypt.setting(cost: cost, salt: salt)
        guard let hash = try await threads.hash(PasswordHasher.key(of: password), setting: setting) else {
            preconditionFailure("libcrypt refuses its own setting")
        }
        return hash
    }

    /// Whether the password is the one that the hash was made of. Without a hash, or with one that is none, it is wrong,
    /// and takes as long to be.
    /// - Throws: `IdentityError.busy` when too many wait, `CancellationError`.
    package func check(_ password: String, against hash: String?) async throws -> PasswordCheck {
        let stored = hash.flatMap { BcryptHash($0) }
        let key = PasswordHasher.key(of: password)
        let found = try await threads.hash(key, setting: stored?.text ?? nobody)
        guard let stored, let found, Array(found.utf8).isSame(as: Array(stored.text.utf8)) else { return .wrong }
        return stored.isOfToday && stored.cost >= cost ? .right : .rightButOutdated
    }

    /// What bcrypt gets to see.
    static func key(of password: String) -> [UInt8] {
        let bytes = Array(password.precomposedStringWithCompatibilityMapping.utf8)
        guard bytes.count > 72 || bytes.contains(0) else { return bytes }
        return Array(Data(SHA256.hash(data: bytes)).base64EncodedString().utf8)
    }
}

/// What a check of a password found.
package enum PasswordCheck: Sendable, Equatable {
    /// Not that password, or nobody's.
    case wrong
    /// That password.
    case right
    /// That password, under a hash that is cheaper to try than those of today: make a new one.
    case rightButOutdated
}

/// A hash as it is stored: `$2b$12$`, 22 characters of salt, 31 of hash.
struct BcryptHash {
    let text: String
    let cost: Int
    /// Versions 2a and 2y came from elsewhere, by an import.
    let isOfToday: Bool

    /// - Returns: `nil` for what bcrypt did not make, and for costs that would block a thread for half a minute.
    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard text.utf8.count == 60, parts.count == 4, parts[0].isEmpty, ["2a", "2b", "2y"].contains(parts[1]),
            parts[2].count == 2, let cost = Int(parts[2]), (4...18).contains(cost)
        else { return nil }
        (self.text, self.cost, isOfToday) = (text, cost, parts[1] == "2b")
    }
}
