import Testing

@testable import SearchEngine

@Suite struct PostingsTests {
    @Test func `what was packed is unpacked, at every width`() {
        var random = SeededGenerator(3)
        for width in 0...32 {
            let limit = width == 0 ? 0 : UInt32.max >> UInt32(32 - width)
            let values = (0..<128).map { _ in UInt32.random(in: 0...limit, using: &random) }
            var bytes: [UInt8] = []
            BitPacking.append(values[...], width: width, to: &bytes)
            #expect(bytes.count == BitPacking.size(count: 128, width: width))
            bytes += [UInt8](repeating: 0, count: 8)
            var unpacked = [UInt32](repeating: 7, count: 128)
            unpacked.withUnsafeMutableBufferPointer { target in
                bytes.withUnsafeBufferPointer { source in
                    guard let from = source.baseAddress, let to = target.baseAddress else { return }
                    BitPacking.unpack(from, width: width, count: 128, into: to)
                }
            }
            #expect(unpacked == values)
        }
    }

    @Test func `block maxima bound every posting of the block`() throws {
        var random = SeededGenerator(4)
        let documents = (0..<700).map { number in
            Library.product("\(number)", String(repeating: "lamp ", count: Int.random(in: 1...9, using: &random)))
        }
        let segment = try Segment(SegmentBuilder.build(documents, schema: Library.schema), schema: Library.schema)
        let term = try #require(segment.term(Array("lamp".utf8)))
        for settings in [SearchSettings(), SearchSettings(k1: 1.2, b: 0.9, boosts: ["name": 7])] {
            let live = LiveSegment(segment, schema: Library.schema, settings: settings)
            let model = BM25F(settings: settings, schema: Library.schema)
            let mean = IndexState([live], SearchRules(settings)).meanLength
            for mean in [mean, mean * 3, mean / 2] { expectBounds(live, term, model, mean: mean) }
        }
    }

    private func expectBounds(_ live: LiveSegment, _ term: Int, _ model: BM25F, mean: Float) {
        let stretch = live.scoring.impactModel.stretch(to: model, mean: mean)
        #expect(stretch < 10)
        var seen: [UInt32] = []
        live.segment.postings.forEach(of: term, PostingBuffer()) { posting in
            let block = live.segment.postings.blocks(of: term).lowerBound + seen.count / PostingsWriter.blockSize
            let impact = BM25F.impact(
                live.scoring.weights.pointer[Int(posting.pattern)],
                live.scoring.lengths.pointer[Int(posting.document)], model.norms(mean: mean))
            #expect(impact <= live.scoring.maxima[block] * stretch * 1.0001)
            seen.append(posting.document)
        }
        #expect(seen == Array(0..<700))
    }

    @Test func `a term is looked up among many, and one that is missing is not found`() throws {
        let documents = (0..<3000).map { Library.product("\($0)", "word\($0) lamp\($0 % 7)") }
        let segment = try Segment(SegmentBuilder.build(documents, schema: Library.schema), schema: Library.schema)
        for ordinal in 0..<segment.terms.count { #expect(segment.term(Array(segment.terms[ordinal])) == ordinal) }
        for missing in ["", "word", "word3000", "lamp7", "ямб"] { #expect(segment.term(Array(missing.utf8)) == nil) }
    }
}
