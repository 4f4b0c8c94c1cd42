/// Finds and scores the documents of one segment.
struct Matcher {
    let segment: Segment
    private let scoring: ScoringColumns
    private let ordinal: Int
    private let norms: (constant: Float, slope: Float)
    private let weights: UnsafePointer<Float>
    private let lengths: UnsafePointer<Float>
    /// What the segment's block maxima have to be multiplied by to hold under the index's mean length.
    let stretch: Float

    init(_ live: LiveSegment, ordinal: Int, model: BM25F, meanLength: Float) {
        segment = live.segment
        scoring = live.scoring
        self.ordinal = ordinal
        norms = model.norms(mean: meanLength)
        stretch = scoring.impactModel.stretch(to: model, mean: meanLength)
        weights = scoring.weights.pointer
        lengths = scoring.lengths.pointer
    }

    /// The most that the signals of a document multiply its score by.
    var bestQuality: Float { scoring.bestQuality }

    /// How many words a bitmap of the segment's documents has.
    var words: Int { (segment.count + 63) / 64 }

    /// The text score that a single document gets from a slot, for explanations.
    func score(_ slot: QueryPlan.Slot, of document: UInt32, _ scratch: inout SearchScratch) -> Float {
        var best: Float = 0
        scratch.cursors.removeAll(keepingCapacity: true)
        for alternative in slot.alternatives {
            guard var cursor = cursor(alternative, &scratch) else { continue }
            withUnsafePointer(to: document) { candidate in
                cursor.look(candidate, count: 1) { best = max(best, score($1, document) * alternative.weight) }
            }
        }
        return best
    }

    /// What the kinds multiply the score of a single document by, for explanations.
    func factor(
        _ kinds: [QueryPlan.Alternative], by boost: Float, of document: UInt32, _ scratch: inout SearchScratch
    ) -> Float {
        var factor: Float = 1
        scratch.cursors.removeAll(keepingCapacity: true)
        for kind in kinds {
            guard var cursor = cursor(kind, &scratch) else { continue }
            withUnsafePointer(to: document) { candidate in
                cursor.match(candidate, count: 1) { _ in factor *= 1 + boost * kind.weight }
            }
        }
        return factor
    }

    /// Whether a document fills the slot; while a walk is under way too.
    func holds(_ slot: QueryPlan.Slot, _ document: UInt32, _ scratch: inout SearchScratch) -> Bool {
        slot.alternatives.contains { alternative in
            guard var cursor = cursor(alternative, &scratch) else { return false }
            var isFound = false
            withUnsafePointer(to: document) { candidate in cursor.match(candidate, count: 1) { _ in isFound = true } }
            return isFound
        }
    }

    /// Calls `visit` with every document that fills the slot.
    func forEachDocument(_ slot: QueryPlan.Slot, _ scratch: inout SearchScratch, _ visit: (UInt32) -> Void) {
        var walk = SlotWalk(self, [slot], [], by: 0, &scratch)
        while walk.advance(above: .infinity, &scratch) {
            for index in 0..<walk.count { visit(scratch.candidates.documents[index]) }
        }
    }

    /// How many postings the terms of a slot have.
    func frequency(_ slot: QueryPlan.Slot) -> Int {
        slot.alternatives.reduce(0) { sum, alternative in
            let term = alternative.ordinals[ordinal]
            return sum + (term < 0 ? 0 : Int(segment.postings.frequencies[term]))
        }
    }

    /// A cursor that decodes into the scratch's next buffer; `nil` if the segment does not have the term.
    func cursor(_ alternative: QueryPlan.Alternative, _ scratch: inout SearchScratch) -> PostingCursor? {
        let term = alternative.ordinals[ordinal]
        guard term >= 0 else { return nil }
        return PostingCursor(
            segment.postings, term: term, weight: alternative.weight, maxima: scoring.maxima.pointer,
            buffer: scratch.buffer(scratch.cursors.count))
    }

    /// The score of a posting: tf / (tf + norm).
    @inline(__always)
    func score(_ pattern: UInt32, _ document: UInt32) -> Float {
        BM25F.impact(weights[Int(pattern)], lengths[Int(document)], norms)
    }

    /// The union of several terms, each document with its best one, in an array over all documents and a bitmap of
    /// those touched.
    func unite(_ cursors: Range<Int>, _ scratch: inout SearchScratch) {
        scratch.prepareDense(segment.count)
        let candidates = scratch.candidates
        for index in cursors {
            var cursor = scratch.cursors[index]
            while !cursor.isAtEnd {
                let count = cursor.count
                cursor.copyDocuments(to: candidates.documents)
                cursor.copyPatterns(to: candidates.patterns)
                for place in 0..<count {
                    let document = Int(candidates.documents[place])
                    let value = score(candidates.patterns[place], UInt32(document)) * cursor.weight
                    scratch.dense[document] = max(scratch.dense[document], value)
                    scratch.marks[document >> 6] |= 1 << UInt64(document & 63)
                }
                cursor.nextBlock()
            }
        }
    }
}
