import Identity
import Kernel
import Search
import WebSupport

/// The ranking's settings as REST version 1 shows them.
struct SearchSettingsAnswer: Answer {
    let settings: RankingSettings
    let version: Int

    static let example = SearchSettingsAnswer(settings: RankingSettings(stopWords: ["the", "for"]), version: 1)

    func write(to object: inout AnswerWriter) {
        object.member("boosts", named(settings.boosts), "How much a word counts in each field.")
        object.member(
            "weights", named(settings.weights),
            "How much each business factor may add to the text's score: 0.15 is up to 15 %.")
        object.member("stop_words", settings.stopWords, "Words that a query may do without.")
        object.member("typos", TypoAnswer(typos: settings.typos), "When misspelt words are forgiven.")
        object.member("version", version, "Counts the changes; 0 as long as the shop has none of its own.")
    }

    private func named<Name: RawRepresentable>(_ numbers: [Name: Double]) -> [String: Double]
    where Name.RawValue == String {
        Dictionary(uniqueKeysWithValues: numbers.map { ($0.key.rawValue, $0.value) })
    }
}

/// When misspelt words are forgiven.
struct TypoAnswer: Answer {
    let typos: TypoSettings

    static let example = TypoAnswer(typos: TypoSettings())

    func write(to object: inout AnswerWriter) {
        object.member("on", typos.isOn, "Whether they are at all.")
        object.member("one_edit_from", typos.oneEditFrom, "Letters from which one edit is forgiven.")
        object.member("two_edits_from", typos.twoEditsFrom, "Letters from which two edits are forgiven.")
        object.member(
            "last_resort_from", typos.lastResortFrom,
            "Letters from which one edit is forgiven when nothing else is found.")
        object.member(
            "rare_below", typos.rareBelow,
            "A word that fewer products have may be a slip of a common one; 0 for never.")
    }
}

/// Settings as a client writes them; what is left out is as a shop begins.
struct SearchSettingsBody: InputObject {
    @Field("By field (name, description, category, brand, tags, attributes, code), 0 to 100.")
    var boosts: [String: DecimalText] = [:]
    @Field("By factor (popularity, rating, price, recency, in_stock), 0 to 10.")
    var weights: [String: DecimalText] = [:]
    @Field("Words that a query may do without, at most 500, each a single word; the English ones when absent.")
    var stopWords: [String]?
    @Field("When misspelt words are forgiven.") var typos: TypoBody?

    /// - Throws: `ValidationError`.
    func settings() throws -> RankingSettings {
        let usual = TypoSettings()
        return RankingSettings(
            boosts: try SearchSettingsBody.named("boosts", boosts),
            weights: try SearchSettingsBody.named("weights", weights), stopWords: stopWords,
            typos: typos.map { typos in
                TypoSettings(
                    isOn: typos.on, oneEditFrom: typos.oneEditFrom ?? usual.oneEditFrom,
                    twoEditsFrom: typos.twoEditsFrom ?? usual.twoEditsFrom,
                    lastResortFrom: typos.lastResortFrom ?? usual.lastResortFrom,
                    rareBelow: typos.rareBelow ?? usual.rareBelow)
            } ?? usual)
    }

    private static func named<Name: RawRepresentable & CaseIterable & Hashable>(
        _ field: String, _ numbers: [String: DecimalText]
    ) throws -> [Name: Double] where Name.RawValue == String {
        let unknown = numbers.keys.filter { Name(rawValue: $0) == nil }.sorted()
        guard unknown.isEmpty else {
            let allowed = Name.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError(
                unknown.map { FieldError("\(field).\($0)", code: "unknown_field", message: "there are \(allowed)") })
        }
        return numbers.reduce(into: [:]) { named, number in
            if let name = Name(rawValue: number.key) { named[name] = Double(number.value.spelling) ?? .infinity }
        }
    }
}

/// When misspelt words are forgiven, as a client writes it.
struct TypoBody: InputObject {
    @Field("Whether they are at all.") var on = true
    @Field("Letters from which one edit is forgiven; 4 when absent.") var oneEditFrom: Int?
    @Field("Letters from which two edits are forgiven; 8 when absent.") var twoEditsFrom: Int?
    @Field("Letters from which one edit is forgiven when nothing else is found; 2 when absent.")
    var lastResortFrom: Int?
    @Field("A word that fewer products have may be a slip of a common one; 0 for never, 10 when absent.")
    var rareBelow: Int?
}

/// `GET /admin/search/settings`
struct ReadSearchSettings: Operation {
    static let declaration = Declaration(
        .get, "/admin/search/settings", "Read how results are ranked", tag: .searchTuning, permission: .manageSearch)

    func answer(_ merchandising: Merchandising, _ call: Call) async throws -> Reply<SearchSettingsAnswer> {
        let (settings, version) = try await merchandising.settings()
        return .ok(SearchSettingsAnswer(settings: settings, version: version), version: version)
    }
}

/// `PUT /admin/search/settings`
struct ReplaceSearchSettings: Operation {
    static let declaration = Declaration(
        .put, "/admin/search/settings", "Change how results are ranked",
        description: "Every node ranks so within a second; nothing is indexed anew.", tag: .searchTuning,
        permission: .manageSearch, errors: [SearchError.ruleOutdated(current: 4)])

    @Body("All settings.") var settings: SearchSettingsBody

    func answer(_ merchandising: Merchandising, _ call: Call) async throws -> Reply<SearchSettingsAnswer> {
        let (settings, version) = try await merchandising.replace(
            settings.settings(), version: call.ifMatch.version(orBody: nil))
        return .ok(SearchSettingsAnswer(settings: settings, version: version), version: version)
    }
}
