import Kernel

/// Tries a tuning out on a query, beside the tuning that there is.
package struct SearchPreview: Sendable {
    private let search: ProductSearch
    private let merchandising: Merchandising

    /// Trials of that search.
    package init(_ search: ProductSearch, _ merchandising: Merchandising) {
        (self.search, self.merchandising) = (search, merchandising)
    }

    /// What is tried out.
    package struct Trial: Sendable {
        /// Other settings; the shop's when `nil`.
        package let settings: RankingSettings?
        /// Synonyms besides those of the shop.
        package let synonyms: [SynonymRule]
        /// What is pinned instead, and hidden; what the shop has when both are empty.
        package let pinned: [String]
        /// What is hidden instead.
        package let hidden: [String]

        /// A trial of those parts.
        package init(
            settings: RankingSettings?, synonyms: [SynonymRule] = [], pinned: [String] = [], hidden: [String] = []
        ) {
            (self.settings, self.synonyms, self.pinned, self.hidden) = (settings, synonyms, pinned, hidden)
        }
    }

    /// What a query finds now, and what it would find.
    /// - Throws: `ValidationError`, `SearchError`.
    package func compare(
        _ text: String, _ trial: Trial, size: Int
    ) async throws -> (before: SearchResults, after: SearchResults) {
        guard text.utf8.count <= SearchRequest.maximumTextBytes else {
            let limit = SearchRequest.maximumTextBytes
            throw ValidationError("query", code: "too_long", message: "must have at most \(limit) bytes")
        }
        var tuning = try await merchandising.tuning()
        tuning.settings = try (trial.settings ?? tuning.settings).checked()
        let stopWords = tuning.settings.stopWords
        tuning.synonyms += try trial.synonyms.map { try $0.checked(stopWords: stopWords) }
        var rule = PinRule(id: "preview", query: text, pinned: trial.pinned, hidden: trial.hidden)
        if !rule.pinned.isEmpty || !rule.hidden.isEmpty { rule = try rule.checked() }
        var request = SearchRequest()
        (request.text, request.countsFacets, request.explains) = (text, false, true)
        request.page = PageRequest(size: size)
        let before = try await search.find(request)
        request.trial = SearchTrial(tuning)
        (request.pinned, request.hidden) = (rule.pinned, rule.hidden)
        return (before, try await search.find(request))
    }
}
