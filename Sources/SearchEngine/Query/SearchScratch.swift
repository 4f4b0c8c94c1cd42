/// Buffers that one search after the other uses, so that a query allocates next to nothing. They travel as `inout`:
/// the same arrays as properties of a class cost a third of the time in run-time exclusivity checks.
struct SearchScratch: Sendable {
    let candidates = CandidateBuffer()
    /// The cursors of the walk at hand.
    var cursors: [PostingCursor] = []
    /// By document, all zero between uses.
    var dense: [Float] = []
    /// Bits of the documents that `dense` holds.
    var marks: [UInt64] = []
    private var buffers: [PostingBuffer] = []

    /// Room for the cursor at an index.
    mutating func buffer(_ index: Int) -> PostingBuffer {
        while buffers.count <= index { buffers.append(PostingBuffer()) }
        return buffers[index]
    }

    mutating func prepareDense(_ count: Int) {
        if dense.count < count {
            dense = [Float](repeating: 0, count: count)
            marks = [UInt64](repeating: 0, count: (count + 63) / 64)
        }
    }
}

/// Up to 128 documents, ascending, that the rarest word of a query was found in, on their way to become hits.
///
/// `@unchecked Sendable`: owned by one search at a time. Only ``SlotWalk`` and those whom it gives candidates to write
/// into it.
final class CandidateBuffer: @unchecked Sendable {
    static let capacity = PostingsWriter.blockSize

    let documents = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    /// Their text scores.
    let scores = UnsafeMutablePointer<Float>.allocate(capacity: capacity)
    /// What each gets from the slot at hand, below 0 if nothing.
    let slotScores = UnsafeMutablePointer<Float>.allocate(capacity: capacity)
    let patterns = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)

    deinit {
        documents.deallocate()
        scores.deallocate()
        slotScores.deallocate()
        patterns.deallocate()
    }
}
