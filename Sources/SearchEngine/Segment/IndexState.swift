/// Everything that a search reads, immutable; writers replace it as a whole.
struct IndexState: Sendable {
    let segments: [LiveSegment]
    /// Documents in the segments, deleted ones included: what word frequencies refer to.
    let indexedCount: Int
    let liveCount: Int
    /// The mean weighted length of a document.
    let meanLength: Float

    init(_ segments: [LiveSegment]) {
        self.segments = segments
        indexedCount = segments.reduce(0) { $0 + $1.segment.count }
        liveCount = segments.reduce(0) { $0 + $1.liveCount }
        meanLength = Float(segments.reduce(0) { $0 + $1.scoring.totalLength } / Double(max(1, indexedCount)))
    }

    /// The number of a term in each segment, −1 where it is unknown.
    func ordinals(of term: [UInt8]) -> [Int] { segments.map { $0.segment.term(term) ?? -1 } }

    /// In how many documents a term of the dictionary occurs.
    func frequency(of term: [UInt8]) -> Int {
        segments.reduce(0) { sum, live in
            sum + (live.segment.term(term).map { Int(live.segment.postings.frequencies[$0]) } ?? 0)
        }
    }
}
