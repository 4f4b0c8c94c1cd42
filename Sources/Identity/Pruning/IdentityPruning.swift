import Jobs
import Kernel
import Persistence

/// Removes sessions, tokens and audit entries whose time is over.
package struct PruneIdentity: Job {
    /// `identity.prune`
    package static let name = "identity.prune"

    /// A job without properties.
    package init() {}
}

/// Removes what has served its time.
package struct IdentityPruning: Sendable {
    private let parts: IdentityParts
    /// A transaction each, so that writers wait for milliseconds at most.
    private static let portion = 1000

    /// The pruning of that shop.
    package init(_ parts: IdentityParts) {
        self.parts = parts
    }

    /// Removes sessions and tokens that have ended, second factors that were begun a day ago and never confirmed, and
    /// audit entries of over a year ago.
    /// - Returns: how many rows there were.
    package func run() async throws -> Int {
        let now = parts.clock.now
        let dayAgo = now.advanced(by: .seconds(-86_400))
        try await parts.database.write { try $0.pruneSecondFactors(begunBefore: dayAgo) }
        let border = now.advanced(by: .zero - AuditLog.retention)
        let sessions = try await inPortions { try $0.pruneSessions(at: now, limit: $1) }
        let tokens = try await inPortions { try $0.pruneTokens(at: now, limit: $1) }
        let entries = try await inPortions { try $0.pruneAudit(before: border, limit: $1) }
        return sessions + tokens + entries
    }

    private func inPortions(_ remove: @escaping @Sendable (Transaction, Int) throws -> Int) async throws -> Int {
        var total = 0
        while true {
            let count = try await parts.database.write { try remove($0, IdentityPruning.portion) }
            total += count
            guard count == IdentityPruning.portion else { return total }
            try Task.checkCancellation()
        }
    }
}
