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
    private let isPatient: Bool
    private let tuning: CurrentTuning
    /// Called whenever searches find something else than before: what was kept of them is outdated from now on.
    package var onChange: @Sendable () -> Void = {}
    /// Called after each check.
    package var onCheck: @Sendable (IndexCheckReport) -> Void = { _ in }

    /// When it is asked again after it was told of a change and has nothing, each time twice as long: PostgreSQL shows an
    /// event only when the transactions that were running before it have ended.
    private static let recheck = Duration.milliseconds(5)
    /// How long changes may lie in memory only. Nothing is lost with them: the feed brings them again.
    private static let persistInterval = Duration.seconds(30)
    /// How often one that is patient asks.
    private static let patience = Duration.seconds(2)
    /// How often one that is patient looks whether a rush of changes is over: for a minute.
    static let looks = 30
    /// Events that are taken at once: one segment of the index each.
    static let batch = 1000

    /// A follower that brings that index up to date.
    /// - Parameters:
    ///   - tuning: where what a merchant decides is put, for those who search.
    ///   - interval: how often the feed is asked at least.
    ///   - isPatient: whether it asks every two seconds, is not woken, and lets a rush of changes go by first: for an index
    ///     that is not searched at present.
    package init(
        database: any Database, index: any ProductIndex, source: ProductSource, tuning: CurrentTuning = CurrentTuning(),
        logger: Logger, interval: Duration = .milliseconds(200), isPatient: Bool = false
    ) {
        (self.database, self.index, self.tuning) = (database, index, tuning)
        self.source = source.withFactors(database, tuning)
        (self.logger, self.interval, self.isPatient) = (
            logger, isPatient ? IndexFollower.patience : interval, isPatient
        )
    }

    /// Brings the index up to date once: builds it when it is not there or stands where the feed never was. A check that
    /// somebody wanted meanwhile is left out: who starts wants to search, and the next one comes within a day.
    package func start() async throws {
        try await tune()
        let last = try await database.read { try $0.lastPosition() }
        guard let position = try await index.position, position <= last else {
            try await rebuild()
            return
        }
        while try await followOnce(mayCheck: false) {}
    }

    /// Follows until the process stops, then saves.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await persistRegularly() }
                await follow()
                group.cancelAll()
            }
        }
        await persist()
    }

    private func follow() async {
        var isStarted = false
        let waiter = database.changes.waiter()
        var pause = interval
        while !Task.isCancelled {
            do {
                if !isStarted { try await start() }
                isStarted = true
                if isPatient { try await waitForCalm { try await Task.sleep(for: interval) } }
                if try await followOnce() { continue }
            } catch is CancellationError {
                break
            } catch {
                logger.error("The search index cannot follow", metadata: ["error": "\(error)"])
            }
            guard !isPatient else {
                try? await Task.sleep(for: interval)
                continue
            }
            let isTold = await waiter.wait(atMost: pause)
            pause = isTold ? IndexFollower.recheck : min(pause * 2, interval)
        }
    }

    /// Lets a rush of changes, an import for example, have the processors to itself: while there is more than one batch to
    /// take, and more comes with every look, it pauses; a minute at most.
    func waitForCalm(_ pause: () async throws -> Void) async throws {
        guard let position = try await index.position else { return }
        var last = position
        for _ in 0..<IndexFollower.looks {
            let now = try await database.read { try $0.lastPosition() }
            guard now != last, now.sequence - position.sequence >= IndexFollower.batch else { return }
            last = now
            try await pause()
        }
    }

    /// Saves while changes are followed. A large index is saved more rarely: it may not take more than a twentieth of the
    /// time, and of what the disk can do.
    private func persistRegularly() async {
        var pause = IndexFollower.persistInterval
        while true {
            do { try await Task.sleep(for: pause) } catch { return }
            let start = ContinuousClock.now
            await persist()
            pause = max(IndexFollower.persistInterval, (ContinuousClock.now - start) * 20)
        }
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
    func followOnce(mayCheck: Bool = true) async throws -> Bool {
        guard let position = try await index.position else { return try await rebuild() }
        let events: [RecordedEvent]
        do {
            events = try await database.read { try $0.events(after: position, limit: IndexFollower.batch) }
        } catch is FeedPruned {
            try await database.write { try $0.mendFeedHorizon() }
            try await rebuild()
            // Were the position not good enough again, one would build without end.
            return false
        }
        guard let last = events.last else { return false }
        let names = Set(events.map(\.name))
        guard !names.contains(ReindexRequested.name) else { return try await rebuild() }
        let isTuned = !names.isDisjoint(with: TuningEvents.names)
        if isTuned { try await tune() }
        let ids = Set(events.filter { $0.concernsProduct }.map(\.subject))
        let products = try await source.find(Array(ids))
        let gone = ids.subtracting(products.map(\.card.id))
        try await index.apply(puts: products, deletes: Array(gone), position: last.position)
        if isTuned || !ids.isEmpty { onChange() }
        if names.contains(CheckRequested.name), mayCheck { try await check() }
        return events.count == IndexFollower.batch
    }

    /// Searches by what the merchant has decided up to now.
    private func tune() async throws {
        let decided = try await database.read { try $0.searchTuning() }
        tuning.set(decided)
        try await index.tune(decided)
    }

    /// Compares the index with the catalogue and repairs what differs. Events are followed meanwhile, so that a long check
    /// makes nobody wait.
    /// - Returns: what was found.
    @discardableResult
    package func check() async throws -> IndexCheckReport {
        try await tune()
        var check = IndexCheck(index, source)
        while try await check.step() { while try await followOnce(mayCheck: false) {} }
        let report = check.report
        if report.repaired > 0 { onChange() }
        onCheck(report)
        logger.notice(
            "Checked the search index",
            metadata: [
                "products": "\(report.products)", "missing": "\(report.missing)", "different": "\(report.different)",
                "gone": "\(report.gone)",
            ])
        return report
    }

    /// Reads the position before the products and what the merchant decided: what changes meanwhile comes again with the
    /// feed.
    /// - Returns: whether it was built; not while another node builds an index that both use.
    @discardableResult
    package func rebuild() async throws -> Bool {
        let start = ContinuousClock.now
        let position = try await database.read { try $0.lastPosition() }
        try await tune()
        guard try await index.rebuild(from: source, position: position) else { return false }
        onChange()
        await persist()
        let count = try await index.productCount
        logger.notice(
            "Built the search index",
            metadata: [
                "products": "\(count)", "seconds": "\((ContinuousClock.now - start) / .seconds(1))",
            ])
        return true
    }
}

extension RecordedEvent {
    /// Whether it is about a product that has to be indexed anew.
    fileprivate var concernsProduct: Bool { name.hasPrefix("product.") || name == PopularityChanged.name }
}
