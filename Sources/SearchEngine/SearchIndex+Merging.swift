/// Segments that were merged, before they take the place of what they were made of.
struct PreparedMerge: Sendable {
    /// As they were when the merging began.
    let sources: [LiveSegment]
    /// None when nothing was left.
    let merged: [LiveSegment]
    /// Under which it was weighed.
    let rules: SearchRules
}

extension SearchIndex {
    /// Merges the next segments that are crowded, beside everything else; `nil` when none are.
    func prepareMerge() -> PreparedMerge? {
        let state = snapshot
        guard let crowded = MergePolicy.next(state.segments) else { return nil }
        let sources = crowded.map { state.segments[$0] }
        let merged = opened(SegmentMerger.merge(sources, schema: schema), state.rules.settings)
        return PreparedMerge(sources: sources, merged: merged, rules: state.rules)
    }

    /// Puts the merged segment in the place of its sources. Documents that were deleted or replaced in them meanwhile are
    /// deleted in it; when somebody else has merged the sources, there is nothing to do.
    func finish(_ merge: PreparedMerge) {
        change { segments, rules in
            var merged =
                rules === merge.rules
                ? merge.merged : merge.merged.map { $0.weighed(by: rules.settings, schema: schema) }
            for source in merge.sources {
                guard let place = segments.firstIndex(where: { $0.segment === source.segment }) else { return false }
                for id in segments[place].idsDeleted(since: source) { Self.delete(id, from: &merged) }
                segments.remove(at: place)
            }
            segments += merged.filter { $0.liveCount > 0 }
            return true
        }
    }
}

extension LiveSegment {
    /// The ids of documents that are deleted here and were not there.
    fileprivate func idsDeleted(since earlier: LiveSegment) -> [String] {
        guard deleted.count > earlier.deleted.count else { return [] }
        return (0..<UInt32(segment.count)).filter { deleted.contains($0) && !earlier.deleted.contains($0) }.map {
            String(decoding: segment.id($0), as: UTF8.self)
        }
    }
}
