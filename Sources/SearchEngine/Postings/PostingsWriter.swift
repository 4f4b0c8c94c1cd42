/// One document of a term: its number and the id of its frequency pattern.
struct Posting {
    var document: UInt32
    var pattern: UInt32
}

/// Writes the postings of one term after the other in blocks of 128: document gaps and pattern ids, bit-packed.
///
/// Terms that more than one in 32 documents has get a bitmap of their documents too. It is up to three times as large
/// as their postings, but there are only some hundreds of them (2 to 4 % of a catalogue's index), and whether a document
/// has such a term, and how many have several of them, is then told without decoding anything.
struct PostingsWriter {
    static let blockSize = 128
    private static let density = 32

    private let documents: Int
    private var firstBlocks: [UInt32] = [0]
    private var frequencies: [UInt32] = []
    private var lastDocuments: [UInt32] = []
    private var offsets: [UInt64] = []
    private var shapes: [UInt16] = []
    private var maxima: [Float] = []
    private var bytes: [UInt8] = []
    private var denseTerms: [UInt32] = []
    private var bitmaps: [UInt64] = []

    /// - Parameter documents: How many the segment has.
    init(documents: Int) {
        self.documents = documents
    }

    /// Adds a term with ascending documents; `impact` bounds what each posting can score.
    mutating func append(_ postings: ArraySlice<Posting>, impact: (Posting) -> Float) {
        var start = postings.startIndex
        var previous: UInt32 = 0
        while start < postings.endIndex {
            let block = postings[start..<min(start + Self.blockSize, postings.endIndex)]
            appendBlock(block, after: previous, impact)
            previous = block.last.map { $0.document + 1 } ?? previous
            start = block.endIndex
        }
        if postings.count * Self.density > documents { appendBitmap(postings) }
        frequencies.append(UInt32(postings.count))
        firstBlocks.append(UInt32(lastDocuments.count))
    }

    private mutating func appendBlock(_ block: ArraySlice<Posting>, after base: UInt32, _ impact: (Posting) -> Float) {
        var next = base
        let gaps = block.map { posting in
            defer { next = posting.document + 1 }
            return posting.document - next
        }
        let patterns = block.map(\.pattern)
        let gapWidth = BitPacking.width(of: gaps.max() ?? 0)
        let patternWidth = BitPacking.width(of: patterns.max() ?? 0)
        offsets.append(UInt64(bytes.count))
        shapes.append(UInt16(gapWidth) << 8 | UInt16(patternWidth))
        lastDocuments.append(next - 1)
        maxima.append(block.reduce(0) { max($0, impact($1)) })
        BitPacking.append(gaps[...], width: gapWidth, to: &bytes)
        BitPacking.append(patterns[...], width: patternWidth, to: &bytes)
    }

    private mutating func appendBitmap(_ postings: ArraySlice<Posting>) {
        denseTerms.append(UInt32(frequencies.count))
        let first = bitmaps.count
        bitmaps.append(contentsOf: repeatElement(0, count: (documents + 63) / 64))
        for posting in postings { bitmaps[first + Int(posting.document >> 6)] |= 1 << UInt64(posting.document & 63) }
    }

    func write(to writer: inout SectionWriter) {
        writer.append(firstBlocks)
        writer.append(frequencies)
        writer.append(lastDocuments)
        writer.append(offsets)
        writer.append(shapes)
        writer.append(maxima)
        writer.append(bytes)
        writer.append(denseTerms)
        writer.append(bitmaps)
    }
}
