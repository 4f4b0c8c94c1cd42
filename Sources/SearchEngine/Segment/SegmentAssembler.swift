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

    /// Makes room for the documents of segments that are merged.
    mutating func reserve(_ count: Int, idBytes: Int, recordBytes: Int) {
        ids.reserve(count, bytes: idBytes)
        records.reserve(count, bytes: recordBytes)
        for field in lengths.indices { lengths[field].reserveCapacity(count) }
    }

    /// The segment, given the patterns, and the sorted terms with their postings and words.
    mutating func finish(
        patterns: [UInt64], terms: ByteTableBuilder, lexicon: [LexiconEntry],
        postings: (inout PostingsWriter, (Posting) -> Float) -> Void
    ) -> SegmentStorage {
        var writer = SectionWriter()
        writer.append(lengths.map { $0.reduce(UInt64(0)) { $0 + UInt64($1) } })
        writer.append(ids)
        writer.append(records)
        records = ByteTableBuilder()  // the largest part by far, not needed twice in memory
        for column in lengths { writer.append(column) }
        writer.append(patterns)
        writer.append(terms)
        HashIndex.write(terms, to: &writer)
        let (model, impact) = impacts(patterns)
        model.write(to: &writer)
        var postingsWriter = PostingsWriter(documents: ids.count)
        postings(&postingsWriter, impact)
        postingsWriter.write(to: &writer)
        Lexicon.write(lexicon, to: &writer)
        for column in keywords { column.write(to: &writer) }
        for column in numbers { column.write(to: &writer) }
        return SegmentStorage(writer)
    }

    /// What postings can score under the schema's boosts and the segment's own mean length: block maxima are made of it.
    private func impacts(_ patterns: [UInt64]) -> (model: ImpactModel, impact: (Posting) -> Float) {
        let model = BM25F(settings: SearchSettings(), schema: schema)
        let weights = patterns.map { FrequencyPattern(bits: $0).weight(model.boosts, code: model.code) }
        var documents = [Float](repeating: 0, count: ids.count)
        for (boost, column) in zip(model.boosts, lengths) {
            for document in documents.indices { documents[document] += boost * Float(column[document]) }
        }
        let mean = Float(documents.reduce(0.0) { $0 + Double($1) } / Double(max(1, documents.count)))
        let norms = model.norms(mean: mean)
        return (
            ImpactModel(model, mean: mean),
            { posting in
                BM25F.impact(weights[Int(posting.pattern)], documents[Int(posting.document)], norms)
            }
        )
    }
}
