/// What a candidate of one segment has to pass to be found: it is live, not known yet, and meets the filters.
struct Gate {
    let live: LiveSegment
    let ordinal: Int
    /// The fields of the filters, each a group.
    var fields: [String] { filter.fields }
    /// Whether every candidate passes.
    let isOpen: Bool
    /// Candidates of the last ``admit(_:_:isScored:note:)`` that fail one group of filters only, by group: facets on
    /// the group's field count them.
    private(set) var failed: [[UInt32]]
    private let filter: SegmentFilter
    private let known: [UInt32]
    private var nextKnown = 0

    /// - Parameter known: Documents that are not to be found, ascending.
    init(_ live: LiveSegment, ordinal: Int, _ filter: SegmentFilter, known: [UInt32]) {
        (self.live, self.ordinal, self.filter, self.known) = (live, ordinal, filter, known)
        failed = filter.fields.map { _ in [] }
        isOpen = live.deleted.count == 0 && known.isEmpty && filter.fields.isEmpty
    }

    /// Moves the candidates that pass to the front and says how many they are. Candidates ascend, from call to call too.
    /// - Parameter note: Is told of each live one that was not known, whatever the filters.
    mutating func admit(_ candidates: CandidateBuffer, _ count: Int, note: (UInt32) -> Void) -> Int {
        let (documents, scores) = (candidates.documents, candidates.scores)
        for group in failed.indices { failed[group].removeAll(keepingCapacity: true) }
        var kept = 0
        for index in 0..<count {
            let document = documents[index]
            if live.deleted.count > 0, live.deleted.contains(document) { continue }
            if isKnown(document) { continue }
            note(document)
            guard let group = filter.failing(document) else { continue }
            if group >= 0 {
                failed[group].append(document)
                continue
            }
            documents[kept] = document
            scores[kept] = scores[index]
            kept += 1
        }
        return kept
    }

    private mutating func isKnown(_ document: UInt32) -> Bool {
        while nextKnown < known.count, known[nextKnown] < document { nextKnown += 1 }
        return nextKnown < known.count && known[nextKnown] == document
    }
}
