import Kernel
package import Logging
package import Persistence
import Synchronization

/// An index with another behind it, which answers, marked as degraded, while the first one is not built or fails.
package final class FallbackIndex: Sendable {
    private let first: any ProductIndex
    private let second: (any ProductIndex)?
    private let logger: Logger
    private let degraded = Mutex(0)

    /// `first`, and `second` behind it; `nil` for nothing.
    package init(_ first: any ProductIndex, behind second: (any ProductIndex)?, logger: Logger) {
        (self.first, self.second, self.logger) = (first, second, logger)
    }

    /// How many answers were degraded.
    package var degradedAnswers: Int { degraded.withLock { $0 } }

    /// Whether the second one could answer.
    package var hasFallback: Bool {
        get async {
            guard let second, let position = try? await second.position else { return false }
            return position >= .start
        }
    }

    /// Asks the first one, or the second if that is not built or fails. What a caller did wrong is its answer, too.
    private func answer<Value>(
        _ ask: (any ProductIndex) async throws -> Value
    ) async throws -> (value: Value, isDegraded: Bool) {
        do {
            if try await first.position != nil { return (try await ask(first), false) }
        } catch let error as SearchError {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            logger.warning("The search index fails; the database answers", metadata: ["error": "\(error)"])
        }
        guard let second, try await second.position != nil else { return (try await ask(first), false) }
        degraded.withLock { $0 += 1 }
        return (try await ask(second), true)
    }
}

extension FallbackIndex: ProductIndex {
    package func search(_ request: SearchRequest, categoryPath: [String]?) async throws -> SearchResults {
        var (results, isDegraded) = try await answer { try await $0.search(request, categoryPath: categoryPath) }
        results.isDegraded = isDegraded
        return results
    }

    package func suggest(_ beginning: String, limit: Int) async throws -> [Suggestion] {
        try await answer { try await $0.suggest(beginning, limit: limit) }.value
    }

    package var productCount: Int {
        get async throws { try await answer { try await $0.productCount }.value }
    }

    /// Of the first one: it is what the follower brings up to date.
    package var position: FeedPosition? {
        get async throws { try await first.position }
    }

    package func apply(puts: [IndexedProduct], deletes: [String], position: FeedPosition) async throws {
        try await first.apply(puts: puts, deletes: deletes, position: position)
    }

    @discardableResult
    package func rebuild(from pages: ProductSource, position: FeedPosition) async throws -> Bool {
        try await first.rebuild(from: pages, position: position)
    }

    package func tune(_ tuning: SearchTuning) async throws {
        try await first.tune(tuning)
    }

    package func fingerprints(of ids: [String]) async throws -> [String: UInt64] {
        try await first.fingerprints(of: ids)
    }

    package func ids() async throws -> [String] { try await first.ids() }

    package func persist() async throws { try await first.persist() }
}
