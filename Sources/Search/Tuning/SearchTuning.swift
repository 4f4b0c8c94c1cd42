import Synchronization

/// Everything that a merchant decides about search: the settings, the synonyms, and what is pinned or hidden for a query.
package struct SearchTuning: Sendable, Hashable {
    /// Boosts, weights, stop words, typo rules.
    package var settings: RankingSettings
    /// Words that stand for one another.
    package var synonyms: [SynonymRule]
    /// What is decided for single queries, by the words of the query, without punctuation.
    package var pins: [String: PinRule]
    /// The middle price of each category, in minor units, by its id: what prices are held against.
    package var priceLevels: [String: Int64]

    /// What a shop begins with unless it says otherwise.
    package init(
        settings: RankingSettings = RankingSettings(), synonyms: [SynonymRule] = [], pins: [PinRule] = [],
        priceLevels: [String: Int64] = [:]
    ) {
        (self.settings, self.synonyms, self.priceLevels) = (settings, synonyms, priceLevels)
        self.pins = Dictionary(pins.map { (QueryText.words($0.query), $0) }) { first, _ in first }
    }

    /// What is decided for that query.
    func pin(for text: String) -> PinRule? {
        pins.isEmpty || text.isEmpty ? nil : pins[QueryText.words(text)]
    }
}

/// The tuning that this process searches by. Its `IndexFollower` sets it whenever the feed says that it changed.
package final class CurrentTuning: Sendable {
    private let state = Mutex(SearchTuning())

    /// The tuning of a shop that has none of its own.
    package init() {}

    /// The tuning at the moment.
    package var value: SearchTuning { state.withLock { $0 } }

    /// Searches by another one from now on.
    func set(_ tuning: SearchTuning) {
        state.withLock { $0 = tuning }
    }
}
