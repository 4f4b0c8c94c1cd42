/// Puts sections together in the order in which ``Segment`` reads them.
struct SegmentAssembler {
    var ids = ByteTableBuilder()
    var records = ByteTableBuilder()
    var lengths: [[UInt16]]
    var keywords: [KeywordColumnBuilder]
    var numbers: [NumberColumnBuilder]
    private let schema: Schema

    init(_ schema: Schema) {
        self.schema = schema
        lengths = Array(repeating: [], count: schema.text.count)
        keywords = Array(repeating: KeywordColumnBuilder(), count: schema.keywords.count + schema.paths.count)
        numbers = Array(repeating: NumberColumnBuilder(), count: schema.numbers.count)
    }

    /// The segment, given the patterns, and the sorted terms with their postings and words.
    func finish(
        patterns: [UInt64], terms: ByteTableBuilder, lexicon: [LexiconEntry],
        postings: (inout PostingsWriter, (Posting) -> Float) -> Void
    ) -> SegmentStorage {
        var writer = SectionWriter()
        writer.append(lengths.map { $0.reduce(UInt64(0)) { $0 + UInt64($1) } })
        writer.append(ids)
        writer.append(records)
        for column in lengths { writer.append(column) }
        writer.append(patterns)
        writer.append(terms)
        var postingsWriter = PostingsWriter()
        postings(&postingsWriter, impact(patterns))
        postingsWriter.write(to: &writer)
        Lexicon.write(lexicon, to: &writer)
        for column in keywords { column.write(to: &writer) }
        for column in numbers { column.write(to: &writer) }
        return SegmentStorage(sections: writer.sections)
    }

    /// tf / (tf + norm) under the schema's boosts and the segment's own mean length: the bound that block maxima hold.
    private func impact(_ patterns: [UInt64]) -> (Posting) -> Float {
        let model = BM25F(settings: SearchSettings(), schema: schema)
        let weights = patterns.map { FrequencyPattern(bits: $0).weight(model.boosts, code: model.code) }
        let documents = (0..<ids.count).map { document in
            lengths.enumerated().reduce(Float(0)) { $0 + model.boosts[$1.offset] * Float($1.element[document]) }
        }
        let norms = model.norms(mean: documents.reduce(0, +) / Float(max(1, documents.count)))
        return { posting in
            let weight = weights[Int(posting.pattern)]
            return weight / (weight + norms.constant + norms.slope * documents[Int(posting.document)])
        }
    }
}
