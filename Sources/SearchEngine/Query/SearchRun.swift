/// One search against one state of the index.
struct SearchRun {
    private let query: Query
    private let state: IndexState
    private let schema: Schema
    private let settings: SearchSettings
    private let matchers: [Matcher]
    private let order: SortOrder
    private var answer = Answer()
    private var counters: [FacetCounter]
    private var facetFields: [String]
    private var best: RankedHits
    private let kindBoost: Float
    /// The first documents found in each segment, at most ``SearchSettings/enoughHits``.
    private var found: [[UInt32]]
    private var leastScore = Float.greatestFiniteMagnitude
    /// Above all scores of documents with fewer words.
    private var ceiling: Float?

    init(_ query: Query, state: IndexState, schema: Schema, settings: SearchSettings) {
        self.query = query
        self.state = state
        self.schema = schema
        self.settings = settings
        kindBoost = settings.kindBoost.isFinite ? Float(min(max(0, settings.kindBoost), 100)) : 0
        found = state.segments.map { _ in [] }
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
        let offset = min(max(0, query.offset), max(0, limits.offset))
        let capacity = min(offset + min(max(0, query.limit), max(0, limits.hits)), state.liveCount)
        best = RankedHits(capacity: capacity) { order.precedes($0, $1) }
    }

    mutating func run(_ scratch: inout SearchScratch) -> Answer {
        let plan = QueryPlanner.plan(query.text, state, settings)
        answer.correctedText = plan.correctedText
        answer.dropped = plan.unknown
        if plan.isEmpty {
            collectAll(&scratch)
        } else if !plan.slots.isEmpty {
            collect(plan, enough: enoughHits(for: plan), &scratch)
        }
        present(plan, &scratch)
        for (field, counter) in zip(facetFields, counters) { answer.facets[field] = counter.finish() }
        return answer
    }

    /// From how many full matches on nothing less is shown. Who asks for a code wants that one; and in an order other
    /// than relevance, partial matches would stand among the full ones instead of behind them.
    private func enoughHits(for plan: QueryPlan) -> Int {
        let isByRelevance = (query.sort.first ?? .relevance) == .relevance
        return plan.namesCode || !isByRelevance ? 1 : max(1, settings.enoughHits)
    }

    private mutating func collectAll(_ scratch: inout SearchScratch) {
        for (ordinal, live) in state.segments.enumerated() {
            scratch.removeCandidates()
            scratch.documents.append(contentsOf: 0..<UInt32(live.segment.count))
            scratch.scores.append(contentsOf: repeatElement(1, count: live.segment.count))
            collect(segment: ordinal, scratch)
        }
    }

    /// All words first; when too few documents have them, those with the best smaller set of words follow.
    private mutating func collect(_ plan: QueryPlan, enough: Int, _ scratch: inout SearchScratch) {
        let slots = plan.slots
        match(slots, plan.kinds, &scratch)
        let found = found.reduce(0) { $0 + $1.count }
        guard slots.count > 1, found < enough else { return }
        let mask = Relaxation.keep(slots, matchers, state, &scratch)
        let kept = slots.enumerated().filter { mask >> UInt32($0.offset) & 1 == 1 }.map(\.element)
        guard !kept.isEmpty else { return }
        answer.dropped += slots.enumerated().filter { mask >> UInt32($0.offset) & 1 == 0 }.map(\.element.text)
        ceiling = answer.total > 0 ? leastScore : nil
        match(kept, plan.kinds, &scratch)
    }

    private mutating func match(
        _ slots: [QueryPlan.Slot], _ kinds: [QueryPlan.Alternative], _ scratch: inout SearchScratch
    ) {
        for ordinal in state.segments.indices {
            matchers[ordinal].match(slots, &scratch)
            matchers[ordinal].lift(kinds, by: kindBoost, &scratch)
            collect(segment: ordinal, scratch)
        }
    }

    /// Takes the candidates in the scratch that are live and were not found before.
    private mutating func collect(segment ordinal: Int, _ scratch: SearchScratch) {
        let live = state.segments[ordinal]
        let filters = query.filters.prefix(min(64, max(0, settings.limits.filters)))
        let filter = SegmentFilter(Array(filters), schema: schema, segment: live.segment)
        let known = found[ordinal]
        var passed: [UInt32] = []
        var failed: [[UInt32]] = filter.fields.map { _ in [] }
        for index in scratch.documents.indices {
            let document = scratch.documents[index]
            if live.deleted.count > 0, live.deleted.contains(document) { continue }
            if !known.isEmpty, known.contains(document) { continue }
            note(document, in: ordinal)
            guard let group = filter.failing(document) else { continue }
            if group >= 0 {
                if !counters.isEmpty { failed[group].append(document) }
                continue
            }
            if !counters.isEmpty { passed.append(document) }
            offer(document, in: ordinal, scratch.scores[index] * live.scoring.quality[Int(document)])
        }
        count(passed, failed, filter, live.segment)
    }

    /// Remembers the first few documents found: whether there are enough, and what not to find twice.
    private mutating func note(_ document: UInt32, in ordinal: Int) {
        if found[ordinal].count < max(1, settings.enoughHits) { found[ordinal].append(document) }
    }

    private mutating func offer(_ document: UInt32, in ordinal: Int, _ text: Float) {
        answer.total += 1
        let score = ceiling.map { $0 * text / (1 + text) } ?? text
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
            if query.explain { hit.explanation = explain(ranked, plan, &scratch) }
            return hit
        }
    }

    private func explain(_ hit: RankedHit, _ plan: QueryPlan, _ scratch: inout SearchScratch) -> Explanation {
        let words = plan.slots.map { slot in
            let score = matchers[Int(hit.segment)].score(slot, of: hit.document, &scratch)
            return Explanation.Word(text: slot.text, score: Double(score))
        }
        let segment = state.segments[Int(hit.segment)].segment
        let factors = settings.signals.compactMap { signal in
            schema.numbers.firstIndex(of: signal.field).map { column in
                let factor = signal.factor(segment.numbers[column][hit.document])
                return Explanation.Factor(field: signal.field, factor: factor)
            }
        }
        let kind = matchers[Int(hit.segment)].factor(plan.kinds, by: kindBoost, of: hit.document, &scratch)
        let text = plan.isEmpty ? 1 : words.reduce(0) { $0 + $1.score }
        return Explanation(
            text: text, words: words,
            factors: kind == 1 ? factors : [.init(field: "kind", factor: Double(kind))] + factors)
    }
}
