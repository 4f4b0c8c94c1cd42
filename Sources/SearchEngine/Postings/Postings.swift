/// The postings of all terms of a segment: blocks of up to 128, each the gaps between its documents and the ids of
/// their frequency patterns, bit-packed.
struct Postings: Sendable {
    let firstBlocks: Column<UInt32>
    let frequencies: Column<UInt32>
    let lastDocuments: Column<UInt32>
    private let offsets: Column<UInt64>
    private let shapes: Column<UInt16>
    /// What a posting of the block can score at most, as tf / (tf + norm), under the segment's ``ImpactModel``.
    let maxima: Column<Float>
    private let bytes: Column<UInt8>
    /// Terms of which a bitmap of their documents is kept beside the blocks, ascending; see ``PostingsWriter``.
    private let denseTerms: Column<UInt32>
    private let bitmaps: Column<UInt64>
    private let bitmapWords: Int

    /// - Parameter documents: How many the segment has.
    init(_ reader: inout SectionReader, documents: Int) throws(SnapshotError) {
        firstBlocks = try reader.column(UInt32.self)
        frequencies = try reader.column(UInt32.self)
        lastDocuments = try reader.column(UInt32.self)
        offsets = try reader.column(UInt64.self)
        shapes = try reader.column(UInt16.self)
        maxima = try reader.column(Float.self)
        bytes = try reader.column(UInt8.self)
        denseTerms = try reader.column(UInt32.self)
        bitmaps = try reader.column(UInt64.self)
        bitmapWords = (documents + 63) / 64
        guard firstBlocks.count == frequencies.count + 1, offsets.count == lastDocuments.count,
            shapes.count == offsets.count, maxima.count == offsets.count,
            bitmaps.count == denseTerms.count * bitmapWords
        else { throw .corrupt }
    }

    func blocks(of term: Int) -> Range<Int> { Int(firstBlocks[term])..<Int(firstBlocks[term + 1]) }

    /// The documents of a frequent term as bits.
    func bitmap(of term: Int) -> UnsafePointer<UInt64>? {
        var low = 0
        var high = denseTerms.count
        while low < high {
            let middle = (low + high) / 2
            if denseTerms[middle] < term { low = middle + 1 } else { high = middle }
        }
        guard low < denseTerms.count, denseTerms[low] == term else { return nil }
        return bitmaps.pointer + low * bitmapWords
    }

    /// How many postings a block of a term has.
    @inline(__always)
    func count(of block: Int, in blocks: Range<Int>, of term: Int) -> Int {
        min(PostingsWriter.blockSize, Int(frequencies[term]) - (block - blocks.lowerBound) * PostingsWriter.blockSize)
    }

    /// The lowest number that a document of the block may have.
    @inline(__always)
    func base(of block: Int, in blocks: Range<Int>) -> UInt32 {
        block == blocks.lowerBound ? 0 : lastDocuments[block - 1] &+ 1
    }

    /// Decodes the documents of a block that has `count` postings.
    @inline(__always)
    func decodeDocuments(
        _ block: Int, in blocks: Range<Int>, count: Int, into documents: UnsafeMutablePointer<UInt32>
    ) {
        BitPacking.unpackGaps(
            bytes.pointer + Int(offsets[block]), width: Int(shapes[block] >> 8), count: count,
            from: base(of: block, in: blocks), into: documents)
    }

    /// Decodes the pattern ids of a block that has `count` postings.
    @inline(__always)
    func decodePatterns(_ block: Int, count: Int, into patterns: UnsafeMutablePointer<UInt32>) {
        let packed = packedPatterns(block, count: count)
        BitPacking.unpack(packed.source, width: packed.width, count: count, into: patterns)
    }

    /// Where the pattern ids of a block lie, for look-ups of single ones.
    @inline(__always)
    func packedPatterns(_ block: Int, count: Int) -> (source: UnsafePointer<UInt8>, width: Int) {
        let gaps = BitPacking.size(count: count, width: Int(shapes[block] >> 8))
        return (bytes.pointer + Int(offsets[block]) + gaps, Int(shapes[block] & 255))
    }

    /// Calls `visit` with every posting of a term.
    func forEach(of term: Int, _ buffer: PostingBuffer, _ visit: (Posting) -> Void) {
        let blocks = blocks(of: term)
        for block in blocks {
            let count = count(of: block, in: blocks, of: term)
            decodeDocuments(block, in: blocks, count: count, into: buffer.documents)
            decodePatterns(block, count: count, into: buffer.patterns)
            for index in 0..<count {
                visit(Posting(document: buffer.documents[index], pattern: buffer.patterns[index]))
            }
        }
    }
}

/// Room for one decoded block.
///
/// `@unchecked Sendable`: owned by one search or merge at a time.
final class PostingBuffer: @unchecked Sendable {
    let documents = UnsafeMutablePointer<UInt32>.allocate(capacity: PostingsWriter.blockSize)
    let patterns = UnsafeMutablePointer<UInt32>.allocate(capacity: PostingsWriter.blockSize)

    deinit {
        documents.deallocate()
        patterns.deallocate()
    }
}
