/// What a segment's block maxima were computed with: BM25F's parameters and the mean length of a document. They bound
/// scores under another mean too, stretched a little; under other parameters they have to be computed anew.
struct ImpactModel: Sendable {
    let model: BM25F
    let mean: Float

    init(_ model: BM25F, mean: Float) {
        (self.model, self.mean) = (model, mean)
    }

    init(_ reader: inout SectionReader) throws(SnapshotError) {
        let numbers = try reader.column(Float.self)
        guard numbers.count >= 4 else { throw .corrupt }
        mean = numbers[0]
        model = BM25F(k1: numbers[1], b: numbers[2], boosts: Array(numbers.values[4...]), code: numbers[3])
    }

    func write(to writer: inout SectionWriter) {
        writer.append([mean, model.k1, model.b, model.code] + model.boosts)
    }

    /// What maxima have to be multiplied by to hold under another mean: the norm's slope changes as the means' ratio,
    /// so tf / (tf + constant + slope × length) grows by no more than that. Under another model they say nothing.
    func stretch(to model: BM25F, mean: Float) -> Float {
        model == self.model ? max(1, mean / max(self.mean, .leastNormalMagnitude)) : 1e30
    }
}
