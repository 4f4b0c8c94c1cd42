/// A segment as an index sees it: without its deleted documents, and with what the settings make of it.
struct LiveSegment: Sendable {
    let segment: Segment
    private(set) var scoring: ScoringColumns
    private let completionTable: CompletionTable
    /// How many documents have each value that may be suggested, by column.
    private var completionCounts: [Int: [Int]]
    private(set) var deleted: Bitmap

    init(_ segment: Segment, schema: Schema, settings: SearchSettings, deleted: Bitmap? = nil) {
        self.segment = segment
        self.deleted = deleted ?? Bitmap(capacity: segment.count)
        scoring = ScoringColumns(segment, schema: schema, settings: settings)
        completionTable = CompletionTable(segment, schema: schema)
        completionCounts = completionTable.counts(segment, without: self.deleted)
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

    mutating func delete(_ document: UInt32) {
        guard !deleted.contains(document) else { return }
        deleted.insert(document)
        completionTable.subtract(document, of: segment, from: &completionCounts)
    }

    /// The values of a column that may be suggested for that beginning, of documents that are still there.
    func completions(_ column: Int, prefix: [UInt8]) -> [CompletionTable.Value] {
        completionTable.values(column, prefix: prefix, completionCounts)
    }

    /// Whether a document that is still there has a term. Counts alone tell it of a term that more documents have than are
    /// deleted; else its postings are looked through.
    func hasLiveDocument(withTerm term: Int) -> Bool {
        let frequency = Int(segment.postings.frequencies[term])
        guard deleted.count > 0, frequency <= deleted.count else { return frequency > 0 }
        let blocks = segment.postings.blocks(of: term)
        let buffer = PostingBuffer()
        return blocks.contains { block in
            let count = segment.postings.count(of: block, in: blocks, of: term)
            segment.postings.decodeDocuments(block, in: blocks, count: count, into: buffer.documents)
            return (0..<count).contains { !deleted.contains(buffer.documents[$0]) }
        }
    }
}
