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

    private struct State {
        var index: SearchIndex
        var position: FeedPosition?
        var unsavedChanges = 0
        var tuning = SearchTuning()
    }

    /// The index of that shop, from its snapshot where there is a sound one; else an empty one that must be built.
    /// - Parameters:
    ///   - snapshot: the file that survives restarts; its folder must exist.
    ///   - shop: the identity of the database: a snapshot of another one is not taken.
    package init(snapshot: URL, shop: String, logger: Logger, clock: WallClock = .system) {
        self.snapshot = snapshot
        self.shop = shop
        self.clock = clock
        let settings = SearchSettings(SearchTuning(), at: clock.now)
        let loaded = EmbeddedIndex.load(snapshot, shop: shop, settings, logger)
        let empty = State(index: SearchIndex(schema: .products, settings: settings))
        state = Mutex(loaded.map { State(index: $0.index, position: $0.position) } ?? empty)
    }

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
        let query = Query(request, categoryPath: categoryPath)
        let answer =
            if let tuning = request.tuning {
                current.search(query, under: SearchSettings(tuning, at: clock.now))
            } else { current.search(query) }
        return SearchResults(answer, to: request, duration: ContinuousClock.now - start)
    }

    package func suggest(_ beginning: String, limit: Int) async throws -> [Suggestion] {
        current.complete(beginning, limit: limit).map { Suggestion(text: $0.text, score: $0.score, kind: $0.kind) }
    }

    package func apply(puts: [IndexedProduct], deletes: [String], position: FeedPosition) async throws {
        let changes = puts.map { SearchEngine.Change.put(Document($0)) } + deletes.map { .delete(id: $0) }
        current.apply(changes)
        state.withLock { state in
            state.position = position
            state.unsavedChanges += changes.count
        }
    }

    package func rebuild(from source: ProductSource, position: FeedPosition) async throws {
        let tuning = state.withLock(\.tuning)
        let index = SearchIndex(schema: .products, settings: SearchSettings(tuning, at: clock.now))
        var cursor: Cursor?
        repeat {
            let page = try await source.page(cursor)
            index.apply(page.products.map { .put(Document($0)) })
            cursor = page.next
        } while cursor != nil
        index.compact()
        state.withLock {
            $0 = State(index: index, position: position, unsavedChanges: index.documentCount, tuning: tuning)
        }
    }

    package func tune(_ tuning: SearchTuning) async throws {
        let settings = SearchSettings(tuning, at: clock.now)
        let index = state.withLock { state in
            state.tuning = tuning
            return state.index
        }
        index.update(settings: settings)
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
        let (index, position, unsaved) = state.withLock { ($0.index, $0.position, $0.unsavedChanges) }
        guard let position, unsaved > 0 else { return }
        let tag = SnapshotTag(shop: shop, position: position)
        try index.save(to: snapshot, tag: tag.bytes)
        state.withLock { $0.unsavedChanges -= unsaved }
    }
}

/// What a snapshot is of: the shop, and how far its feed had been followed.
private struct SnapshotTag {
    /// Raised whenever documents are made differently, so that old snapshots are built anew.
    static let version = 2

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
