import Kernel
import SearchEngine

extension Schema {
    /// The fields of products. The boosts of name, description, category and brand are those of the specification;
    /// tags count as the brand, attributes half as much.
    static let products = Schema(
        text: [
            TextField("name", boost: 3), TextField("description", boost: 2), TextField("category", boost: 1.5),
            TextField("brand", boost: 1), TextField("tags", boost: 1), TextField("attributes", boost: 0.5),
        ],
        codes: ["code"],
        keywords: ["brand", "tags", "attr."],
        paths: ["category"],
        numbers: ["price", "rating", "popularity", "created", "in_stock", "believed_rating", "competitiveness"],
        completions: [
            .title(textField: "name", kind: "product"), .keyword("brand", kind: "brand"),
            .path("category", kind: "category"),
        ])
}

extension SearchSettings {
    /// The settings of a shop that has none of its own.
    static var products: SearchSettings { SearchSettings(SearchTuning(), at: WallClock.system.now) }

    /// A merchant's tuning in the engine's words.
    /// - Parameter moment: what is new is new in comparison with this.
    init(_ tuning: SearchTuning, at moment: Timestamp) {
        let settings = tuning.settings
        var boosts: [String: Double] = [:]
        for field in SearchField.allCases where field != .code { boosts[field.rawValue] = settings.boosts[field] }
        self.init(
            boosts: boosts, codeBoost: settings.boosts[.code] ?? 10, typos: TypoRules(settings.typos),
            signals: BusinessFactor.allCases.map { Signal($0, weight: settings.weights[$0] ?? 0, at: moment) },
            stopWords: Set(settings.stopWords), synonyms: tuning.synonyms.flatMap(\.synonyms))
        // A one-way rule is one of the engine's for each of its words.
        limits.synonyms = SynonymRule.maximumCount * SynonymRule.maximumWords
    }
}

extension TypoRules {
    fileprivate init(_ settings: TypoSettings) {
        self.init(
            oneEditFrom: settings.isOn ? settings.oneEditFrom : .max,
            twoEditsFrom: settings.isOn ? settings.twoEditsFrom : .max, lastResortFrom: settings.lastResortFrom,
            rareBelow: settings.rareBelow)
    }
}

extension Signal {
    /// A business factor as the engine computes it, in the order of the numbers of a product.
    fileprivate init(_ factor: BusinessFactor, weight: Double, at moment: Timestamp) {
        switch factor {
        case .popularity: self.init("popularity", weight: weight, curve: .logarithmic(maximum: 1000))
        case .rating: self.init("believed_rating", weight: weight, curve: .linear(maximum: 5000))
        case .price: self.init("competitiveness", weight: weight, curve: .linear(maximum: 1000))
        case .recency:
            self.init(
                "created", weight: weight,
                curve: .halving(reference: moment.microseconds, every: 180 * 86_400 * 1_000_000))
        case .inStock: self.init("in_stock", weight: weight, curve: .flag)
        }
    }
}

extension BusinessFactor {
    /// The factor that the engine computes from that number of a product.
    init?(number: String) {
        switch number {
        case "popularity": self = .popularity
        case "believed_rating": self = .rating
        case "competitiveness": self = .price
        case "created": self = .recency
        case "in_stock": self = .inStock
        default: return nil
        }
    }
}

extension SynonymRule {
    /// The rule in the engine's words.
    fileprivate var synonyms: [Synonym] {
        switch kind {
        case .multiWay: [.multiWay(words)]
        case .oneWay: words.map { .oneWay($0, means: replacements) }
        }
    }
}

extension RankingSettings {
    /// Articles, prepositions and conjunctions that tell products apart least.
    package static let englishStopWords = SearchSettings.englishStopWords.sorted()
}

extension Document {
    /// A product as the engine takes it.
    init(_ product: IndexedProduct) {
        let (card, json) = (product.card, product.card.jsonMembers)
        var keywords = ["brand": card.brand.map { [$0] } ?? [], "tags": card.tags]
        for (name, value) in product.attributes { keywords["attr.\(name)"] = [value] }
        self.init(
            id: card.id,
            text: [
                "name": card.name, "description": product.description, "brand": card.brand ?? "",
                "category": card.category?.path.joined(separator: " ") ?? "", "tags": card.tags.joined(separator: " "),
                "attributes": product.attributes.sorted { $0.key < $1.key }.map(\.value).joined(separator: " "),
            ],
            codes: ["code": product.codes], keywords: keywords,
            paths: ["category": card.category.map { [$0.path] } ?? []],
            numbers: [
                "price": card.price.minorUnits, "rating": StoredRating.units(card.rating ?? 0),
                "popularity": product.popularity, "created": product.createdAt.microseconds,
                "in_stock": card.inStock ? 1 : 0, "believed_rating": product.believedRating,
                "competitiveness": product.competitiveness,
            ],
            stored: Fingerprint(product, card: json).bytes + json)
    }
}
