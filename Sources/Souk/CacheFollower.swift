import Kernel
import Logging
import Persistence
import ServiceLifecycle
import Telemetry
import WebSupport

/// Tells the cache of answers what changed, whoever changed it.
struct CacheFollower: Service {
    private let database: any Database
    private let cache: AnswerCache
    private let logger: Logger

    /// Events that are taken at once.
    private static let batch = 1000

    init(_ database: any Database, _ cache: AnswerCache, logger: Logger) {
        (self.database, self.cache, self.logger) = (database, cache, logger)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var position: FeedPosition?
            while !Task.isCancelled {
                do {
                    position = try await follow(from: position)
                } catch {
                    // Nothing is kept for longer than the cache's patience when the feed cannot be read.
                    logger.debug("The answer cache cannot follow", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    private func follow(from position: FeedPosition?) async throws -> FeedPosition {
        guard var position else {
            let last = try await database.read { try $0.lastPosition() }
            cache.noteAnyChange()
            return last
        }
        while true {
            let from = position
            let events = try await database.read { try $0.events(after: from, limit: CacheFollower.batch) }
            for event in events { cache.noteChange(of: event.topic, event.subject) }
            position = events.last?.position ?? position
            guard events.count == CacheFollower.batch else { break }
        }
        cache.noteHeard()
        return position
    }
}

extension RecordedEvent {
    /// The noun of its name: `product` of `product.updated`.
    var topic: String { String(name.prefix { $0 != "." }) }
}

extension AnswerCache {
    /// Counts in that registry how often an answer was there.
    func register(in metrics: MetricRegistry) {
        metrics.counter("souk_answer_cache_hits_total", "Answers that were kept.") { Double(self.counts.hits) }
        metrics.counter("souk_answer_cache_misses_total", "Answers that had to be made.") { Double(self.counts.misses) }
    }
}
