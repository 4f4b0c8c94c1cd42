/// When too few documents have all words: which words to keep. The choice is the largest set of words that some
/// document does have, of equally large ones that which tells most (the sum of inverse document frequencies). It is made
/// whatever the filters are, so that counts stay comparable while a person ticks them.
enum Relaxation {
    /// The kept slots as bits; all of them are never kept.
    static func keep(
        _ slots: [QueryPlan.Slot], _ matchers: [Matcher], _ state: IndexState, _ scratch: inout SearchScratch
    ) -> UInt32 {
        var best = Choice(mask: 0, information: 0)
        let all = slots.count >= 32 ? UInt32.max : (1 << UInt32(slots.count)) - 1
        for (matcher, live) in zip(matchers, state.segments) {
            var masks = [UInt32](repeating: 0, count: live.segment.count)
            for (index, slot) in slots.prefix(32).enumerated() {
                matcher.forEachDocument(slot, &scratch) { masks[Int($0)] |= 1 << UInt32(index) }
            }
            var previous: UInt32 = 0
            for (document, mask) in masks.enumerated() where mask != previous && mask != 0 && mask != all {
                if live.deleted.contains(UInt32(document)) { continue }
                previous = mask
                let choice = Choice(mask: mask, information: information(mask, slots))
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

    private static func information(_ mask: UInt32, _ slots: [QueryPlan.Slot]) -> Float {
        slots.prefix(32).enumerated().reduce(0) { sum, slot in
            guard mask >> UInt32(slot.offset) & 1 == 1 else { return sum }
            return sum + (slot.element.alternatives.map(\.weight).max() ?? 0)
        }
    }
}
