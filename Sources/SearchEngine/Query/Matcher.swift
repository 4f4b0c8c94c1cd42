/// Finds and scores the documents of one segment that fill all slots: the rarest slot gives the candidates, each
/// further one thins them out, skipping blocks in which no candidate can be.
struct Matcher {
    private let segment: Segment
    private let scoring: ScoringColumns
    private let ordinal: Int
    private let constant: Float
    private let slope: Float

    init(_ live: LiveSegment, ordinal: Int, model: BM25F, meanLength: Float) {
        segment = live.segment
        scoring = live.scoring
        self.ordinal = ordinal
        (constant, slope) = model.norms(mean: meanLength)
    }

    /// Leaves the matching documents, ascending, and their text scores in the scratch.
    func match(_ slots: [QueryPlan.Slot], _ scratch: inout SearchScratch) {
        scratch.removeCandidates()
        let order = slots.sorted { frequency($0) < frequency($1) }
        guard let first = order.first, frequency(first) > 0 else { return }
        open(first, &scratch)
        for slot in order.dropFirst() where !scratch.documents.isEmpty { intersect(slot, &scratch) }
    }

    /// Multiplies the scores of candidates that are of one of the kinds by up to `1 + boost`.
    func lift(_ kinds: [QueryPlan.Alternative], by boost: Float, _ scratch: inout SearchScratch) {
        guard boost > 0, !scratch.documents.isEmpty else { return }
        for kind in kinds where kind.ordinals[ordinal] >= 0 {
            scratch.resetSlot()
            probe(kind, &scratch)
            for index in scratch.documents.indices where scratch.slotScores[index] >= 0 {
                scratch.scores[index] *= 1 + boost * kind.weight
            }
        }
    }

    /// The text score that a single document gets from a slot, for explanations.
    func score(_ slot: QueryPlan.Slot, of document: UInt32, _ scratch: inout SearchScratch) -> Float {
        scratch.removeCandidates()
        scratch.documents.append(document)
        scratch.scores.append(0)
        intersect(slot, &scratch)
        return scratch.scores.first ?? 0
    }

    /// What the kinds multiply the score of a single document by, for explanations.
    func factor(
        _ kinds: [QueryPlan.Alternative], by boost: Float, of document: UInt32, _ scratch: inout SearchScratch
    ) -> Float {
        scratch.removeCandidates()
        scratch.documents.append(document)
        scratch.scores.append(1)
        lift(kinds, by: boost, &scratch)
        return scratch.scores.first ?? 1
    }

    /// Calls `visit` with every document that fills the slot.
    func forEachDocument(_ slot: QueryPlan.Slot, _ scratch: inout SearchScratch, _ visit: (UInt32) -> Void) {
        scratch.removeCandidates()
        open(slot, &scratch)
        scratch.documents.forEach(visit)
    }

    private func frequency(_ slot: QueryPlan.Slot) -> Int {
        slot.alternatives.reduce(0) { sum, alternative in
            let term = alternative.ordinals[ordinal]
            return sum + (term < 0 ? 0 : Int(segment.postings.frequencies[term]))
        }
    }

    private func open(_ slot: QueryPlan.Slot, _ scratch: inout SearchScratch) {
        let known = slot.alternatives.filter { $0.ordinals[ordinal] >= 0 }
        if known.count == 1 {
            for alternative in known { appendAll(alternative, &scratch) }
        } else {
            unite(known, &scratch)
        }
    }

    private func appendAll(_ alternative: QueryPlan.Alternative, _ scratch: inout SearchScratch) {
        let term = alternative.ordinals[ordinal]
        let postings = scratch.postings
        for block in segment.postings.blocks(of: term) {
            let count = segment.postings.decode(block, of: term, into: postings)
            for index in 0..<count {
                scratch.documents.append(postings.documents[index])
                scratch.scores.append(score(postings, at: index) * alternative.weight)
            }
        }
    }

    /// The score of the decoded posting at an index: tf / (tf + norm).
    @inline(__always)
    private func score(_ postings: PostingBuffer, at index: Int) -> Float {
        let weight = scoring.weights[Int(postings.patterns[index])]
        let length = scoring.lengths[Int(postings.documents[index])]
        return weight / (weight + constant + slope * length)
    }

    /// The union of several terms, by an array over all documents and a bitmap of those touched.
    private func unite(_ alternatives: [QueryPlan.Alternative], _ scratch: inout SearchScratch) {
        scratch.prepareDense(segment.count)
        for alternative in alternatives {
            let term = alternative.ordinals[ordinal]
            let postings = scratch.postings
            for block in segment.postings.blocks(of: term) {
                for index in 0..<segment.postings.decode(block, of: term, into: postings) {
                    let document = Int(postings.documents[index])
                    scratch.dense[document] = max(
                        scratch.dense[document], score(postings, at: index) * alternative.weight)
                    scratch.marks[document >> 6] |= 1 << UInt64(document & 63)
                }
            }
        }
        collectMarks(&scratch)
    }

    private func collectMarks(_ scratch: inout SearchScratch) {
        for word in 0..<(segment.count + 63) / 64 where scratch.marks[word] != 0 {
            var bits = scratch.marks[word]
            scratch.marks[word] = 0
            while bits != 0 {
                let document = word << 6 | bits.trailingZeroBitCount
                bits &= bits - 1
                scratch.documents.append(UInt32(document))
                scratch.scores.append(scratch.dense[document])
                scratch.dense[document] = 0
            }
        }
    }

    private func intersect(_ slot: QueryPlan.Slot, _ scratch: inout SearchScratch) {
        let count = scratch.documents.count
        scratch.resetSlot()
        for alternative in slot.alternatives where alternative.ordinals[ordinal] >= 0 {
            probe(alternative, &scratch)
        }
        var kept = 0
        for index in 0..<count where scratch.slotScores[index] >= 0 {
            scratch.documents[kept] = scratch.documents[index]
            scratch.scores[kept] = scratch.scores[index] + scratch.slotScores[index]
            kept += 1
        }
        scratch.documents.removeLast(count - kept)
        scratch.scores.removeLast(count - kept)
    }

    /// Notes the score of each candidate that has the term.
    private func probe(_ alternative: QueryPlan.Alternative, _ scratch: inout SearchScratch) {
        let term = alternative.ordinals[ordinal]
        let blocks = segment.postings.blocks(of: term)
        let last = segment.postings.lastDocuments
        var block = blocks.lowerBound
        var candidate = 0
        let count = scratch.documents.count
        let postings = scratch.postings
        while candidate < count {
            let wanted = scratch.documents[candidate]
            while block < blocks.upperBound && last[block] < wanted { block += 1 }
            guard block < blocks.upperBound else { return }
            let size = segment.postings.decode(block, of: term, into: postings)
            var index = 0
            while candidate < count, scratch.documents[candidate] <= last[block] {
                let document = scratch.documents[candidate]
                while index < size && postings.documents[index] < document { index += 1 }
                if index < size, postings.documents[index] == document {
                    let value = score(postings, at: index) * alternative.weight
                    scratch.slotScores[candidate] = max(scratch.slotScores[candidate], value)
                }
                candidate += 1
            }
            block += 1
        }
    }
}
