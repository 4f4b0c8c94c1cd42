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
        let live = LiveSegment(segment, schema: Library.schema, settings: .init())
        let term = try #require(segment.term(Array("lamp".utf8)))
        let state = IndexState([live], SearchRules(.init()))
        let norms = BM25F(settings: .init(), schema: Library.schema).norms(mean: state.meanLength)
        let buffer = PostingBuffer()
        #expect(segment.postings.all(of: term, buffer: buffer).map(\.document) == Array(0..<700))
        for block in segment.postings.blocks(of: term) {
            for index in 0..<segment.postings.decode(block, of: term, into: buffer) {
                let weight = live.scoring.weights[Int(buffer.patterns[index])]
                let length = live.scoring.lengths[Int(buffer.documents[index])]
                let impact = weight / (weight + norms.constant + norms.slope * length)
                #expect(impact <= segment.postings.maxima[block] * 1.0001)
            }
        }
    }
}
