package import Foundation
package import Kernel
package import Logging
package import Persistence
import SearchEngine
import Synchronization

/// The embedded engine as the shop's index: the whole index in memory, a snapshot of it on disk.
package final class EmbeddedIndex: Sendable {
    private let snapshot: URL
    private let shop: String
    private let state: Mutex<State>
    private let clock: WallClock
    private let priceBucket: Money
    /// Where changes are made: a batch takes tens of milliseconds, during which a thread of the pool would answer nobody.
    private let writing = DispatchQueue(label: "souk.index.write", qos: .userInitiated)
    /// Where segments are merged and the index is saved, one at a time: seconds for a million products.
    private let tidying = DispatchQueue(label: "souk.index.tidy", qos: .utility)

    private struct State {
        var index: SearchIndex
        var position: FeedPosition?
        var unsavedChanges = 0
        /// How far the snapshot is, and when that was written.
        var saved: (position: FeedPosition, at: Timestamp)?
        var isMerging = false
        var tuning = SearchTuning()
        /// The moment that the settings of the index were made for.
        var tunedAt: Timestamp
    }

    /// A position that moved without a product in it is worth a snapshot so often: no more than a start has to follow.
    private static let saveInterval = Duration.seconds(3600)
    /// With more segments than this a change waits until they are merged, or searches would become slow.
    static let maximumSegments = 48

    /// The index of that shop, from its snapshot where there is a sound one; else an empty one that must be built.
    /// - Parameters:
    ///   - snapshot: the file that survives restarts; its folder must exist.
    ///   - shop: the identity of the database: a snapshot of another one is not taken.
    ///   - priceBucket: how wide the price ranges are that facets count.
    package init(
        snapshot: URL, shop: String, logger: Logger, clock: WallClock = .system,
        priceBucket: Money = SearchFacets.usualPriceBucket
    ) {
        self.snapshot = snapshot
        self.shop = shop
        (self.clock, self.priceBucket) = (clock, priceBucket)
        let now = clock.now
        let settings = SearchSettings(SearchTuning(), at: now)
        let loaded = EmbeddedIndex.load(snapshot, shop: shop, settings, logger)
        let empty = State(index: SearchIndex(schema: .products, settings: settings), tunedAt: now)
        state = Mutex(
            loaded.map { State(index: $0.index, position: $0.position, saved: ($0.position, now), tunedAt: now) }
                ?? empty)
    }

    /// What it consists of at the moment.
    var segmentCount: Int { current.statistics.segments }

    private var current: SearchIndex { state.withLock(\.index) }

    private static func load(
        _ snapshot: URL, shop: String, _ settings: SearchSettings, _ logger: Logger
    ) -> (index: SearchIndex, position: FeedPosition)? {
        do {
            let (index, bytes) = try SearchIndex.load(from: snapshot, schema: .products, settings: settings)
            guard let tag = SnapshotTag(bytes: bytes), tag.shop == shop else {
                logger.notice("The index snapshot is of another shop and is built anew")
                return nil
            }
            return (index, tag.position)
        } catch SnapshotError.missing {
            return nil
        } catch {
            logger.warning("The index snapshot cannot be used and is built anew", metadata: ["reason": "\(error)"])
            return nil
        }
    }
}

extension EmbeddedIndex: ProductIndex {
    package var productCount: Int { current.documentCount }

    package var position: FeedPosition? { state.withLock(\.position) }

    package func search(_ request: SearchRequest, categoryPath: [String]?) async throws -> SearchResults {
        let start = ContinuousClock.now
        let query = Query(request, categoryPath: categoryPath, priceBucket: priceBucket)
        let answer =
            if let trial = request.trial { view(of: trial).search(query) } else { current.search(query) }
        return SearchResults(answer, to: request, duration: ContinuousClock.now - start)
    }

    /// What is new is compared with the same moment as in the shop's own settings, so that a trial of other synonyms or typo
    /// rules does not weigh anything anew.
    private func view(of trial: SearchTrial) -> SearchView {
        trial.view {
            let (index, moment) = state.withLock { ($0.index, $0.tunedAt) }
            return index.view(under: SearchSettings(trial.tuning, at: moment))
        }
    }

    package func suggest(_ beginning: String, limit: Int) async throws -> [Suggestion] {
        current.complete(beginning, limit: limit).map { Suggestion(text: $0.text, score: $0.score, kind: $0.kind) }
    }

    package func apply(puts: [IndexedProduct], deletes: [String], position: FeedPosition) async throws {
        let index = current
        let count = puts.count + deletes.count
        if count > 0 {
            await writing.run {
                index.apply(puts.map { .put(Document($0)) } + deletes.map { .delete(id: $0) }, merging: false)
            }
        }
        state.withLock { state in
            state.position = position
            state.unsavedChanges += count
        }
        if index.statistics.segments > EmbeddedIndex.maximumSegments {
            await tidying.run { index.merge() }
        } else if count > 0 {
            mergeBeside(index)
        }
    }

    /// Merges while the next changes are made.
    private func mergeBeside(_ index: SearchIndex) {
        let isFirst = state.withLock { state in
            defer { state.isMerging = true }
            return !state.isMerging
        }
        guard isFirst else { return }
        tidying.async { [self] in
            state.withLock { $0.isMerging = false }
            index.merge()
        }
    }

    @discardableResult
    package func rebuild(from source: ProductSource, position: FeedPosition) async throws -> Bool {
        let (tuning, moment) = (state.withLock(\.tuning), clock.now)
        let index = SearchIndex(schema: .products, settings: SearchSettings(tuning, at: moment))
        var cursor: Cursor?
        repeat {
            let page = try await source.page(cursor)
            await writing.run { index.apply(page.products.map { .put(Document($0)) }) }
            cursor = page.next
        } while cursor != nil
        await writing.run { index.compact() }
        let latest = state.withLock { state in
            (state.index, state.position, state.tunedAt) = (index, position, moment)
            (state.unsavedChanges, state.saved) = (max(1, index.documentCount), nil)
            return state.tuning
        }
        // Who tuned meanwhile tuned the old one.
        if latest != tuning { try await tune(latest) }
        return true
    }

    package func tune(_ tuning: SearchTuning) async throws {
        let moment = clock.now
        let index = state.withLock { state in
            (state.tuning, state.tunedAt) = (tuning, moment)
            return state.index
        }
        await writing.run { index.update(settings: SearchSettings(tuning, at: moment)) }
    }

    package func fingerprints(of ids: [String]) async throws -> [String: UInt64] {
        let index = current
        return ids.reduce(into: [:]) { prints, id in
            let payload = index.stored(id: id)
            prints[id] = payload?.withUnsafeBytes { Fingerprint(of: $0)?.value ?? 0 }
        }
    }

    package func ids() async throws -> [String] { current.ids }

    package func persist() async throws {
        try await tidying.tryRunning { [self] in try save() }
    }

    private func save() throws {
        let (index, position, unsaved, saved) = state.withLock {
            ($0.index, $0.position, $0.unsavedChanges, $0.saved)
        }
        guard let position else { return }
        let (now, interval) = (clock.now, EmbeddedIndex.saveInterval)
        let isOld = saved.map { $0.position != position && $0.at.advanced(by: interval) <= now } ?? true
        guard unsaved > 0 || isOld else { return }
        try index.save(to: snapshot, tag: SnapshotTag(shop: shop, position: position).bytes)
        state.withLock { state in
            guard state.index === index else { return }
            state.unsavedChanges -= unsaved
            state.saved = (position, now)
        }
    }
}

extension DispatchQueue {
    /// Does something that takes long, and may fail, and waits for it without holding a thread of the pool.
    fileprivate func tryRunning(_ work: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { continuation in
            self.async { continuation.resume(with: Result { try work() }) }
        }
    }

    /// Does something that takes long, and waits for it without holding a thread of the pool.
    fileprivate func run(_ work: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            self.async {
                work()
                continuation.resume()
            }
        }
    }
}

/// What a snapshot is of: the shop, and how far its feed had been followed.
private struct SnapshotTag {
    /// Raised whenever documents are made differently, so that old snapshots are built anew.
    static let version = 3

    let shop: String
    let position: FeedPosition

    init(shop: String, position: FeedPosition) {
        (self.shop, self.position) = (shop, position)
    }

    init?(bytes: [UInt8]) {
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        guard parts.count == 4, Int(parts[0]) == SnapshotTag.version, let epoch = Int64(parts[2]),
            let sequence = Int64(parts[3])
        else { return nil }
        (shop, position) = (String(parts[1]), FeedPosition(epoch: epoch, sequence: sequence))
    }

    var bytes: [UInt8] { Array("\(SnapshotTag.version) \(shop) \(position.epoch) \(position.sequence)".utf8) }
}
