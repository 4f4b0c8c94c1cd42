import Foundation

/// How many documents have a term together with others, to choose among spellings by what stands beside them.
struct Cooccurrence {
    /// Only so many documents of a segment are looked at: enough to tell, and few enough for every query.
    private static let sample: UInt32 = 1 << 16

    private let state: IndexState
    private let buffer: PostingBuffer
    /// By context term, by segment: the documents that have it, as bits, and how many those are.
    private var contexts: [(bits: [[UInt64]], count: Int)] = []
    private let sampled: Int

    /// - Parameter context: terms that stand beside; each counts for itself.
    init(_ context: [[UInt8]], _ state: IndexState, _ buffer: PostingBuffer) {
        self.state = state
        self.buffer = buffer
        sampled = state.segments.reduce(0) { $0 + min($1.segment.count, Int(Self.sample)) }
        for term in context {
            var count = 0
            let bits = state.segments.map { live in
                var bits = [UInt64](repeating: 0, count: (min(live.segment.count, Int(Self.sample)) + 63) / 64)
                forEachDocument(of: term, in: live.segment) { document in
                    bits[Int(document >> 6)] |= 1 << UInt64(document & 63)
                    count += 1
                }
                return bits
            }
            contexts.append((bits, count))
        }
    }

    /// The logarithm of how likely the context's terms are where the term is: each about log(together / alone), where
    /// what chance alone would bring together counts as seen.
    func fit(of term: [UInt8]) -> Float {
        var own = 0
        var together = [Int](repeating: 0, count: contexts.count)
        for (ordinal, live) in state.segments.enumerated() {
            forEachDocument(of: term, in: live.segment) { document in
                own += 1
                for (index, context) in contexts.enumerated() {
                    together[index] += Int(context.bits[ordinal][Int(document >> 6)] >> UInt64(document & 63) & 1)
                }
            }
        }
        return zip(contexts, together).reduce(0) { sum, pair in
            let chance = Double(own) * Double(pair.0.count) / Double(max(1, sampled))
            return sum + Float(log((Double(pair.1) + chance + 0.01) / Double(pair.0.count + 1)))
        }
    }

    private func forEachDocument(of term: [UInt8], in segment: Segment, _ visit: (UInt32) -> Void) {
        guard let ordinal = segment.term(term) else { return }
        let blocks = segment.postings.blocks(of: ordinal)
        for block in blocks {
            let count = segment.postings.count(of: block, in: blocks, of: ordinal)
            segment.postings.decodeDocuments(block, in: blocks, count: count, into: buffer.documents)
            for index in 0..<count {
                let document = buffer.documents[index]
                guard document < Self.sample else { return }
                visit(document)
            }
        }
    }
}
