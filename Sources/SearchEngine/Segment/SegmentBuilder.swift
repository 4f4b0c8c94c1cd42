/// Makes a segment of documents.
struct SegmentBuilder {
    private struct Occurrence {
        var term: UInt32
        var posting: Posting
    }

    private let schema: Schema
    private var assembler: SegmentAssembler
    private var buffer = AnalysisBuffer()
    private var terms = ByteInterner()
    private var words = ByteInterner()
    private var wordTerms: [UInt32] = []
    private var wordFrequencies: [UInt32] = []
    private var wordTitles: [UInt32] = []
    private var wordLast: [UInt32] = []
    private var wordLastTitle: [UInt32] = []
    private var patterns = PatternTable()
    private var occurrences: [Occurrence] = []
    private var current: [FrequencyPattern] = []
    private var isTouched: [Bool] = []
    private var touched: [Int] = []
    private var document: UInt32 = 0

    private init(_ schema: Schema) {
        self.schema = schema
        assembler = SegmentAssembler(schema)
    }

    /// The segment of documents with distinct ids.
    static func build(_ documents: [Document], schema: Schema) -> SegmentStorage {
        var builder = SegmentBuilder(schema)
        let order = documents.map { Array($0.id.utf8) }
        for index in documents.indices.sorted(by: { ByteOrder.precedes(order[$0], order[$1]) }) {
            builder.add(documents[index])
        }
        return builder.finish()
    }

    private mutating func add(_ document: Document) {
        assembler.ids.append(document.id.utf8)
        assembler.records.append(StoredFields.encode(document, schema))
        for (field, declared) in schema.text.enumerated() { addText(document.boundedText(declared.name), field) }
        for name in schema.codes { (document.codes[name] ?? []).prefix(Document.maximumCodes).forEach { addCode($0) } }
        for name in schema.paths { for path in document.paths[name] ?? [] { addKind(path.last ?? "") } }
        addColumns(document)
        closeDocument()
    }

    private mutating func addText(_ text: String, _ field: Int) {
        Analyzer.analyze(text, into: &buffer)
        var length = 0
        for term in buffer.terms {
            let id = intern(term.bytes)
            current[id].add(field: field)
            if term.role == .word { length += 1 }
            if !term.surface.isEmpty { countWord(term.surface, under: id, isTitle: field == schema.titleField) }
        }
        assembler.lengths[field].append(UInt16(clamping: length))
        if field == schema.titleField { addHeads(text) }
    }

    /// Takes the heads of the title that was just analysed.
    private mutating func addHeads(_ title: String) {
        var title = title
        let heads = title.withUTF8 { text in
            buffer.terms.filter { !$0.surface.isEmpty && HeadAnalyzer.isHead($0.token, buffer.tokens, in: text) }
        }
        for head in heads { _ = touch(terms.intern(HeadAnalyzer.term(of: Array(buffer.bytes[head.bytes])))) }
    }

    private mutating func addCode(_ code: String) {
        for term in CodeAnalyzer.terms(of: code, buffer: &buffer) { _ = touch(terms.intern(term)) }
    }

    private mutating func addKind(_ name: String) {
        if let term = KindAnalyzer.term(of: name, buffer: &buffer) { _ = touch(terms.intern(term)) }
    }

    private mutating func intern(_ range: Range<Int>) -> Int {
        let id = buffer.tokens.bytes.withUnsafeBufferPointer { bytes in
            terms.intern(UnsafeBufferPointer(rebasing: bytes[range]))
        }
        return touch(id)
    }

    private mutating func touch(_ id: Int) -> Int {
        if id == current.count {
            current.append(FrequencyPattern())
            isTouched.append(false)
        }
        if !isTouched[id] {
            isTouched[id] = true
            touched.append(id)
        }
        return id
    }

    private mutating func countWord(_ range: Range<Int>, under term: Int, isTitle: Bool) {
        let word = buffer.tokens.bytes.withUnsafeBufferPointer { bytes in
            words.intern(UnsafeBufferPointer(rebasing: bytes[range]))
        }
        if word == wordTerms.count {
            wordTerms.append(UInt32(term))
            wordFrequencies.append(0)
            wordTitles.append(0)
            wordLast.append(.max)
            wordLastTitle.append(.max)
        }
        if isTitle, wordLastTitle[word] != document {
            wordLastTitle[word] = document
            wordTitles[word] += 1
        }
        if wordLast[word] != document {
            wordLast[word] = document
            wordFrequencies[word] += 1
        }
    }

    private mutating func addColumns(_ document: Document) {
        for (column, name) in schema.keywords.enumerated() {
            assembler.keywords[column].append(Self.keys(of: name, document))
        }
        for (column, name) in schema.paths.enumerated() {
            let keys = (document.paths[name] ?? []).prefix(64).flatMap { path in
                path.indices.prefix(16).map { KeywordKey.encode(Array(path[...$0])) }
            }
            assembler.keywords[schema.keywords.count + column].append(keys)
        }
        for (column, name) in schema.numbers.enumerated() {
            assembler.numbers[column].append(document.numbers[name])
        }
    }

    /// The keys of a keyword field; those of a namespace begin with the member's name.
    private static func keys(of name: String, _ document: Document) -> [[UInt8]] {
        guard name.utf8.last == UInt8(ascii: ".") else {
            return (document.keywords[name] ?? []).prefix(Document.maximumValues).map { KeywordKey.encode(["", $0]) }
        }
        var keys: [[UInt8]] = []
        for (field, values) in document.keywords where field.utf8.starts(with: name.utf8) {
            let member = String(field.utf8.dropFirst(name.utf8.count)) ?? ""
            for value in values { keys.append(KeywordKey.encode([member, value])) }
        }
        guard keys.count > Document.maximumValues else { return keys }
        return Array(keys.sorted(by: ByteOrder.precedes).prefix(Document.maximumValues))
    }

    private mutating func closeDocument() {
        for id in touched {
            let pattern = patterns.intern(current[id].bits)
            let posting = Posting(document: document, pattern: pattern)
            occurrences.append(Occurrence(term: UInt32(id), posting: posting))
            current[id] = FrequencyPattern()
            isTouched[id] = false
        }
        touched.removeAll(keepingCapacity: true)
        document += 1
    }

    private mutating func finish() -> SegmentStorage {
        let order = terms.sorted()
        var ranks = [UInt32](repeating: 0, count: order.count)
        var table = ByteTableBuilder()
        for (rank, id) in order.enumerated() {
            ranks[id] = UInt32(rank)
            table.append(terms.string(id))
        }
        let lexicon = words.sorted().map { word in
            LexiconEntry(
                word: Array(words.string(word)), frequency: wordFrequencies[word], titles: wordTitles[word],
                term: ranks[Int(wordTerms[word])])
        }
        let ranked = patterns.ranked()
        let (postings, starts) = byTerm(ranks, ranked.ids)
        return assembler.finish(patterns: ranked.patterns, terms: table, lexicon: lexicon) { writer, impact in
            for term in order.indices { writer.append(postings[starts[term]..<starts[term + 1]], impact: impact) }
        }
    }

    /// Counting sort of the occurrences by the rank of their term; documents stay ascending.
    private func byTerm(_ ranks: [UInt32], _ patternIDs: [UInt32]) -> (postings: [Posting], starts: [Int]) {
        var starts = [Int](repeating: 0, count: ranks.count + 1)
        for occurrence in occurrences { starts[Int(ranks[Int(occurrence.term)]) + 1] += 1 }
        for term in ranks.indices { starts[term + 1] += starts[term] }
        var next = starts
        var postings = [Posting](repeating: Posting(document: 0, pattern: 0), count: occurrences.count)
        for occurrence in occurrences {
            let term = Int(ranks[Int(occurrence.term)])
            let pattern = patternIDs[Int(occurrence.posting.pattern)]
            postings[next[term]] = Posting(document: occurrence.posting.document, pattern: pattern)
            next[term] += 1
        }
        return (postings, starts)
    }
}
