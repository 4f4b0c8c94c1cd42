/// What a query text asks for, against one state of the index.
struct QueryPlan: Sendable {
    /// A term that fills a slot.
    struct Alternative: Sendable {
        var term: [UInt8]
        /// Its number in each segment, −1 where it is unknown.
        var ordinals: [Int]
        /// Its inverse document frequency times what an inexact match is worth.
        var weight: Float
    }

    /// A word of the query and the terms that stand for it; the best one counts.
    struct Slot: Sendable {
        /// The word as it is searched for: the likeliest of those that a misspelt one is taken for.
        var text: String
        var alternatives: [Alternative]
    }

    /// One way to understand the query: slots, of which a document should fill every one.
    struct Reading: Sendable {
        var slots: [Slot]
        /// What lifts a document and is not required, each by its weight: kinds that the query spells out, and heads.
        var kinds: [Alternative] = []
    }

    /// The ways to understand the query, the most literal first: what is found by a later one only stands below.
    var readings: [Reading] = []
    /// The words with all that stands for them, synonyms too: what may be relaxed.
    var widest = Reading(slots: [])
    /// Words that nothing in the index stands for.
    var unknown: [String] = []
    var correctedText: String?

    /// Whether a run of its words is a whole code. Codes have digits: a shop's "IPAD-STAND" does not make a code of
    /// those who look for a stand.
    var namesCode: Bool {
        widest.slots.contains { slot in
            slot.alternatives.contains { alternative in
                alternative.term.first == CodeAnalyzer.wholeMark
                    && alternative.term.contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            }
        }
    }

    /// Whether the text asked for anything at all.
    var isEmpty: Bool { readings.isEmpty && widest.slots.isEmpty && unknown.isEmpty }
}
