/// Which segments to merge after a change (log-structured tiers): four of about one size become one of the next, so
/// that n documents lie in O(log n) segments and each is copied O(log n) times.
enum MergePolicy {
    private static let factor = 4

    /// The indices of segments to merge now, or none.
    static func next(_ segments: [LiveSegment]) -> [Int]? {
        let tiers = Dictionary(grouping: segments.indices) { tier(segments[$0].liveCount) }
        if let crowded = tiers.filter({ $0.value.count >= factor }).min(by: { $0.key < $1.key }) {
            return crowded.value
        }
        return segments.indices.first { segments[$0].deleted.count * 2 > segments[$0].segment.count }.map { [$0] }
    }

    private static func tier(_ documents: Int) -> Int {
        (Int.bitWidth - max(1, documents).leadingZeroBitCount) / 2
    }
}
