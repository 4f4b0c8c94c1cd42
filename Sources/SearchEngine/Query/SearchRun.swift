/// One search against one state of the index.
struct SearchRun {
    /// A way to understand the query that was searched for. Its documents score below the ceiling, if there is one.
    struct Tier {
        var reading: QueryPlan.Reading
        var ceiling: Float?
    }

    let query: Query
    let state: IndexState
    let schema: Schema
    let settings: SearchSettings
    let matchers: [Matcher]
    let kindBoost: Float
    let order: SortOrder
    var best: RankedHits
    /// What was searched for so far, the best first.
    var tiers: [Tier] = []
    let placements: Placements
    private var answer = Answer()
    private var counters: [FacetCounter]
    private var facetFields: [String]
    /// The documents of each segment that are not to be found (again), ascending: pinned and hidden ones, and those
    /// found so far, if something else may be searched for; see ``remembered``.
    private var known: [[UInt32]]
    /// How many documents of a segment have to be remembered.
    private var remembered = 0
    private var foundCount = 0
    private var leastScore = Float.greatestFiniteMagnitude

    init(_ query: Query, state: IndexState, schema: Schema, settings: SearchSettings) {
        self.query = query
        self.state = state
        self.schema = schema
        self.settings = settings
        kindBoost = settings.kindBoost.isFinite ? Float(min(max(0, settings.kindBoost), 100)) : 0
        known = state.segments.map { _ in [] }
        let model = BM25F(settings: settings, schema: schema)
        matchers = state.segments.enumerated().map { ordinal, live in
            Matcher(live, ordinal: ordinal, model: model, meanLength: state.meanLength)
        }
        let order = SortOrder(query.sort, schema: schema, state: state)
        self.order = order
        let requests = query.facets.prefix(64).compactMap { request in
            FacetCounter(request, schema: schema, limits: settings.limits).map { (request.field, $0) }
        }
        counters = requests.map(\.1)
        facetFields = requests.map(\.0)
        let limits = settings.limits
        let isByRelevance = (query.sort.first ?? .relevance) == .relevance
        placements = Placements(query, limits, state, isByRelevance: isByRelevance)
        let offset = min(max(0, query.offset), max(0, limits.offset))
        let capacity = min(offset + min(max(0, query.limit), max(0, limits.hits)), state.liveCount)
        best = RankedHits(capacity: capacity) { order.precedes($0, $1) }
    }

    private var isByRelevance: Bool { (query.sort.first ?? .relevance) == .relevance }

    mutating func run(_ scratch: inout SearchScratch) -> Answer {
        let plan = QueryPlanner.plan(query.text, state, settings)
        answer.correctedText = plan.correctedText
        answer.dropped = plan.unknown
        if !placements.isEmpty { place(&scratch) }
        if plan.isEmpty {
            collectAll(&scratch)
        } else {
            collect(plan, &scratch)
        }
        present(plan, &scratch)
        for (field, counter) in zip(facetFields, counters) { answer.facets[field] = counter.finish() }
        return answer
    }

    /// From how many full matches on nothing less is shown. Who asks for a code wants that one; and in an order other
    /// than relevance, partial matches would stand among the full ones instead of behind them.
    private func enoughHits(for plan: QueryPlan) -> Int {
        plan.namesCode || !isByRelevance ? 1 : max(1, settings.enoughHits)
    }

    /// Takes pinned documents in front and keeps hidden ones out.
    private mutating func place(_ scratch: inout SearchScratch) {
        for ordinal in state.segments.indices {
            let pinned = placements.pinned[ordinal]
            scratch.removeCandidates()
            scratch.documents.append(contentsOf: pinned.map(\.document))
            scratch.scores.append(contentsOf: repeatElement(0, count: pinned.count))
            collect(segment: ordinal, scratch, pinned)
            known[ordinal] = placements.known[ordinal]
        }
        foundCount = 0
        leastScore = .greatestFiniteMagnitude
    }

    private mutating func collectAll(_ scratch: inout SearchScratch) {
        for (ordinal, live) in state.segments.enumerated() {
            scratch.removeCandidates()
            scratch.documents.append(contentsOf: 0..<UInt32(live.segment.count))
            scratch.scores.append(contentsOf: repeatElement(1, count: live.segment.count))
            collect(segment: ordinal, scratch)
        }
    }

    /// All words first, then with synonyms; when too few documents have them, those with the best smaller set of words
    /// follow.
    private mutating func collect(_ plan: QueryPlan, _ scratch: inout SearchScratch) {
        let enough = enoughHits(for: plan)
        remembered = plan.readings.count > 1 ? .max : enough
        for reading in plan.readings { match(reading, &scratch) }
        let slots = plan.widest.slots
        guard slots.count > 1, foundCount < enough else { return }
        let mask = Relaxation.keep(slots, matchers, state, &scratch)
        let kept = slots.enumerated().filter { mask >> UInt32($0.offset) & 1 == 1 }.map(\.element)
        guard !kept.isEmpty else { return }
        answer.dropped += slots.enumerated().filter { mask >> UInt32($0.offset) & 1 == 0 }.map(\.element.text)
        match(QueryPlan.Reading(slots: kept, kinds: plan.widest.kinds), &scratch)
    }

    /// Searches for a reading, below all that was found before.
    private mutating func match(_ reading: QueryPlan.Reading, _ scratch: inout SearchScratch) {
        let hasScores = leastScore < .greatestFiniteMagnitude
        tiers.append(Tier(reading: reading, ceiling: hasScores ? leastScore : nil))
        for ordinal in state.segments.indices {
            matchers[ordinal].match(reading.slots, &scratch)
            matchers[ordinal].lift(reading.kinds, by: kindBoost, &scratch)
            collect(segment: ordinal, scratch)
        }
    }

    /// Takes the candidates in the scratch that are live and not known yet.
    private mutating func collect(segment ordinal: Int, _ scratch: SearchScratch, _ pinned: [Placements.Pin] = []) {
        let live = state.segments[ordinal]
        let filters = query.filters.prefix(min(64, max(0, settings.limits.filters)))
        let filter = SegmentFilter(Array(filters), schema: schema, segment: live.segment)
        let known = known[ordinal]
        var nextKnown = 0
        var passed: [UInt32] = []
        var failed: [[UInt32]] = filter.fields.map { _ in [] }
        for index in scratch.documents.indices {
            let document = scratch.documents[index]
            if live.deleted.count > 0, live.deleted.contains(document) { continue }
            while nextKnown < known.count, known[nextKnown] < document { nextKnown += 1 }
            if nextKnown < known.count, known[nextKnown] == document { continue }
            note(document, in: ordinal)
            guard let group = filter.failing(document) else { continue }
            if group >= 0 {
                if !counters.isEmpty { failed[group].append(document) }
                continue
            }
            if !counters.isEmpty { passed.append(document) }
            answer.total += 1
            if pinned.isEmpty {
                offer(document, in: ordinal, scratch.scores[index] * live.scoring.quality[Int(document)])
            } else {
                best.offer(pinned[index].hit(in: ordinal))
            }
        }
        if !known.isEmpty { self.known[ordinal].sort() }
        count(passed, failed, filter, live.segment)
    }

    /// Remembers documents that were found, as many as needed: whether there are enough, and what not to find twice.
    private mutating func note(_ document: UInt32, in ordinal: Int) {
        foundCount += 1
        if foundCount <= remembered { known[ordinal].append(document) }
    }

    private mutating func offer(_ document: UInt32, in ordinal: Int, _ text: Float) {
        let score = tiers.last?.ceiling.map { $0 * text / (1 + text) } ?? text
        leastScore = min(leastScore, score)
        best.offer(order.hit(segment: ordinal, document: document, score: score))
    }

    private mutating func count(_ passed: [UInt32], _ failed: [[UInt32]], _ filter: SegmentFilter, _ segment: Segment) {
        for index in counters.indices {
            counters[index].count(passed, in: segment)
            if let group = filter.fields.firstIndex(of: facetFields[index]) {
                counters[index].count(failed[group], in: segment)
            }
        }
    }

    private mutating func present(_ plan: QueryPlan, _ scratch: inout SearchScratch) {
        let offset = min(max(0, query.offset), max(0, settings.limits.offset))
        var highlighter = query.highlight ? Highlighter(plan) : nil
        answer.hits = best.sorted().dropFirst(offset).map { ranked in
            let segment = state.segments[Int(ranked.segment)].segment
            var hit = Hit(
                id: String(decoding: segment.id(ranked.document), as: UTF8.self), score: Double(ranked.score),
                stored: StoredBytes(storage: segment.storage, bytes: segment.stored.payload(ranked.document)))
            for (field, declared) in schema.text.enumerated() {
                guard let snippet = highlighter?.snippet(segment.stored.text(ranked.document, field: field)) else {
                    continue
                }
                hit.highlights[declared.name] = snippet
            }
            hit.isPinned = placements.isPinned(ranked)
            guard query.explain || hit.isPinned else { return hit }
            let explanation = explain(ranked, &scratch)
            if hit.isPinned { hit.score = explanation.score }
            if query.explain { hit.explanation = explanation }
            return hit
        }
    }
}
