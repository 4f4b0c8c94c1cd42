import Hummingbird
import Kernel
import Search
import WebSupport

extension MerchantPages {
    /// `/admin/search/tuning?q=toner&weight.price=0.5`
    func tuning(_ request: Request, _ context: ShopContext) async throws -> Response {
        try admit(context)
        let (settings, _) = try await merchandising.settings()
        let trial = TuningTrial(query: request.uri.query, settings)
        guard !trial.text.isEmpty else { return page(TuningPage(trial, frame: frame("Tune search")), .admintuning) }
        do {
            let found = try await preview.compare(
                trial.text, SearchPreview.Trial(settings: trial.settings), size: TuningPage.size)
            return page(TuningPage(trial, found, frame: frame("Tune search")), .admintuning)
        } catch let error as any DomainError where error.kind == .invalid {
            return page(TuningPage(trial, problem: error.message, frame: frame("Tune search")), .admintuning)
        }
    }
}

/// What a page's address asks to try out; what cannot be understood is as the shop has it.
struct TuningTrial {
    private(set) var text = ""
    private(set) var settings: RankingSettings

    init(query: String?, _ settings: RankingSettings) {
        self.settings = settings
        for (name, value) in AddressFields(query ?? "").fields { read(value, name) }
    }

    private mutating func read(_ value: String, _ name: String) {
        if name == "q" { text = value }
        guard let number = Double(value), number.isFinite else { return }
        if name.hasPrefix(TuningTrial.weight),
            let factor = BusinessFactor(rawValue: String(name.dropFirst(TuningTrial.weight.count)))
        {
            settings.weights[factor] = number
        }
        if name.hasPrefix(TuningTrial.boost),
            let field = SearchField(rawValue: String(name.dropFirst(TuningTrial.boost.count)))
        {
            settings.boosts[field] = number
        }
    }

    /// What the names of weights begin with.
    static let weight = "weight."
    /// What the names of boosts begin with.
    static let boost = "boost."
}

/// Weights to try out, and what a query would find by them.
struct TuningPage {
    let frame: Frame
    let query: String
    let weights: [Knob]
    let boosts: [Knob]
    let problem: String?
    let summary: String
    let rows: [Row]
    let hasPreview: Bool

    /// Results that are shown.
    static let size = 20

    /// One number to change.
    struct Knob: Equatable {
        let name: String
        let label: String
        let value: String
    }

    /// One product that would be found.
    struct Row: Equatable {
        let place: Int
        let before: String
        let url: String
        let name: String
        let score: String
        let explanation: String

        init(_ hit: SearchHit, place: Int, before: Int?) {
            let card = hit.card
            (self.place, name, url) = (place, card.name, "/products/\(card.slug)")
            self.before = before.map(String.init) ?? "–"
            score = hit.score.rounded(to: 3)
            let factors = hit.explanation?.factors ?? []
            let words = (hit.explanation?.words ?? []).map { "\($0.word) \($0.score.rounded(to: 2))" }
            explanation =
                (words + factors.filter { $0.factor != 1 }.map { "\($0.name) × \($0.factor.rounded(to: 3))" })
                .joined(separator: ", ") + (hit.explanation?.isPinned == true ? ", pinned" : "")
        }
    }

    init(
        _ trial: TuningTrial, _ found: (before: SearchResults, after: SearchResults)? = nil, problem: String? = nil,
        frame: Frame
    ) {
        (self.frame, query, self.problem) = (frame, trial.text, problem)
        weights = BusinessFactor.allCases.map { factor in
            Knob(
                name: TuningTrial.weight + factor.rawValue, label: TuningPage.label(factor.rawValue),
                value: (trial.settings.weights[factor] ?? 0).shortestJSON)
        }
        boosts = SearchField.allCases.map { field in
            Knob(
                name: TuningTrial.boost + field.rawValue, label: TuningPage.label(field.rawValue),
                value: (trial.settings.boosts[field] ?? 0).shortestJSON)
        }
        hasPreview = found != nil
        summary = found.map { "\($0.after.hits.total.counted("product")), now \($0.before.hits.total.grouped)." } ?? ""
        let places = (found?.before.hits.items ?? []).enumerated().map { ($0.element.card.id, $0.offset + 1) }
        let before = Dictionary(places) { first, _ in first }
        rows = (found?.after.hits.items ?? []).enumerated().map { offset, hit in
            Row(hit, place: offset + 1, before: before[hit.card.id])
        }
    }

    /// `in_stock` is `In stock`.
    private static func label(_ name: String) -> String {
        let words = name.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
