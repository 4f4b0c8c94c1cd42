/// Walks the documents of one segment that fill all slots, ascending and up to 128 at a time. The rarest slot gives the
/// candidates, block by block; each further one thins them out, skipping blocks in which none of them can be.
///
/// A block of the rarest slot in which nothing can reach the floor is not scored, only counted: what its best posting
/// can get is stored with it (block-max indexes, Ding and Suel 2011). So the total stays exact, and the score of every
/// document that matters too.
///
/// A walk has to be taken to its end or abandoned, and only one at a time with the same scratch.
struct SlotWalk {
    private enum Lead {
        case term
        case union(nextWord: Int)
    }

    /// The cursors of a slot, and the most that one of them can give.
    private struct Part {
        var cursors: Range<Int>
        var ceiling: Float
    }

    /// How many candidates there are in the scratch.
    private(set) var count = 0
    /// Whether the candidates have scores; if not, none of them reaches the floor.
    private(set) var isScored = true
    /// Documents that fill all slots and were left out of the candidates, because only their number matters.
    private(set) var skipped = 0
    /// Set it if documents below the floor need not be seen, only counted in ``skipped``.
    var maySkip = false

    private let matcher: Matcher
    private var lead = Lead.term
    private var parts: [Part] = []
    private var kinds: [(cursor: Int, factor: Float)] = []
    /// What the slots but the first can add at most, and what a score is multiplied by at most.
    private var rest: Float = 0
    private var factor: Float

    /// Rounding may make a score this much larger than its bound.
    private static let slack: Float = 1.0001

    /// - Parameter boost: How much better a document of a whole kind is.
    init(
        _ matcher: Matcher, _ slots: [QueryPlan.Slot], _ kinds: [QueryPlan.Alternative], by boost: Float,
        _ scratch: inout SearchScratch
    ) {
        self.matcher = matcher
        factor = matcher.bestQuality * Self.slack
        scratch.cursors.removeAll(keepingCapacity: true)
        let order = slots.map { (slot: $0, frequency: matcher.frequency($0)) }.sorted { $0.frequency < $1.frequency }
        guard let first = order.first, first.frequency > 0 else {
            lead = .union(nextWord: .max)
            return
        }
        for (slot, _) in order { parts.append(open(slot, &scratch)) }
        let opening = parts.removeFirst()
        rest = parts.reduce(0) { $0 + $1.ceiling }
        if boost > 0 { for kind in kinds { add(kind, by: boost, &scratch) } }
        if opening.cursors.count > 1 {
            matcher.unite(opening.cursors, &scratch)
            lead = .union(nextWord: 0)
        }
    }

    private func open(_ slot: QueryPlan.Slot, _ scratch: inout SearchScratch) -> Part {
        let first = scratch.cursors.count
        var ceiling: Float = 0
        for alternative in slot.alternatives {
            guard let cursor = matcher.cursor(alternative, &scratch) else { continue }
            ceiling = max(ceiling, cursor.ceiling() * matcher.stretch)
            scratch.cursors.append(cursor)
        }
        return Part(cursors: first..<scratch.cursors.count, ceiling: ceiling)
    }

    private mutating func add(_ kind: QueryPlan.Alternative, by boost: Float, _ scratch: inout SearchScratch) {
        guard let cursor = matcher.cursor(kind, &scratch) else { return }
        let lift = 1 + boost * kind.weight
        kinds.append((scratch.cursors.count, lift))
        factor *= max(1, lift)
        scratch.cursors.append(cursor)
    }

    /// Puts the next candidates into the scratch; `false` at the end.
    /// - Parameter floor: The text score, times the kind's and the signals' factors, that matters.
    mutating func advance(above floor: Float, _ scratch: inout SearchScratch) -> Bool {
        while load(above: floor, &scratch) {
            for part in parts where count > 0 { narrow(part, &scratch) }
            guard count > 0 else { continue }
            if isScored { lift(&scratch) }
            return true
        }
        return false
    }

    /// Ends the walk early.
    mutating func abandon(_ scratch: inout SearchScratch) {
        while case .union(let word) = lead, loadUnion(from: word, &scratch) {}
    }

    private mutating func load(above floor: Float, _ scratch: inout SearchScratch) -> Bool {
        if case .union(let word) = lead { return loadUnion(from: word, &scratch) }
        while !scratch.cursors[0].isAtEnd {
            let ceiling = scratch.cursors[0].ceiling(of: scratch.cursors[0].block) * matcher.stretch
            isScored = (ceiling + rest) * factor >= floor
            if isScored || !maySkip || !skip(scratch) {
                loadBlock(&scratch)
                return true
            }
            scratch.cursors[0].nextBlock()
        }
        return false
    }

    private mutating func loadBlock(_ scratch: inout SearchScratch) {
        let candidates = scratch.candidates
        let cursor = scratch.cursors[0]
        count = cursor.count
        cursor.copyDocuments(to: candidates.documents)
        if isScored {
            cursor.copyPatterns(to: candidates.patterns)
            for index in 0..<count {
                candidates.scores[index] =
                    matcher.score(candidates.patterns[index], candidates.documents[index]) * cursor.weight
            }
        }
        scratch.cursors[0].nextBlock()
    }

    /// Counts the documents of the first slot's block that fill the others too, if that takes no decoding.
    private mutating func skip(_ scratch: borrowing SearchScratch) -> Bool {
        if parts.isEmpty {
            skipped += scratch.cursors[0].count
            return true
        }
        guard let bits = scratch.cursors[0].bitmap else { return false }
        for part in parts where part.cursors.count != 1 || scratch.cursors[part.cursors.lowerBound].bitmap == nil {
            return false
        }
        let range = scratch.cursors[0].documentRange
        let words = Int(range.lowerBound >> 6)...Int(range.upperBound >> 6)
        for word in words {
            var common = bits[word]
            for part in parts { common &= scratch.cursors[part.cursors.lowerBound].bitmap?[word] ?? 0 }
            if word == words.lowerBound { common &= .max << UInt64(range.lowerBound & 63) }
            if word == words.upperBound { common &= .max >> UInt64(63 - range.upperBound & 63) }
            skipped += common.nonzeroBitCount
        }
        return true
    }

    /// Takes the next documents of a union and leaves its arrays as it found them.
    private mutating func loadUnion(from first: Int, _ scratch: inout SearchScratch) -> Bool {
        let candidates = scratch.candidates
        let end = matcher.words
        count = 0
        var word = first
        while word < end, count <= CandidateBuffer.capacity - 64 {
            var bits = scratch.marks[word]
            scratch.marks[word] = 0
            while bits != 0 {
                let document = word << 6 | bits.trailingZeroBitCount
                bits &= bits - 1
                candidates.documents[count] = UInt32(document)
                candidates.scores[count] = scratch.dense[document]
                scratch.dense[document] = 0
                count += 1
            }
            word += 1
        }
        lead = .union(nextWord: word)
        return count > 0
    }

    /// Keeps the candidates that fill a slot, and adds what they get from it.
    private mutating func narrow(_ part: Part, _ scratch: inout SearchScratch) {
        let candidates = scratch.candidates
        let (documents, scores) = (candidates.documents, candidates.scores)
        var kept = 0
        guard part.cursors.count == 1 else { return narrowUnion(part, &scratch) }
        let cursor = part.cursors.lowerBound
        if isScored {
            let weight = scratch.cursors[cursor].weight
            // What is kept moves down, below what is still to be looked at.
            scratch.cursors[cursor].look(documents, count: count) { index, pattern in
                let document = documents[index]
                scores[kept] = scores[index] + matcher.score(pattern, document) * weight
                documents[kept] = document
                kept += 1
            }
        } else {
            scratch.cursors[cursor].match(documents, count: count) { index in
                documents[kept] = documents[index]
                kept += 1
            }
        }
        count = kept
    }

    private mutating func narrowUnion(_ part: Part, _ scratch: inout SearchScratch) {
        let candidates = scratch.candidates
        let (documents, scores, best) = (candidates.documents, candidates.scores, candidates.slotScores)
        for index in 0..<count { best[index] = -1 }
        for cursor in part.cursors {
            let weight = scratch.cursors[cursor].weight
            if isScored {
                scratch.cursors[cursor].look(documents, count: count) { index, pattern in
                    best[index] = max(best[index], matcher.score(pattern, documents[index]) * weight)
                }
            } else {
                scratch.cursors[cursor].match(documents, count: count) { best[$0] = 0 }
            }
        }
        var kept = 0
        for index in 0..<count where best[index] >= 0 {
            documents[kept] = documents[index]
            scores[kept] = isScored ? scores[index] + best[index] : 0
            kept += 1
        }
        count = kept
    }

    /// Multiplies the scores of candidates that are of a kind that the query spells out.
    private func lift(_ scratch: inout SearchScratch) {
        let candidates = scratch.candidates
        for (cursor, factor) in kinds {
            scratch.cursors[cursor].match(candidates.documents, count: count) { candidates.scores[$0] *= factor }
        }
    }
}
