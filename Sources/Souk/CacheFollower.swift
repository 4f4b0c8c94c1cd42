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
                for thing in things { cache.noteChange(of: thing.name, thing.subject) }
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

    /// Takes note also of what the feed holds back while an older transaction runs: such a change is seen by readers
    /// already. It is noted again each time until the feed shows it, which costs a few answers.
    private func follow(from position: FeedPosition?) async throws -> FeedPosition {
        let (events, last) = try await database.read { transaction in
            let last = try transaction.lastPosition()
            return (try transaction.committedEvents(after: position ?? last, limit: CacheFollower.batch), last)
        }
        for event in events { cache.noteChange(of: event.name, event.subject) }
        if position == nil || events.count == CacheFollower.batch { cache.noteAnyChange() }
        cache.noteHeard()
        return max(position ?? last, last)
    }
}

extension AnswerCache {
    /// Counts in that registry how often an answer was there.
    func register(in metrics: MetricRegistry) {
        metrics.counter("souk_answer_cache_hits_total", "Answers that were kept.") { Double(self.counts.hits) }
        metrics.counter("souk_answer_cache_misses_total", "Answers that had to be made.") { Double(self.counts.misses) }
    }
}
