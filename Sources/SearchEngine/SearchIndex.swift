public import Foundation
import Synchronization

/// A full-text index in memory: changes are visible when ``apply(_:)`` returns, and searches never wait for them.
///
///     let index = SearchIndex(schema: Schema(text: [.init("title", boost: 3), .init("blurb")]))
///     index.apply(books.map { .put(Document(id: $0.isbn, text: ["title": $0.title, "blurb": $0.blurb])) })
///     for hit in index.search(Query("sea monster")).hits { print(hit.id, hit.score) }
public final class SearchIndex: Sendable {
    /// What fields its documents have.
    public let schema: Schema
    private let state: Mutex<IndexState>
    /// Held while a change is made, so that writers take turns; readers never take it.
    private let writing = Mutex(())
    /// Held while segments are merged, by one at a time; whoever makes a change does not wait for it.
    private let merging = Mutex(())
    private let idle = Mutex<[SearchScratch]>([])

    /// Makes an empty index.
    public init(schema: Schema, settings: SearchSettings = .init()) {
        self.schema = schema
        state = Mutex(IndexState([], SearchRules(settings)))
    }

    private init(schema: Schema, settings: SearchSettings, segments: [LiveSegment]) {
        self.schema = schema
        state = Mutex(IndexState(segments, SearchRules(settings)))
    }

    /// How it ranks, forgives and limits at the moment.
    public var settings: SearchSettings { snapshot.rules.settings }

    /// How many documents it has.
    public var documentCount: Int { snapshot.liveCount }

    /// What it consists of at the moment, for monitoring.
    public var statistics: IndexStatistics {
        let state = snapshot
        return IndexStatistics(
            documents: state.liveCount, deleted: state.indexedCount - state.liveCount, segments: state.segments.count,
            bytes: state.segments.reduce(0) { $0 + $1.segment.storage.byteCount })
    }

    /// Whether a document with that id is in it.
    public func contains(id: String) -> Bool {
        snapshot.segments.contains { $0.liveDocument(id: id) != nil }
    }

    /// The payload of the document with that id; `nil` when there is none.
    public func stored(id: String) -> StoredBytes? {
        for live in snapshot.segments {
            guard let document = live.liveDocument(id: id) else { continue }
            return StoredBytes(
                storage: live.segment.storage, record: live.segment.stored.record(document), fields: schema.text.count)
        }
        return nil
    }

    /// The ids of all documents, in no particular order: some 50 bytes for each.
    public var ids: [String] {
        snapshot.segments.flatMap { live in
            (0..<UInt32(live.segment.count)).filter { !live.deleted.contains($0) }.map {
                String(decoding: live.segment.id($0), as: UTF8.self)
            }
        }
    }

    /// Finds documents. Every text gets an answer: what exceeds the limits is cut off.
    public func search(_ query: Query) -> Answer { search(query, in: snapshot) }

    /// Finds documents as if the settings were others, to try them out; for several queries see ``view(under:)``.
    public func search(_ query: Query, under settings: SearchSettings) -> Answer { view(under: settings).search(query) }

    /// The index as it is now, under other settings. Other boosts or signals cost a pass over all documents (some 10 ms for
    /// 100,000), once for all the searches of the view.
    public func view(under settings: SearchSettings) -> SearchView {
        SearchView(index: self, state: snapshot.under(SearchRules(settings), schema: schema))
    }

    func search(_ query: Query, in state: IndexState) -> Answer {
        withScratch { scratch in
            var run = SearchRun(query, state: state, schema: schema, settings: state.rules.settings)
            return run.run(&scratch)
        }
    }

    /// Suggests how to go on typing, the most promising first; at most 100 suggestions.
    public func complete(_ prefix: String, limit: Int = 10) -> [Completion] {
        let state = snapshot
        return state.shortCompletions.completions(prefix, limit: limit) {
            // The only holder of its scratch: arrays that somebody else holds as well would be copied when written.
            var completer = Completer(
                state: state, schema: schema, settings: state.rules.settings, scratch: takeScratch())
            defer { giveBack(completer.scratch) }
            return completer.complete(prefix, limit: limit)
        }
    }

    /// Makes all changes at once: no search sees only some of them. Writers take turns. The changes are found before
    /// segments are merged, which may take long.
    /// - Parameter merging: Whether to merge what has become crowded; if not, ``merge()`` is for the caller to do.
    public func apply(_ changes: [Change], merging: Bool = true) {
        guard !changes.isEmpty else { return }
        writing.withLock { _ in
            let final = Dictionary(changes.map { ($0.id, $0) }) { $1 }
            var segments = snapshot.segments
            for id in final.keys { Self.delete(id, from: &segments) }
            let documents = final.values.compactMap(Self.indexable)
            if !documents.isEmpty { segments += opened(SegmentBuilder.build(documents, schema: schema), settings) }
            segments.removeAll { $0.liveCount == 0 }
            publish(segments)
        }
        if merging { merge() }
    }

    /// Merges segments until none are crowded, so that searches stay fast. Others may search and change meanwhile.
    public func merge() {
        merging.withLock { _ in
            while let merge = prepareMerge() { finish(merge) }
        }
    }

    /// Ranks, forgives and limits by other settings from now on, without indexing anything anew: searches that are
    /// under way finish under the old ones.
    public func update(settings: SearchSettings) {
        writing.withLock { _ in
            let next = snapshot.under(SearchRules(settings), schema: schema)
            state.withLock { $0 = next }
        }
    }

    /// Merges everything into one segment without deleted documents; takes seconds for a million documents.
    public func compact() {
        writing.withLock { _ in
            let segments = snapshot.segments
            guard segments.count > 1 || segments.contains(where: { $0.deleted.count > 0 }) else { return }
            publish(opened(SegmentMerger.merge(segments, schema: schema), settings))
        }
    }

    /// Writes the index to a file, atomically: a crash leaves the old file or the new one.
    /// - Parameter tag: Bytes of the caller's, such as the position in a feed that the index stands at.
    /// - Throws: `POSIXError` when the file cannot be written.
    public func save(to url: URL, tag: [UInt8] = []) throws {
        try SnapshotFile.write(snapshot, schema: schema, tag: tag, to: url)
    }

    /// Maps a file that ``save(to:tag:)`` wrote; boosts and settings may differ from then.
    /// - Throws: ``SnapshotError``, also for a single flipped bit; the index has then to be built anew.
    public static func load(
        from url: URL, schema: Schema, settings: SearchSettings = .init()
    ) throws(SnapshotError) -> (index: SearchIndex, tag: [UInt8]) {
        let (segments, tag) = try SnapshotFile.read(url, schema: schema, settings: settings)
        return (SearchIndex(schema: schema, settings: settings, segments: segments), tag)
    }
}

extension SearchIndex {
    var snapshot: IndexState { state.withLock { $0 } }

    /// Changes the segments, unless `body` says that nothing is to change.
    func change(_ body: (inout [LiveSegment], SearchRules) -> Bool) {
        writing.withLock { _ in
            let state = snapshot
            var segments = state.segments
            if body(&segments, state.rules) { publish(segments) }
        }
    }

    private func publish(_ segments: [LiveSegment]) {
        let next = IndexState(segments, snapshot.rules)
        state.withLock { $0 = next }
    }

    private static func indexable(_ change: Change) -> Document? {
        guard case .put(let document) = change, !document.id.isEmpty,
            document.id.utf8.count <= Document.maximumIDBytes
        else { return nil }
        return document
    }

    static func delete(_ id: String, from segments: inout [LiveSegment]) {
        for index in segments.indices {
            if let document = segments[index].liveDocument(id: id) { segments[index].delete(document) }
        }
    }

    /// The builder's own output always opens; were it not to, the documents would be missing, not wrong.
    func opened(_ storage: SegmentStorage, _ settings: SearchSettings) -> [LiveSegment] {
        guard let segment = try? Segment(storage, schema: schema), segment.count > 0 else { return [] }
        return [LiveSegment(segment, schema: schema, settings: settings)]
    }

    private func withScratch<Result>(_ body: (inout SearchScratch) -> Result) -> Result {
        var scratch = takeScratch()
        defer { giveBack(scratch) }
        return body(&scratch)
    }

    private func takeScratch() -> SearchScratch { idle.withLock { $0.popLast() } ?? SearchScratch() }

    private func giveBack(_ scratch: SearchScratch) {
        idle.withLock { if $0.count < 64 { $0.append(scratch) } }
    }
}
