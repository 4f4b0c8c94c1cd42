/// Merges segments into one without their deleted documents, term by term, without reading the texts again.
struct SegmentMerger {
    private let sources: [LiveSegment]
    private let schema: Schema
    private let buffer = PostingBuffer()
    private var assembler: SegmentAssembler
    /// The new number of each document, `UInt32.max` for deleted ones.
    private var numbers: [[UInt32]]

    private init(_ sources: [LiveSegment], _ schema: Schema) {
        self.sources = sources
        self.schema = schema
        assembler = SegmentAssembler(schema)
        numbers = sources.map { [UInt32](repeating: .max, count: $0.segment.count) }
    }

    static func merge(_ sources: [LiveSegment], schema: Schema) -> SegmentStorage {
        var merger = SegmentMerger(sources, schema)
        merger.copyDocuments()
        return merger.copyTerms()
    }

    /// Copies live documents in the order of their ids.
    private mutating func copyDocuments() {
        var documents: [(source: Int, number: UInt32)] = []
        for (source, live) in sources.enumerated() {
            for number in 0..<UInt32(live.segment.count) where !live.deleted.contains(number) {
                documents.append((source, number))
            }
        }
        documents.sort { left, right in
            let a = sources[left.source].segment.id(left.number)
            return ByteOrder.compare(a, sources[right.source].segment.id(right.number)) < 0
        }
        assembler.reserve(
            documents.count, idBytes: sources.reduce(0) { $0 + $1.segment.ids.bytes.count },
            recordBytes: sources.reduce(0) { $0 + $1.segment.stored.byteCount })
        for (new, document) in documents.enumerated() {
            numbers[document.source][Int(document.number)] = UInt32(new)
            copy(document.number, of: sources[document.source].segment)
        }
    }

    private mutating func copy(_ document: UInt32, of segment: Segment) {
        assembler.ids.append(segment.id(document))
        assembler.records.append(segment.stored.record(document))
        for (field, column) in segment.lengths.enumerated() { assembler.lengths[field].append(column[document]) }
        for (index, column) in segment.keywords.enumerated() {
            let keys = column.range(of: document).map { Array(column.values[Int(column.ordinals[$0])]) }
            assembler.keywords[index].append(keys)
        }
        for (index, column) in segment.numbers.enumerated() { assembler.numbers[index].append(column[document]) }
    }

    /// Goes through all postings twice, first to count and then to write, so that no more than one term's are in memory.
    private mutating func copyTerms() -> SegmentStorage {
        var terms = ByteTableBuilder()
        var frequencies: [Int] = []
        var ranks = sources.map { [UInt32](repeating: .max, count: $0.segment.terms.count) }
        var patternCounts = sources.map { [Int](repeating: 0, count: $0.segment.patterns.count) }
        forEachTerm { term, holders in
            let frequency = holders.reduce(0) { $0 + count($1.source, $1.term, &patternCounts[$1.source]) }
            guard frequency > 0 else { return }
            for (source, ordinal) in holders { ranks[source][ordinal] = UInt32(terms.count) }
            terms.append(term)
            frequencies.append(frequency)
        }
        let (patterns, patternIDs) = ranked(patternCounts)
        let lexicon = mergeLexicons(ranks, frequencies: frequencies)
        let merger = self
        return assembler.finish(patterns: patterns, terms: terms, lexicon: lexicon) { writer, impact in
            var merged: [Posting] = []
            merger.forEachTerm { _, holders in
                merged.removeAll(keepingCapacity: true)
                for (source, ordinal) in holders { merger.append(source, ordinal, patternIDs[source], to: &merged) }
                guard !merged.isEmpty else { return }
                if holders.count > 1 { merged.sort { $0.document < $1.document } }
                writer.append(merged[...], impact: impact)
            }
        }
    }

    /// How many live documents have a term, noting their patterns.
    private func count(_ source: Int, _ term: Int, _ patternCounts: inout [Int]) -> Int {
        var count = 0
        let numbers = numbers[source]
        sources[source].segment.postings.forEach(of: term, buffer) { posting in
            guard numbers[Int(posting.document)] != .max else { return }
            patternCounts[Int(posting.pattern)] += 1
            count += 1
        }
        return count
    }

    /// The patterns by falling frequency, and what the ids of each source become.
    private func ranked(_ counts: [[Int]]) -> (patterns: [UInt64], ids: [[UInt32]]) {
        var table = PatternTable()
        let preliminary = zip(sources, counts).map { live, counts in
            counts.enumerated().map { id, count in
                count == 0 ? 0 : table.intern(live.segment.patterns[id], times: count)
            }
        }
        let ranked = table.ranked()
        let ids = zip(preliminary, counts).map { ids, counts in
            zip(ids, counts).map { $1 == 0 ? 0 : ranked.ids[Int($0)] }
        }
        return (ranked.patterns, ids)
    }

    private func append(_ source: Int, _ term: Int, _ patternIDs: [UInt32], to merged: inout [Posting]) {
        let numbers = numbers[source]
        sources[source].segment.postings.forEach(of: term, buffer) { posting in
            let document = numbers[Int(posting.document)]
            guard document != .max else { return }
            merged.append(Posting(document: document, pattern: patternIDs[Int(posting.pattern)]))
        }
    }

    /// Visits the union of the dictionaries in order, with the segments that have each term.
    private func forEachTerm(_ visit: (UnsafeBufferPointer<UInt8>, [(source: Int, term: Int)]) -> Void) {
        visitUnion(sources.map(\.segment.terms), visit)
    }

    private func visitUnion(
        _ tables: [ByteTable], _ visit: (UnsafeBufferPointer<UInt8>, [(source: Int, term: Int)]) -> Void
    ) {
        var next = tables.map { _ in 0 }
        while true {
            var holders: [(source: Int, term: Int)] = []
            var least: UnsafeBufferPointer<UInt8>?
            for (source, table) in tables.enumerated() where next[source] < table.count {
                let term = table[next[source]]
                let order = least.map { ByteOrder.compare(term, $0) } ?? -1
                if order < 0 {
                    least = term
                    holders = [(source, next[source])]
                } else if order == 0 {
                    holders.append((source, next[source]))
                }
            }
            guard let least else { return }
            for holder in holders { next[holder.source] += 1 }
            visit(least, holders)
        }
    }

    /// Adds up the words' frequencies, bounded by that of their term: words are not counted again per document.
    private func mergeLexicons(_ ranks: [[UInt32]], frequencies: [Int]) -> [LexiconEntry] {
        var entries: [LexiconEntry] = []
        visitUnion(sources.map(\.segment.lexicon.words)) { word, holders in
            var entry = LexiconEntry(word: Array(word), frequency: 0, titles: 0, term: .max)
            for (source, index) in holders {
                let lexicon = sources[source].segment.lexicon
                let term = ranks[source][Int(lexicon.terms[index])]
                guard term != .max else { continue }
                entry.term = term
                entry.frequency += lexicon.frequencies[index]
                entry.titles += lexicon.titles[index]
            }
            guard entry.term != .max else { return }
            entry.frequency = min(entry.frequency, UInt32(frequencies[Int(entry.term)]))
            entry.titles = min(entry.titles, entry.frequency)
            entries.append(entry)
        }
        return entries
    }
}
