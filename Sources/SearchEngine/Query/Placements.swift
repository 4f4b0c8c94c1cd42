/// What a merchant decided about single documents of a query, against one state of the index.
struct Placements {
    /// A document that comes first, and its place among those.
    struct Pin {
        var document: UInt32
        var place: Int

        /// Above all others, whose keys are the 32 bits of their score.
        func hit(in segment: Int) -> RankedHit {
            RankedHit(key: .max - Int64(place), segment: Int32(segment), document: document, score: 0)
        }
    }

    /// By segment, ascending by document.
    private(set) var pinned: [[Pin]] = []
    /// Pinned and hidden documents by segment, ascending.
    private(set) var known: [[UInt32]] = []

    var isEmpty: Bool { known.isEmpty }

    init(_ query: Query, _ limits: Limits, _ state: IndexState, isByRelevance: Bool) {
        let limit = max(0, limits.pins)
        let pins = isByRelevance ? query.pinned.prefix(limit) : []
        guard !query.hidden.isEmpty || !pins.isEmpty else { return }
        pinned = state.segments.map { _ in [] }
        known = state.segments.map { _ in [] }
        var seen: Set<String> = []
        for id in query.hidden.prefix(limit) where seen.insert(id).inserted {
            if let (segment, document) = Self.locate(id, state) { known[segment].append(document) }
        }
        for (place, id) in pins.enumerated() where seen.insert(id).inserted {
            guard let (segment, document) = Self.locate(id, state) else { continue }
            pinned[segment].append(Pin(document: document, place: place))
            known[segment].append(document)
        }
        for segment in known.indices {
            known[segment].sort()
            pinned[segment].sort { $0.document < $1.document }
        }
    }

    /// Whether a hit is there because it was pinned.
    func isPinned(_ hit: RankedHit) -> Bool {
        !isEmpty && pinned[Int(hit.segment)].contains { $0.document == hit.document }
    }

    private static func locate(_ id: String, _ state: IndexState) -> (segment: Int, document: UInt32)? {
        for (ordinal, live) in state.segments.enumerated() {
            if let document = live.liveDocument(id: id) { return (ordinal, document) }
        }
        return nil
    }
}
