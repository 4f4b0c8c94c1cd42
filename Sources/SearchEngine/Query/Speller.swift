import Foundation

/// A word that a misspelt one may stand for.
struct Spelling {
    var word: [UInt8]
    var term: [UInt8]
    /// What was typed, or its singular.
    var form: [UInt8]
    /// What the slip costs.
    var cost: Float
    /// How many documents have the word.
    var frequency = 0
    /// How many have it in their title.
    var titles = 0
    /// How likely it is beside the likeliest, from 0 to 1.
    var worth: Float = 1

    /// The logarithm of how common the word is; words of titles are what people search for.
    var commonness: Float { Float(log(0.1 + Double(titles) + 0.1 * Double(frequency))) }
}

/// Chooses among spellings by how common they are, how they came about and what stands beside them.
struct Speller {
    /// What the neighbours say counts so much, how common a word is the rest.
    private static let contextShare: Float = 0.7
    /// Of so many at first sight the neighbours are looked at.
    private static let shortlist = 12

    private let state: IndexState
    private let context: [[UInt8]]

    init(_ state: IndexState, context: [[UInt8]]) {
        self.state = state
        self.context = context
    }

    /// The likeliest spellings, with their worth.
    func choose(_ spellings: [Spelling], atMost limit: Int, least: Float) -> [Spelling] {
        var rated = spellings.map { (spelling: $0, score: $0.commonness - $0.cost) }
        Self.sort(&rated)
        if rated.count > 1, !context.isEmpty {
            rated = Array(rated.prefix(Self.shortlist))
            let cooccurrence = Cooccurrence(context, state, PostingBuffer())
            for index in rated.indices {
                let spelling = rated[index].spelling
                let fit = cooccurrence.fit(of: spelling.term)
                rated[index].score =
                    (1 - Self.contextShare) * spelling.commonness + Self.contextShare * fit - spelling.cost
            }
            Self.sort(&rated)
        }
        guard let best = rated.first?.score else { return [] }
        return rated.prefix(limit).compactMap { spelling, score in
            var spelling = spelling
            spelling.worth = exp(score - best)
            return spelling.worth >= least ? spelling : nil
        }
    }

    private static func sort(_ rated: inout [(spelling: Spelling, score: Float)]) {
        rated.sort { left, right in
            if left.score != right.score { return left.score > right.score }
            return ByteOrder.precedes(left.spelling.word, right.spelling.word)
        }
    }
}
