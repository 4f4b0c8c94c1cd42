package import Kernel
package import Persistence

/// What a merchant decides about search: synonyms, pins, settings. Every change is an event in its own transaction, by
/// which each node takes it over without building its index anew.
package struct Merchandising: Sendable {
    private let database: any Database
    private let clock: WallClock

    /// The decisions in that database.
    package init(_ database: any Database, clock: WallClock = .system) {
        (self.database, self.clock) = (database, clock)
    }

    /// Everything at once, as the index takes it.
    package func tuning() async throws -> SearchTuning {
        try await database.read { try $0.searchTuning() }
    }
}

extension Merchandising {
    /// Synonyms by name, at most `limit` of them, behind the name `after`.
    package func synonyms(after name: String?, limit: Int) async throws -> [SynonymRule] {
        try await database.read { try $0.synonyms(after: name, limit: limit) }
    }

    /// The synonym rule of that name.
    /// - Throws: `SearchError.synonymNotFound`.
    package func synonym(_ id: String) async throws -> SynonymRule {
        guard let rule = try await database.lookUp({ try $0.synonym(id) }) else { throw SearchError.synonymNotFound }
        return rule
    }

    /// Puts a synonym rule in its place, whether there was one or not.
    /// - Parameter version: the version that the caller read, when it insists on it.
    /// - Throws: `ValidationError`, `SearchError.tooManyRules`, `.ruleOutdated`, `.synonymNotFound` when a version was
    ///   insisted on and there is none.
    package func put(_ rule: SynonymRule, version: Int? = nil) async throws -> SynonymRule {
        let rule = try rule.checked(stopWords: try await settings().settings.stopWords)
        let now = clock.now
        return try await database.write { transaction in
            try transaction.lockDecisions()
            let current = try transaction.synonym(rule.id)?.version
            try Merchandising.check(version, against: current, orThrow: .synonymNotFound)
            if current == nil, try transaction.synonymCount() >= SynonymRule.maximumCount {
                throw SearchError.tooManyRules(limit: SynonymRule.maximumCount)
            }
            let stored = try transaction.put(rule, at: now)
            try transaction.record([SynonymChanged(subject: rule.id)], at: now)
            return stored
        }
    }

    /// Removes a synonym rule.
    /// - Parameter version: the version that the caller read, when it insists on it.
    /// - Throws: `SearchError.synonymNotFound`, `.ruleOutdated`.
    package func deleteSynonym(_ id: String, version: Int? = nil) async throws {
        let now = clock.now
        try await database.write { transaction in
            try transaction.lockDecisions()
            guard let current = try transaction.synonym(id) else { throw SearchError.synonymNotFound }
            try Merchandising.check(version, against: current.version, orThrow: .synonymNotFound)
            try transaction.deleteSynonym(id)
            try transaction.record([SynonymChanged(subject: id)], at: now)
        }
    }

    private static func check(_ version: Int?, against current: Int?, orThrow missing: SearchError) throws(SearchError)
    {
        guard let version else { return }
        guard let current else { throw missing }
        if version != current { throw .ruleOutdated(current: current) }
    }
}

extension Merchandising {
    /// Pins by name, at most `limit` of them, behind the name `after`.
    package func pins(after name: String?, limit: Int) async throws -> [PinRule] {
        try await database.read { try $0.pins(after: name, limit: limit) }
    }

    /// The pins of that name.
    /// - Throws: `SearchError.pinNotFound`.
    package func pin(_ id: String) async throws -> PinRule {
        guard let rule = try await database.lookUp({ try $0.pin(id) }) else { throw SearchError.pinNotFound }
        return rule
    }

    /// Puts what is pinned and hidden for a query in its place, whether there was something or not.
    /// - Parameter version: the version that the caller read, when it insists on it.
    /// - Throws: `ValidationError`, `SearchError.queryTaken`, `.tooManyRules`, `.ruleOutdated`, `.pinNotFound`.
    package func put(_ rule: PinRule, version: Int? = nil) async throws -> PinRule {
        let rule = try rule.checked()
        let now = clock.now
        return try await database.write { transaction in
            try transaction.lockDecisions()
            let current = try transaction.pin(rule.id)?.version
            try Merchandising.check(version, against: current, orThrow: .pinNotFound)
            if current == nil, try transaction.pinCount() >= PinRule.maximumCount {
                throw SearchError.tooManyRules(limit: PinRule.maximumCount)
            }
            let stored = try translating {
                try transaction.put(rule, at: now)
            } violation: { violation in
                violation.name == "search_pins_normalised_key" ? SearchError.queryTaken(rule.query) : nil
            }
            try transaction.record([PinChanged(subject: rule.id)], at: now)
            return stored
        }
    }

    /// Lets go of what is pinned and hidden under that name.
    /// - Parameter version: the version that the caller read, when it insists on it.
    /// - Throws: `SearchError.pinNotFound`, `.ruleOutdated`.
    package func deletePin(_ id: String, version: Int? = nil) async throws {
        let now = clock.now
        try await database.write { transaction in
            try transaction.lockDecisions()
            guard let current = try transaction.pin(id) else { throw SearchError.pinNotFound }
            try Merchandising.check(version, against: current.version, orThrow: .pinNotFound)
            try transaction.deletePin(id)
            try transaction.record([PinChanged(subject: id)], at: now)
        }
    }
}

extension Merchandising {
    /// The settings and their version; 0 as long as nobody changed them.
    package func settings() async throws -> (settings: RankingSettings, version: Int) {
        try await database.read { try $0.rankingSettings() }
    }

    /// Puts all settings in place of those that there are.
    /// - Parameter version: the version that the caller read, when it insists on it.
    /// - Throws: `ValidationError`, `SearchError.ruleOutdated`.
    package func replace(
        _ settings: RankingSettings, version: Int? = nil
    ) async throws -> (settings: RankingSettings, version: Int) {
        let settings = try settings.checked()
        let now = clock.now
        return try await database.write { transaction in
            try transaction.lockDecisions()
            let current = try transaction.rankingSettings().version
            try Merchandising.check(version, against: current, orThrow: .ruleOutdated(current: current))
            let next = try transaction.replace(settings, at: now)
            try transaction.record([SettingsChanged(subject: String(next))], at: now)
            return (settings, next)
        }
    }
}
