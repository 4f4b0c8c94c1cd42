/// When too few documents have all words: which words to keep. The choice is the largest set of words that some
/// document does have, of equally large ones that which tells most: the sum of inverse document frequencies, each of the
/// term that a word most likely means. It is made whatever the filters are, so that counts stay comparable while a
/// person ticks them; only when they let nothing through, it is made among the documents that meet them.
enum Relaxation {
    /// Of so many words all sets are tried, the best first; of more, the words of every document are noted.
    private static let triedSlots = 6

    /// So many sets of words are searched for at most.
    static let maximumSets = 3

    /// The kept slots as bits, 0 if there are none; all of them are never kept.
    /// - Parameters:
    ///   - tried: sets that were searched for already.
    ///   - filters: those of each segment that a document must meet to count; `nil` for none.
    static func keep(
        _ slots: [QueryPlan.Slot], besides tried: [UInt32] = [], within filters: [SegmentFilter]?,
        _ matchers: [Matcher], _ state: IndexState, _ scratch: inout SearchScratch
    ) -> UInt32 {
        guard slots.count <= triedSlots else { return keepByNoting(slots, tried, filters, matchers, state, &scratch) }
        let all = (UInt32(1) << UInt32(slots.count)) - 1
        let worths = slots.map { $0.alternatives.first?.weight ?? 0 }
        let choices = (1..<max(1, all)).map { Choice(mask: $0, information: information($0, worths)) }
        for choice in choices.sorted(by: { $0.isBetter(than: $1) }) where !tried.contains(choice.mask) {
            for (ordinal, live) in state.segments.enumerated()
            where hasDocument(choice.mask, slots, filters?[ordinal], matchers[ordinal], live, &scratch) {
                return choice.mask
            }
        }
        return 0
    }

    /// Whether some live document has the words of the mask, but not all. Few have all: it is why words are dropped.
    private static func hasDocument(
        _ mask: UInt32, _ slots: [QueryPlan.Slot], _ filter: SegmentFilter?, _ matcher: Matcher, _ live: LiveSegment,
        _ scratch: inout SearchScratch
    ) -> Bool {
        func isKept(_ index: Int) -> Bool { mask >> UInt32(index) & 1 == 1 }
        let kept = slots.indices.filter(isKept).map { slots[$0] }
        let others = slots.indices.filter { !isKept($0) }.map { slots[$0] }
        var walk = SlotWalk(matcher, kept, [], by: 0, &scratch)
        defer { walk.abandon(&scratch) }
        while walk.advance(above: .infinity, &scratch) {
            for index in 0..<walk.count {
                let document = scratch.candidates.documents[index]
                if live.deleted.count > 0, live.deleted.contains(document) { continue }
                if let filter, filter.failing(document) != -1 { continue }
                if !others.allSatisfy({ matcher.holds($0, document, &scratch) }) { return true }
            }
        }
        return false
    }

    private static func keepByNoting(
        _ slots: [QueryPlan.Slot], _ tried: [UInt32], _ filters: [SegmentFilter]?, _ matchers: [Matcher],
        _ state: IndexState, _ scratch: inout SearchScratch
    ) -> UInt32 {
        var best = Choice(mask: 0, information: 0)
        let all = slots.count >= 32 ? UInt32.max : (1 << UInt32(slots.count)) - 1
        let worths = slots.map { $0.alternatives.first?.weight ?? 0 }
        for (ordinal, live) in state.segments.enumerated() {
            var masks = [UInt32](repeating: 0, count: live.segment.count)
            for (index, slot) in slots.prefix(32).enumerated() {
                matchers[ordinal].forEachDocument(slot, &scratch) { masks[Int($0)] |= 1 << UInt32(index) }
            }
            var previous: UInt32 = 0
            for (document, mask) in masks.enumerated() where mask != previous && mask != 0 && mask != all {
                if tried.contains(mask) || live.deleted.contains(UInt32(document)) { continue }
                if let filter = filters?[ordinal], filter.failing(UInt32(document)) != -1 { continue }
                previous = mask
                let choice = Choice(mask: mask, information: information(mask, worths))
                if choice.isBetter(than: best) { best = choice }
            }
        }
        return best.mask
    }

    private struct Choice {
        var mask: UInt32
        var information: Float

        func isBetter(than other: Choice) -> Bool {
            let (mine, others) = (mask.nonzeroBitCount, other.mask.nonzeroBitCount)
            if mine != others { return mine > others }
            return information != other.information ? information > other.information : mask < other.mask
        }
    }

    private static func information(_ mask: UInt32, _ worths: [Float]) -> Float {
        var sum: Float = 0
        for (index, worth) in worths.prefix(32).enumerated() where mask >> UInt32(index) & 1 == 1 { sum += worth }
        return sum
    }
}
