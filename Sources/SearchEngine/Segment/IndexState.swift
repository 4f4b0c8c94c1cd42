/// Everything that a search reads, immutable; writers replace it as a whole.
struct IndexState: Sendable {
    let segments: [LiveSegment]
    /// The settings that the segments were weighed under, ready for use.
    let rules: SearchRules
    /// Documents in the segments, deleted ones included: what word frequencies refer to.
    let indexedCount: Int
    let liveCount: Int
    /// The mean weighted length of a document.
    let meanLength: Float
    let shortCompletions = ShortCompletions()

    init(_ segments: [LiveSegment], _ rules: SearchRules) {
        self.segments = segments
        self.rules = rules
        indexedCount = segments.reduce(0) { $0 + $1.segment.count }
        liveCount = segments.reduce(0) { $0 + $1.liveCount }
        meanLength = Float(segments.reduce(0) { $0 + $1.scoring.totalLength } / Double(max(1, indexedCount)))
    }

    /// The same documents under other settings.
    func under(_ rules: SearchRules, schema: Schema) -> IndexState {
        let isSame = rules.settings.weighsDocuments(as: self.rules.settings)
        let weighed = isSame ? segments : segments.map { $0.weighed(by: rules.settings, schema: schema) }
        return IndexState(weighed, rules)
    }

    /// The number of a term in each segment, −1 where it is unknown.
    func ordinals(of term: [UInt8]) -> [Int] { segments.map { $0.segment.term(term) ?? -1 } }

    /// Whether a document that was not deleted has the term with those numbers.
    func hasLiveDocument(withTerm ordinals: [Int]) -> Bool {
        zip(segments, ordinals).contains { $1 >= 0 && $0.hasLiveDocument(withTerm: $1) }
    }

    /// In how many documents a term of the dictionary occurs.
    func frequency(of term: [UInt8]) -> Int {
        segments.reduce(0) { sum, live in
            sum + (live.segment.term(term).map { Int(live.segment.postings.frequencies[$0]) } ?? 0)
        }
    }
}
