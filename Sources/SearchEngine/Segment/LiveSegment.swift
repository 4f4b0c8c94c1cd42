/// A segment as an index sees it: without its deleted documents, and with what the settings make of it.
struct LiveSegment: Sendable {
    let segment: Segment
    private(set) var scoring: ScoringColumns
    let completions: CompletionTable
    private(set) var deleted: Bitmap

    init(_ segment: Segment, schema: Schema, settings: SearchSettings, deleted: Bitmap? = nil) {
        self.segment = segment
        self.deleted = deleted ?? Bitmap(capacity: segment.count)
        scoring = ScoringColumns(segment, schema: schema, settings: settings)
        completions = CompletionTable(segment, schema: schema)
    }

    var liveCount: Int { segment.count - deleted.count }

    func liveDocument(id: String) -> UInt32? {
        segment.document(id: id).flatMap { deleted.contains($0) ? nil : $0 }
    }

    /// The same documents under other settings.
    func weighed(by settings: SearchSettings, schema: Schema) -> LiveSegment {
        var segment = self
        segment.scoring = ScoringColumns(self.segment, schema: schema, settings: settings)
        return segment
    }

    mutating func delete(_ document: UInt32) { deleted.insert(document) }
}

/// What ranking needs of each document and pattern under the current settings, so that scoring is look-ups only.
final class ScoringColumns: Sendable {
    /// The weighted frequency of each pattern.
    let weights: [Float]
    /// The weighted length of each document.
    let lengths: [Float]
    /// The product of each document's signals.
    let quality: [Float]
    /// The sum of the weighted lengths.
    let totalLength: Double

    init(_ segment: Segment, schema: Schema, settings: SearchSettings) {
        let model = BM25F(settings: settings, schema: schema)
        weights = segment.patterns.values.map { FrequencyPattern(bits: $0).weight(model.boosts, code: model.code) }
        var lengths = [Float](repeating: 0, count: segment.count)
        for (field, column) in segment.lengths.enumerated() {
            for document in 0..<segment.count { lengths[document] += model.boosts[field] * Float(column[document]) }
        }
        self.lengths = lengths
        var quality = [Float](repeating: 1, count: segment.count)
        for signal in settings.signals {
            guard let column = schema.numbers.firstIndex(of: signal.field) else { continue }
            for document in 0..<segment.count {
                quality[document] *= Float(signal.factor(segment.numbers[column][UInt32(document)]))
            }
        }
        self.quality = quality
        totalLength = zip(model.boosts, segment.totalLengths).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
}
