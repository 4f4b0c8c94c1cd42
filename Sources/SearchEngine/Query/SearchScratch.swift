/// Buffers that one search after the other uses, so that a query allocates next to nothing. They travel as `inout`:
/// the same arrays as properties of a class cost a third of the time in run-time exclusivity checks.
struct SearchScratch: Sendable {
    /// The candidates, ascending.
    var documents: [UInt32] = []
    /// Their text scores.
    var scores: [Float] = []
    /// The best score of the slot at hand for each candidate.
    var slotScores: [Float] = []
    /// By document, all zero between uses.
    var dense: [Float] = []
    /// Bits of the documents that `dense` holds.
    var marks: [UInt64] = []
    let postings = PostingBuffer()

    mutating func removeCandidates() {
        documents.removeAll(keepingCapacity: true)
        scores.removeAll(keepingCapacity: true)
    }

    /// Marks all candidates as not yet found by the slot.
    mutating func resetSlot() {
        slotScores.removeAll(keepingCapacity: true)
        slotScores.append(contentsOf: repeatElement(-1, count: documents.count))
    }

    mutating func prepareDense(_ count: Int) {
        if dense.count < count {
            dense = [Float](repeating: 0, count: count)
            marks = [UInt64](repeating: 0, count: (count + 63) / 64)
        }
    }
}
