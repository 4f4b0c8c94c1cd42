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
    let order: SortOrder
    var best: RankedHits
    /// What was searched for so far, the best first.
    var tiers: [Tier] = []
    let placements: Placements
    /// Whether documents with fewer words may follow.
    var mayRelax = true
    private var answer = Answer()
    private var counters: [FacetCounter]
    private var facetFields: [String]
    /// The documents of each segment that are not to be found (again), ascending: pinned and hidden ones, and those
    /// found so far, if something else may be searched for; see ``remembered``.
    private var known: [[UInt32]]
    /// How many documents of a segment have to be remembered.
    private var remembered = 0
    /// How many were found, whatever the filters; pinned ones aside.
    private var foundCount = 0
    /// How many of those in the total are pinned.
    private var pinnedCount = 0
    /// From how many found ones on nothing less is looked for; without a bound until what has all words was.
    private var enough = Int.max
    /// How many documents only the filter on its own field kept out of each facet's result.
    private var missed: [Int]
    /// The facets whose results, without the filter on their own field, need nothing less than was found before.
    private var isSettled: [Bool]
    private var leastScore = Float.greatestFiniteMagnitude

    init(_ query: Query, state: IndexState, schema: Schema, settings: SearchSettings) {
        self.query = query
        self.state = state
        self.schema = schema
        self.settings = settings
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
        missed = requests.map { _ in 0 }
        isSettled = requests.map { _ in false }
        let limits = settings.limits
        placements = Placements(query, limits, state, isByRelevance: order.isByRelevance)
        let offset = min(max(0, query.offset), max(0, limits.offset))
        let capacity = min(offset + min(max(0, query.limit), max(0, limits.hits)), state.liveCount)
        best = RankedHits(capacity: capacity, order: order)
    }

    mutating func run(_ scratch: inout SearchScratch) -> Answer {
        var planner = QueryPlanner(state, settings)
        let plan = planner.plan(query.text)
        answer.correctedText = plan.correctedText
        answer.dropped = plan.unknown
        if !placements.isEmpty { place(&scratch) }
        if plan.isEmpty {
            collectAll(&scratch)
        } else {
            collect(plan, planner, &scratch)
        }
        present(plan, &scratch)
        for (field, counter) in zip(facetFields, counters) { answer.facets[field] = counter.finish(state) }
        return answer
    }

    /// From how many full matches on nothing less is shown. Who asks for a code wants that one; and in an order other
    /// than relevance, partial matches would stand among the full ones instead of behind them.
    private func enoughHits(for plan: QueryPlan) -> Int {
        plan.namesCode || !order.isByRelevance ? 1 : max(1, settings.enoughHits)
    }

    /// Takes pinned documents in front and keeps hidden ones out.
    private mutating func place(_ scratch: inout SearchScratch) {
        for ordinal in state.segments.indices {
            var gate = gate(ordinal)
            for pin in placements.pinned[ordinal] {
                scratch.candidates.documents[0] = pin.document
                let total = answer.total
                take(scratch.candidates, 1, isScored: false, &gate)
                if answer.total > total { best.offer(pin.hit(in: ordinal)) }
            }
            known[ordinal] = placements.known[ordinal]
        }
        (foundCount, pinnedCount) = (0, answer.total)
        missed = missed.map { _ in 0 }
    }

    private mutating func collectAll(_ scratch: inout SearchScratch) {
        let candidates = scratch.candidates
        for (ordinal, live) in state.segments.enumerated() {
            var gate = gate(ordinal)
            for first in stride(from: 0, to: live.segment.count, by: CandidateBuffer.capacity) {
                let count = min(CandidateBuffer.capacity, live.segment.count - first)
                for index in 0..<count {
                    candidates.documents[index] = UInt32(first + index)
                    candidates.scores[index] = 1
                }
                take(candidates, count, isScored: true, &gate)
            }
        }
    }

    /// All words first, then with synonyms; when too few documents have them, what the words may be slips of, and then
    /// the documents with the best smaller set of words.
    private mutating func collect(_ plan: QueryPlan, _ planner: QueryPlanner, _ scratch: inout SearchScratch) {
        let enough = enoughHits(for: plan)
        remembered = plan.readings.count > 1 ? .max : enough
        for reading in plan.readings { match(reading, &scratch) }
        self.enough = enough
        guard mayRelax, isWanting else { return }
        var widest = plan.widest
        if !plan.namesCode, let respelt = planner.respelt() {
            let (before, isNothing) = (foundCount, !hasMatches)
            match(respelt.reading, &scratch)
            if foundCount > before {
                widest = respelt.reading
                if isNothing { answer.correctedText = respelt.text }
            }
        }
        relax(widest, &scratch)
    }

    /// Whether some document meets the filters; pinned ones aside.
    private var hasMatches: Bool { answer.total > pinnedCount }

    /// Whether less has to be looked for: too few documents were found, or the filters let none of them through.
    private var isWanting: Bool { foundCount < enough || !hasMatches }

    /// Searches for the best smaller sets of words, one after the other. The answer names what the first of them that
    /// led to something gives up; unless the words were taken for others, and some documents have all of those.
    private mutating func relax(_ reading: QueryPlan.Reading, _ scratch: inout SearchScratch) {
        let slots = reading.slots
        var isNamed = answer.correctedText != nil && hasMatches
        var tried: [UInt32] = []
        while slots.count > 1, isWanting, tried.count < Relaxation.maximumSets {
            // The filters let nothing of many through, or nothing of the set that tells most.
            let isFiltered = !hasMatches && (foundCount >= enough || !tried.isEmpty)
            let filters = isFiltered ? state.segments.indices.map(filter) : nil
            let mask = Relaxation.keep(slots, besides: tried, within: filters, matchers, state, &scratch)
            guard mask != 0 else { return }
            let kept = slots.indices.filter { mask >> UInt32($0) & 1 == 1 }
            let total = answer.total
            match(QueryPlan.Reading(slots: kept.map { slots[$0] }, kinds: reading.kinds), &scratch)
            if !isNamed, answer.total > total {
                answer.dropped += slots.indices.filter { !kept.contains($0) }.map { slots[$0].text }
                isNamed = true
            }
            tried.append(mask)
        }
    }

    /// Searches for a reading, below all that was found before.
    private mutating func match(_ reading: QueryPlan.Reading, _ scratch: inout SearchScratch) {
        let hasScores = leastScore < .greatestFiniteMagnitude
        tiers.append(Tier(reading: reading, ceiling: hasScores ? leastScore : nil))
        if foundCount >= enough { isSettled = missed.map { $0 > 0 } }
        for ordinal in state.segments.indices {
            var gate = gate(ordinal)
            var walk = SlotWalk(matchers[ordinal], reading.slots, reading.kinds, by: 1, &scratch)
            repeat {
                walk.maySkip = gate.isOpen && counters.isEmpty && foundCount >= remembered
            } while takeNext(&walk, &gate, &scratch)
            answer.total += walk.skipped
            foundCount += walk.skipped
            if !known[ordinal].isEmpty { known[ordinal].sort() }
        }
    }

    private mutating func takeNext(_ walk: inout SlotWalk, _ gate: inout Gate, _ scratch: inout SearchScratch) -> Bool {
        guard walk.advance(above: floor, &scratch) else { return false }
        take(scratch.candidates, walk.count, isScored: walk.isScored, &gate)
        return true
    }

    private func gate(_ ordinal: Int) -> Gate {
        Gate(state.segments[ordinal], ordinal: ordinal, filter(ordinal), known: known[ordinal])
    }

    private func filter(_ ordinal: Int) -> SegmentFilter {
        let filters = query.filters.prefix(min(64, max(0, settings.limits.filters)))
        return SegmentFilter(Array(filters), schema: schema, segment: state.segments[ordinal].segment)
    }

    /// The text score times its factors from which on a document can come among the best.
    private var floor: Float {
        guard order.isByRelevance, let key = best.floor else { return -1 }
        guard let bits = UInt32(exactly: key) else { return .infinity }
        let worst = Float(bitPattern: bits)
        guard let ceiling = tiers.last?.ceiling else { return worst }
        // A little lower than where it is reached, for rounding.
        return worst < ceiling ? worst / (ceiling - worst) * 0.999 : .infinity
    }

    /// Takes the candidates that pass the gate: counts them, and offers those with a score to the best.
    private mutating func take(_ candidates: CandidateBuffer, _ count: Int, isScored: Bool, _ gate: inout Gate) {
        var count = count
        if gate.isOpen {
            for index in 0..<count where foundCount + index < remembered {
                known[gate.ordinal].append(candidates.documents[index])
            }
            foundCount += count
        } else {
            // As long as the filters let nothing through, something else may be searched for.
            let (ordinal, isNothing) = (gate.ordinal, !hasMatches)
            count = gate.admit(candidates, count) { document in
                foundCount += 1
                if isNothing || foundCount <= remembered { known[ordinal].append(document) }
            }
        }
        answer.total += count
        if !counters.isEmpty { tally(candidates, count, gate) }
        if isScored { offer(candidates, count, gate.live, gate.ordinal) }
    }

    private mutating func tally(_ candidates: CandidateBuffer, _ count: Int, _ gate: Gate) {
        let segment = gate.live.segment
        let passed = UnsafeBufferPointer(start: candidates.documents, count: count)
        for index in counters.indices {
            counters[index].count(passed, in: segment, gate.ordinal)
            guard !isSettled[index], let group = gate.fields.firstIndex(of: facetFields[index]) else { continue }
            missed[index] += gate.failed[group].count
            gate.failed[group].withUnsafeBufferPointer { counters[index].count($0, in: segment, gate.ordinal) }
        }
    }

    private mutating func offer(_ candidates: CandidateBuffer, _ count: Int, _ live: LiveSegment, _ ordinal: Int) {
        let ceiling = tiers.last?.ceiling
        let quality = live.scoring.quality.pointer
        var floor = best.floor ?? .min
        var least = leastScore
        for index in 0..<count {
            let document = candidates.documents[index]
            let text = candidates.scores[index] * quality[Int(document)]
            let score = ceiling.map { $0 * text / (1 + text) } ?? text
            least = min(least, score)
            let key = order.key(segment: ordinal, document: document, score: score)
            guard key >= floor else { continue }
            best.offer(RankedHit(key: key, segment: Int32(ordinal), document: document, score: score))
            floor = best.floor ?? .min
        }
        leastScore = least
    }

    private mutating func present(_ plan: QueryPlan, _ scratch: inout SearchScratch) {
        let offset = min(max(0, query.offset), max(0, settings.limits.offset))
        var highlighter = query.highlight ? Highlighter(plan) : nil
        answer.hits = best.sorted().dropFirst(offset).map { ranked in
            let segment = state.segments[Int(ranked.segment)].segment
            var hit = Hit(
                id: String(decoding: segment.id(ranked.document), as: UTF8.self), score: Double(ranked.score),
                stored: StoredBytes(
                    storage: segment.storage, record: segment.stored.record(ranked.document), fields: schema.text.count)
            )
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
