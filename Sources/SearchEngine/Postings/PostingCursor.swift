/// Walks up the postings of one term of one segment.
///
/// It is a struct of pointers, so that moving it costs no reference counting; whoever uses it keeps the segment and the
/// buffer alive.
///
/// `@unchecked Sendable`: it lies in the scratch memory of one search at a time; the segment's bytes are never written,
/// and the buffer belongs to the same search.
struct PostingCursor: @unchecked Sendable {
    /// What a match counts: rarity times exactness.
    let weight: Float
    /// The documents as bits, for frequent terms.
    let bitmap: UnsafePointer<UInt64>?
    private let postings: Postings
    private let term: Int
    private let blocks: Range<Int>
    private let maxima: UnsafePointer<Float>
    private let documents: UnsafeMutablePointer<UInt32>
    private let patterns: UnsafeMutablePointer<UInt32>
    /// The block that the cursor stands at; behind the last one at the end.
    private(set) var block: Int
    /// The block that is decoded in the buffer.
    private var decoded = -1
    private var hasPatterns = false
    /// In the bitmap: how many bits of the block lie before a word.
    private var rank = 0
    private var rankWord = -1

    /// - Parameter maxima: By block, what a posting can score at most as tf / (tf + norm).
    init(_ postings: Postings, term: Int, weight: Float, maxima: UnsafePointer<Float>, buffer: PostingBuffer) {
        self.postings = postings
        self.term = term
        self.weight = weight
        self.maxima = maxima
        blocks = postings.blocks(of: term)
        block = blocks.lowerBound
        bitmap = postings.bitmap(of: term)
        documents = buffer.documents
        patterns = buffer.patterns
    }

    var isAtEnd: Bool { block >= blocks.upperBound }

    /// How many documents have the term.
    var frequency: Int { Int(postings.frequencies[term]) }

    /// The most that a document of the block can get; of any block at all without one.
    func ceiling() -> Float { weight * blocks.reduce(0) { max($0, maxima[$1]) } }
    func ceiling(of block: Int) -> Float { weight * maxima[block] }

    /// How many postings the block has.
    var count: Int { postings.count(of: block, in: blocks, of: term) }

    /// The documents that the block may hold.
    var documentRange: ClosedRange<UInt32> { postings.base(of: block, in: blocks)...postings.lastDocuments[block] }

    mutating func nextBlock() { block += 1 }

    /// Copies the documents of the block.
    func copyDocuments(to target: UnsafeMutablePointer<UInt32>) {
        postings.decodeDocuments(block, in: blocks, count: count, into: target)
    }

    /// Copies the pattern ids of the block.
    func copyPatterns(to target: UnsafeMutablePointer<UInt32>) {
        postings.decodePatterns(block, count: count, into: target)
    }

    /// Calls `found` with the index of each candidate that has the term. Candidates ascend, from call to call too.
    @inline(__always)
    mutating func match(_ candidates: UnsafePointer<UInt32>, count: Int, _ found: (Int) -> Void) {
        if let bitmap {
            for index in 0..<count where Self.holds(bitmap, candidates[index]) { found(index) }
        } else {
            walk(candidates, count: count, patterns: false) { index, _ in found(index) }
        }
    }

    /// Calls `found` with the index of each candidate that has the term, and with its pattern id there.
    @inline(__always)
    mutating func look(_ candidates: UnsafePointer<UInt32>, count: Int, _ found: (Int, UInt32) -> Void) {
        if let bitmap {
            for index in 0..<count where Self.holds(bitmap, candidates[index]) {
                found(index, pattern(of: candidates[index], bitmap))
            }
        } else {
            walk(candidates, count: count, patterns: true) { [patterns] index, place in found(index, patterns[place]) }
        }
    }

    @inline(__always)
    static func holds(_ bitmap: UnsafePointer<UInt64>, _ document: UInt32) -> Bool {
        bitmap[Int(document >> 6)] &>> UInt64(document & 63) & 1 == 1
    }

    /// Merges candidates with decoded blocks, skipping blocks in which none can be.
    @inline(__always)
    private mutating func walk(
        _ candidates: UnsafePointer<UInt32>, count: Int, patterns: Bool, _ found: (Int, Int) -> Void
    ) {
        let last = postings.lastDocuments
        var candidate = 0
        while candidate < count {
            skip(to: candidates[candidate])
            guard block < blocks.upperBound else { return }
            decode(patterns: patterns)
            let (size, end) = (self.count, last[block])
            var place = 0
            while candidate < count, candidates[candidate] <= end {
                let document = candidates[candidate]
                while place < size && documents[place] < document { place += 1 }
                if place < size, documents[place] == document { found(candidate, place) }
                candidate += 1
            }
        }
    }

    /// Moves to the block that the document would be in.
    @inline(__always)
    private mutating func skip(to document: UInt32) {
        let last = postings.lastDocuments
        while block + 16 < blocks.upperBound && last[block + 15] < document { block += 16 }
        while block < blocks.upperBound && last[block] < document { block += 1 }
    }

    @inline(__always)
    private mutating func decode(patterns wanted: Bool) {
        if decoded != block {
            copyDocuments(to: documents)
            decoded = block
            hasPatterns = false
        }
        if wanted && !hasPatterns {
            copyPatterns(to: patterns)
            hasPatterns = true
        }
    }

    /// A document's place in its block is the number of bits before it, so its pattern is found without decoding.
    @inline(__always)
    private mutating func pattern(of document: UInt32, _ bitmap: UnsafePointer<UInt64>) -> UInt32 {
        let before = block
        skip(to: document)
        if before != block || rankWord < 0 {
            let base = postings.base(of: block, in: blocks)
            rankWord = Int(base >> 6)
            rank = -(bitmap[rankWord] & ((1 << UInt64(base & 63)) - 1)).nonzeroBitCount
        }
        let word = Int(document >> 6)
        while rankWord < word {
            rank += bitmap[rankWord].nonzeroBitCount
            rankWord += 1
        }
        let place = rank + (bitmap[word] & ((1 << UInt64(document & 63)) - 1)).nonzeroBitCount
        let packed = postings.packedPatterns(block, count: count)
        return BitPacking.value(packed.source, width: packed.width, at: place)
    }
}
