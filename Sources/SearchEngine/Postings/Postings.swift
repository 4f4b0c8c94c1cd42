/// The postings of all terms of a segment.
struct Postings: Sendable {
    let firstBlocks: Column<UInt32>
    let frequencies: Column<UInt32>
    let lastDocuments: Column<UInt32>
    let offsets: Column<UInt64>
    let shapes: Column<UInt16>
    /// What a posting of the block can score at most, as tf / (tf + norm); for block-max pruning.
    let maxima: Column<Float>
    let bytes: Column<UInt8>

    init(_ reader: inout SectionReader) throws(SnapshotError) {
        firstBlocks = try reader.column(UInt32.self)
        frequencies = try reader.column(UInt32.self)
        lastDocuments = try reader.column(UInt32.self)
        offsets = try reader.column(UInt64.self)
        shapes = try reader.column(UInt16.self)
        maxima = try reader.column(Float.self)
        bytes = try reader.column(UInt8.self)
        guard firstBlocks.count == frequencies.count + 1, offsets.count == lastDocuments.count else { throw .corrupt }
    }

    func blocks(of term: Int) -> Range<Int> { Int(firstBlocks[term])..<Int(firstBlocks[term + 1]) }

    /// Decodes a block of a term and says how many postings it has.
    @inline(__always)
    func decode(_ block: Int, of term: Int, into buffer: PostingBuffer) -> Int {
        let blocks = blocks(of: term)
        let index = block - blocks.lowerBound
        let count = min(PostingsWriter.blockSize, Int(frequencies[term]) - index * PostingsWriter.blockSize)
        let gapWidth = Int(shapes[block] >> 8)
        let patternWidth = Int(shapes[block] & 255)
        let source = bytes.pointer + Int(offsets[block])
        BitPacking.unpack(source, width: gapWidth, count: count, into: buffer.documents)
        BitPacking.unpack(
            source + BitPacking.size(count: count, width: gapWidth), width: patternWidth, count: count,
            into: buffer.patterns)
        var next = index == 0 ? 0 : lastDocuments[block - 1] &+ 1
        for position in 0..<count {
            next &+= buffer.documents[position]
            buffer.documents[position] = next
            next &+= 1
        }
        return count
    }

    /// All postings of a term, for merging.
    func all(of term: Int, buffer: PostingBuffer) -> [Posting] {
        var postings: [Posting] = []
        postings.reserveCapacity(Int(frequencies[term]))
        for block in blocks(of: term) {
            for index in 0..<decode(block, of: term, into: buffer) {
                postings.append(Posting(document: buffer.documents[index], pattern: buffer.patterns[index]))
            }
        }
        return postings
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
