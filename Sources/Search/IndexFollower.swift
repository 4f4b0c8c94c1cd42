import Kernel
package import Logging
package import Persistence
import ServiceLifecycle

/// Somebody asked for the index to be built anew: `souk reindex`.
package struct ReindexRequested: Event {
    /// `search.reindex_requested`
    package static let name = "search.reindex_requested"
    /// Nothing in particular.
    package let subject = "*"

    /// A wish to build anew.
    package init() {}
}

/// Keeps the index in step with the catalogue: follows the feed of events, whoever wrote them.
///
/// `Database.changes` wakes it at once when this process or another node of the same PostgreSQL has committed. Without
/// being woken it asks the feed five times a second, which costs a query that finds nothing (20 µs): so a change is
/// found after 0.2 s at most, also one by an import beside a running server, or when the listener's connection is gone.
package struct IndexFollower: Service {
    private let database: any Database
    private let index: any ProductIndex
    private let source: ProductSource
    private let logger: Logger
    private let interval: Duration
    /// Called whenever searches find something else than before: what was kept of them is outdated from now on.
    package var onChange: @Sendable () -> Void = {}

    /// When it is asked again after it was told of a change and has nothing, each time twice as long: PostgreSQL shows an
    /// event only when the transactions that were running before it have ended.
    private static let recheck = Duration.milliseconds(5)
    /// How long changes may lie in memory only. Nothing is lost with them: the feed brings them again.
    private static let persistInterval = Duration.seconds(30)
    /// Events that are taken at once: one segment of the index each.
    private static let batch = 1000

    /// A follower that brings that index up to date.
    /// - Parameter interval: how often the feed is asked at least.
    package init(
        database: any Database, index: any ProductIndex, source: ProductSource, logger: Logger,
        interval: Duration = .milliseconds(200)
    ) {
        (self.database, self.index, self.source) = (database, index, source)
        (self.logger, self.interval) = (logger, interval)
    }

    /// Brings the index up to date once: builds it when it is not there or stands where the feed never was.
    package func start() async throws {
        let last = try await database.read { try $0.lastPosition() }
        guard let position = try await index.position, position <= last else {
            try await rebuild()
            return
        }
        while try await followOnce() {}
    }

    /// Follows until the process stops, then saves.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var lastPersisted = ContinuousClock.now
            let waiter = database.changes.waiter()
            var pause = interval
            while !Task.isCancelled {
                do {
                    if try await followOnce() { continue }
                    if ContinuousClock.now - lastPersisted > IndexFollower.persistInterval {
                        await persist()
                        lastPersisted = .now
                    }
                } catch is CancellationError {
                    break
                } catch {
                    logger.error("The search index cannot follow", metadata: ["error": "\(error)"])
                }
                let isTold = await waiter.wait(atMost: pause)
                pause = isTold ? IndexFollower.recheck : min(pause * 2, interval)
            }
        }
        await persist()
    }

    /// Saves the index. Without a snapshot, as on a full disk, the shop goes on: the next start builds the index anew.
    private func persist() async {
        do {
            try await index.persist()
        } catch {
            logger.warning(
                "The index snapshot cannot be written; the next start builds the index anew",
                metadata: ["error": "\(error)"])
        }
    }

    /// Takes over the next events.
    /// - Returns: whether there may be more.
    private func followOnce() async throws -> Bool {
        guard let position = try await index.position else {
            try await rebuild()
            return true
        }
        let events: [RecordedEvent]
        do {
            events = try await database.read { try $0.events(after: position, limit: IndexFollower.batch) }
        } catch is FeedPruned {
            try await rebuild()
            return true
        }
        guard let last = events.last else { return false }
        guard !events.contains(where: { $0.name == ReindexRequested.name }) else {
            try await rebuild()
            return true
        }
        let ids = Set(events.filter { $0.name.hasPrefix("product.") }.map(\.subject))
        let products = try await source.find(Array(ids))
        let gone = ids.subtracting(products.map(\.card.id))
        try await index.apply(puts: products, deletes: Array(gone), position: last.position)
        if !ids.isEmpty { onChange() }
        return events.count == IndexFollower.batch
    }

    /// Reads the position before the products: what changes meanwhile comes again with the feed.
    package func rebuild() async throws {
        let start = ContinuousClock.now
        let position = try await database.read { try $0.lastPosition() }
        try await index.rebuild(from: source, position: position)
        onChange()
        await persist()
        let count = try await index.productCount
        logger.notice(
            "Built the search index",
            metadata: [
                "products": "\(count)", "seconds": "\((ContinuousClock.now - start) / .seconds(1))",
            ])
    }
}
