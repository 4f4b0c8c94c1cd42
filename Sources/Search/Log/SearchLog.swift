package import Kernel
package import Logging
package import Persistence
import ServiceLifecycle

/// Writes down what was searched for and what shoppers did, beside the work and never in its way: a buffer in memory that
/// is written in batches, twice a second, and drops what it has no room for.
package struct SearchLog: Service {
    private let database: any Database
    private let searches = BoundedBuffer<LoggedSearch>(capacity: 8192)
    private let events = BoundedBuffer<KeptEvent>(capacity: 8192)
    private let limits = ActionLimits()
    private let clock: WallClock
    private let logger: Logger

    /// An event with how many of its kind it stands for.
    struct KeptEvent: Sendable {
        let event: ShopperEvent
        let moment: Timestamp
        let weight: Int
    }

    /// Of this many impressions and searches one is kept, and counts for all.
    private static let sampling = 10
    /// How long what was noted may lie in memory only.
    private static let interval = Duration.milliseconds(500)
    /// Rows of one transaction: a few milliseconds on SQLite, where everybody else who writes waits for it.
    private static let portion = 500

    /// A log in that database.
    package init(_ database: any Database, clock: WallClock = .system, logger: Logger) {
        (self.database, self.clock, self.logger) = (database, clock, logger)
    }

    /// What was noted so far, and what there was no room for.
    package var counts: (noted: Int, dropped: Int) {
        let (searches, events) = (searches.counts, events.counts)
        return (searches.taken + events.taken, searches.dropped + events.dropped)
    }

    /// Notes that somebody searched and what was found. Without words it was no search.
    package func note(_ request: SearchRequest, _ results: SearchResults) {
        guard request.hasWords else { return }
        let (seconds, attoseconds) = results.duration.components
        searches.add(
            LoggedSearch(
                moment: clock.now, query: request.text, correctedQuery: results.correctedText,
                results: results.hits.total, page: request.page.number, isFiltered: request.isFiltered,
                isDegraded: results.isDegraded,
                microseconds: Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)))
    }

    /// Notes what a shopper did, as far as it counts from one person (`ActionLimits`). Of what people only saw or searched
    /// for, one of ten is kept.
    /// - Returns: how many were within the limits, and had room.
    package func note(_ events: [ShopperEvent], by visitor: Visitor) -> Int {
        let now = clock.now
        return events.count { event in
            guard limits.take(event, of: visitor, at: now) else { return false }
            let isSampled = event.kind == .impression || event.kind == .search
            if isSampled, Int.random(in: 0..<SearchLog.sampling) > 0 { return true }
            let moment = min(max(event.moment ?? now, now.advanced(by: .seconds(-86_400))), now)
            return keep(KeptEvent(event: event, moment: moment, weight: isSampled ? SearchLog.sampling : 1))
        }
    }

    /// Takes an event as it is.
    /// - Returns: whether there was room.
    func keep(_ event: KeptEvent) -> Bool { events.add(event) }

    /// Writes until the process stops, then writes the rest. Only the pause is broken off by the stop, never the writing:
    /// in a task that is cancelled no database writes anything.
    package func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            await cancelWhenGracefulShutdown { try? await Task.sleep(for: SearchLog.interval) }
            await flushOrWarn()
        }
        await flushOrWarn()
    }

    private func flushOrWarn() async {
        do {
            try await flush()
        } catch is CancellationError {
        } catch {
            logger.warning("The search log cannot be written", metadata: ["error": "\(error)"])
        }
    }

    /// Writes what was noted. What cannot be written is lost: it must not pile up. A portion that the database refuses
    /// takes no other with it; one that does not answer is not asked again for the rest.
    /// - Throws: the first failure, when everything else was tried.
    package func flush() async throws {
        let (searches, events) = (searches.drain(), events.drain())
        var failure: (any Error)?
        try await write(searches, &failure) { try $0.insert($1) }
        try await write(events, &failure) { try $0.insert($1) }
        if let failure { throw failure }
    }

    private func write<Row: Sendable>(
        _ rows: [Row], _ failure: inout (any Error)?, _ insert: @escaping @Sendable (Transaction, [Row]) throws -> Void
    ) async throws {
        for start in stride(from: 0, to: rows.count, by: SearchLog.portion) {
            let portion = Array(rows[start..<min(start + SearchLog.portion, rows.count)])
            do {
                try await database.write { try insert($0, portion) }
            } catch let error as DatabaseError where error.kind == .defect {
                failure = failure ?? error
            }
        }
    }
}

extension SearchRequest {
    /// Whether anything narrows the words down.
    var isFiltered: Bool { filterCount > 0 }

    /// How many conditions it has.
    var filterCount: Int {
        let single = [
            category != nil, inStock != nil, minimumRating != nil, minimumPrice != nil || maximumPrice != nil,
        ]
        return single.count { $0 } + (brands.isEmpty ? 0 : 1) + tags.count + attributes.count
    }
}
