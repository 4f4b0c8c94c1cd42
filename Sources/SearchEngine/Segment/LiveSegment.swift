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
