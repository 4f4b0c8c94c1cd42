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

    /// How often the feed is asked; changes of this process, and most of others, are told at once.
    private static let interval = Duration.milliseconds(200)

    init(_ database: any Database, _ cache: AnswerCache, logger: Logger) {
        (self.database, self.cache, self.logger) = (database, cache, logger)
        database.changes.subscribe { changes in
            switch changes {
            case .events(let things):
                for thing in things { cache.noteChange(of: RecordedEvent.topic(of: thing.name), thing.subject) }
            case .everything: cache.noteAnyChange()
            }
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let waiter = database.changes.waiter()
            var position: FeedPosition?
            while !Task.isCancelled {
                do {
                    position = try await follow(from: position)
                } catch {
                    // Nothing is kept for longer than the cache's patience when the feed cannot be read.
                    logger.debug("The answer cache cannot follow", metadata: ["error": "\(error)"])
                }
                _ = await waiter.wait(atMost: CacheFollower.interval)
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
            for event in events { cache.noteChange(of: RecordedEvent.topic(of: event.name), event.subject) }
            position = events.last?.position ?? position
            guard events.count == CacheFollower.batch else { break }
        }
        cache.noteHeard()
        return position
    }
}

extension RecordedEvent {
    /// The noun of an event's name: `product` of `product.updated`.
    static func topic(of name: String) -> String { String(name.prefix { $0 != "." }) }
}

extension AnswerCache {
    /// Counts in that registry how often an answer was there.
    func register(in metrics: MetricRegistry) {
        metrics.counter("souk_answer_cache_hits_total", "Answers that were kept.") { Double(self.counts.hits) }
        metrics.counter("souk_answer_cache_misses_total", "Answers that had to be made.") { Double(self.counts.misses) }
    }
}
