/// What ranking needs of each document and pattern under the current settings, so that scoring is look-ups only.
final class ScoringColumns: Sendable {
    /// The weighted frequency of each pattern.
    let weights: FrozenFloats
    /// The weighted length of each document.
    let lengths: FrozenFloats
    /// The product of each document's signals.
    let quality: FrozenFloats
    /// The largest of those products.
    let bestQuality: Float
    /// The sum of the weighted lengths.
    let totalLength: Double
    /// By block of postings, what each can score at most under the impact model: the segment's own ones, unless the
    /// settings weigh words otherwise.
    let maxima: Column<Float>
    let impactModel: ImpactModel
    private let ownMaxima: FrozenFloats?

    init(_ segment: Segment, schema: Schema, settings: SearchSettings) {
        let model = BM25F(settings: settings, schema: schema)
        weights = FrozenFloats(
            segment.patterns.values.map { FrequencyPattern(bits: $0).weight(model.boosts, code: model.code) })
        lengths = FrozenFloats(Self.lengths(segment, model))
        let quality = Self.quality(segment, schema, settings)
        self.quality = FrozenFloats(quality)
        bestQuality = quality.max() ?? 1
        totalLength = zip(model.boosts, segment.totalLengths).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        if model == segment.impactModel.model {
            (maxima, ownMaxima, impactModel) = (segment.postings.maxima, nil, segment.impactModel)
        } else {
            impactModel = ImpactModel(model, mean: segment.impactModel.mean)
            let own = FrozenFloats(Self.maxima(segment, weights, lengths, model.norms(mean: impactModel.mean)))
            (maxima, ownMaxima) = (Column(pointer: own.pointer, count: own.count), own)
        }
    }

    private static func lengths(_ segment: Segment, _ model: BM25F) -> [Float] {
        var lengths = [Float](repeating: 0, count: segment.count)
        for (boost, column) in zip(model.boosts, segment.lengths) {
            for document in 0..<segment.count { lengths[document] += boost * Float(column[document]) }
        }
        return lengths
    }

    private static func quality(_ segment: Segment, _ schema: Schema, _ settings: SearchSettings) -> [Float] {
        var quality = [Float](repeating: 1, count: segment.count)
        for signal in settings.signals {
            guard let column = schema.numbers.firstIndex(of: signal.field) else { continue }
            for document in 0..<segment.count {
                quality[document] *= Float(signal.factor(segment.numbers[column][UInt32(document)]))
            }
        }
        return quality
    }

    /// Decodes all postings once: some 10 ns each.
    private static func maxima(
        _ segment: Segment, _ weights: FrozenFloats, _ lengths: FrozenFloats, _ norms: (constant: Float, slope: Float)
    ) -> [Float] {
        let buffer = PostingBuffer()
        var maxima: [Float] = []
        maxima.reserveCapacity(segment.postings.maxima.count)
        for term in 0..<segment.postings.frequencies.count {
            var place = 0
            segment.postings.forEach(of: term, buffer) { posting in
                let impact = BM25F.impact(
                    weights.pointer[Int(posting.pattern)], lengths.pointer[Int(posting.document)], norms)
                if place % PostingsWriter.blockSize == 0 { maxima.append(impact) }
                maxima[maxima.count - 1] = max(maxima[maxima.count - 1], impact)
                place += 1
            }
        }
        return maxima
    }
}
