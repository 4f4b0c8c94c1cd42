import Kernel
package import Persistence

extension SynonymRule: RowDecodable {
    /// Reads the columns of `search_synonyms`.
    package init(row: inout Row) throws {
        self.init(
            id: try row.decode("id"), kind: try row.decode("kind"), words: try row.decodeStrings("words"),
            replacements: try row.decodeStrings("replacements"), version: try row.decode("version"))
    }
}

extension SynonymRule.Kind: SQLConvertible {}

extension PinRule: RowDecodable {
    /// Reads the columns of `search_pins`.
    package init(row: inout Row) throws {
        self.init(
            id: try row.decode("id"), query: try row.decode("query"), pinned: try row.decodeStrings("pinned"),
            hidden: try row.decodeStrings("hidden"), version: try row.decode("version"))
    }
}

extension Transaction {
    /// Nobody else decides anything until this transaction ends, so that the version and the count that it reads hold.
    /// SQLite has one writer anyway.
    func lockDecisions() throws {
        guard dialect == .postgres else { return }
        try execute("LOCK TABLE search_settings, search_synonyms, search_pins IN SHARE ROW EXCLUSIVE MODE")
    }

    func searchTuning() throws -> SearchTuning {
        SearchTuning(
            settings: try rankingSettings().settings,
            synonyms: try synonyms(after: nil, limit: SynonymRule.maximumCount),
            pins: try pins(after: nil, limit: PinRule.maximumCount), priceLevels: try priceLevels())
    }

    func synonyms(after name: String?, limit: Int) throws -> [SynonymRule] {
        try all(
            """
            SELECT id, kind, words, replacements, version FROM search_synonyms
            WHERE id\(SQL.byteOrder) > \(name ?? "") ORDER BY id\(SQL.byteOrder) LIMIT \(limit)
            """)
    }

    func synonym(_ id: String) throws -> SynonymRule? {
        try first("SELECT id, kind, words, replacements, version FROM search_synonyms WHERE id = \(id)")
    }

    func synonymCount() throws -> Int {
        try value("SELECT count(*) FROM search_synonyms") ?? 0
    }

    func put(_ rule: SynonymRule, at moment: Timestamp) throws -> SynonymRule {
        let version: Int? = try value(
            """
            INSERT INTO search_synonyms (id, kind, words, replacements, version, updated_at)
            VALUES (\(rule.id), \(rule.kind), \(JSONList.text(rule.words)), \(JSONList.text(rule.replacements)), 1, \(moment))
            ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, words = excluded.words,
                replacements = excluded.replacements, version = search_synonyms.version + 1,
                updated_at = excluded.updated_at
            RETURNING version
            """)
        return SynonymRule(
            id: rule.id, kind: rule.kind, words: rule.words, replacements: rule.replacements, version: version ?? 1)
    }

    func deleteSynonym(_ id: String) throws {
        try execute("DELETE FROM search_synonyms WHERE id = \(id)")
    }

    func pins(after name: String?, limit: Int) throws -> [PinRule] {
        try all(
            """
            SELECT id, query, pinned, hidden, version FROM search_pins
            WHERE id\(SQL.byteOrder) > \(name ?? "") ORDER BY id\(SQL.byteOrder) LIMIT \(limit)
            """)
    }

    func pin(_ id: String) throws -> PinRule? {
        try first("SELECT id, query, pinned, hidden, version FROM search_pins WHERE id = \(id)")
    }

    func pinCount() throws -> Int {
        try value("SELECT count(*) FROM search_pins") ?? 0
    }

    func put(_ rule: PinRule, at moment: Timestamp) throws -> PinRule {
        let version: Int? = try value(
            """
            INSERT INTO search_pins (id, query, normalised, pinned, hidden, version, updated_at)
            VALUES (\(rule.id), \(rule.query), \(QueryText.words(rule.query)), \(JSONList.text(rule.pinned)),
                \(JSONList.text(rule.hidden)), 1, \(moment))
            ON CONFLICT (id) DO UPDATE SET query = excluded.query, normalised = excluded.normalised,
                pinned = excluded.pinned, hidden = excluded.hidden, version = search_pins.version + 1,
                updated_at = excluded.updated_at
            RETURNING version
            """)
        return PinRule(id: rule.id, query: rule.query, pinned: rule.pinned, hidden: rule.hidden, version: version ?? 1)
    }

    func deletePin(_ id: String) throws {
        try execute("DELETE FROM search_pins WHERE id = \(id)")
    }

    func rankingSettings() throws -> (settings: RankingSettings, version: Int) {
        let stored = try first("SELECT settings, version FROM search_settings WHERE one = 1", as: StoredSettings.self)
        return (stored?.settings ?? RankingSettings(), stored?.version ?? 0)
    }

    func replace(_ settings: RankingSettings, at moment: Timestamp) throws -> Int {
        let version: Int? = try value(
            """
            INSERT INTO search_settings (one, settings, version, updated_at) VALUES (1, \(settings.jsonText), 1, \(moment))
            ON CONFLICT (one) DO UPDATE SET settings = excluded.settings, version = search_settings.version + 1,
                updated_at = excluded.updated_at
            RETURNING version
            """)
        return version ?? 1
    }
}

private struct StoredSettings: RowDecodable {
    let settings: RankingSettings
    let version: Int

    init(row: inout Row) throws {
        settings = RankingSettings(json: try row.decodeJSON("settings"))
        version = try row.decode("version")
    }
}
