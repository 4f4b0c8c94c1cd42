import Hummingbird
import Kernel
import Search
import WebSupport

extension MerchantPages {
    /// `GET /admin/search/tuning?q=toner&weight.price=0.5`
    func tuning(_ request: Request, _ context: ShopContext) async throws -> Response {
        try admit(context)
        let fields = AddressFields(request.uri.query ?? "").fields
        return try await tuning(fields, notice: request.notice, request, context)
    }

    /// `POST /admin/search/tuning`: makes what was tried out hold, unless the settings were changed meanwhile.
    func saveTuning(_ form: FormFields, _ request: Request, _ context: ShopContext) async throws -> Response {
        try admit(context)
        let (settings, version) = try await merchandising.settings()
        let names = ["q", "version", TuningTrial.typosAreForgiven] + TuningKnob.all.map(\.name)
        let fields = names.compactMap { name in form[name].map { (name: name, value: $0) } }
        let trial = TuningTrial(fields: fields, settings, version: version)
        do {
            _ = try await merchandising.replace(trial.settings, version: trial.version)
            let query = AddressFields.query([("q", trial.text), ("done", Notice.tuningSaved.rawValue)])
            return .seeOther("/admin/search/tuning" + query)
        } catch let error as any DomainError where [.invalid, .preconditionFailed].contains(error.kind) {
            return try await tuning(fields, refusal: error, request, context)
        }
    }

    private func tuning(
        _ fields: [(name: String, value: String)], notice: Notice? = nil, refusal: (any DomainError)? = nil,
        _ request: Request, _ context: ShopContext
    ) async throws -> Response {
        let (settings, version) = try await merchandising.settings()
        let trial = TuningTrial(fields: fields, settings, version: version)
        var found: (before: SearchResults, after: SearchResults)?
        var problem = refusal?.message
        do {
            found = try await preview.compare(
                trial.text, SearchPreview.Trial(settings: trial.settings), size: TuningPage.size)
        } catch let error as any DomainError where error.kind == .invalid {
            problem = problem ?? error.message
        }
        let (token, cookie) = guarding.token(for: request, context)
        let canSave = found != nil && trial.settings != settings && trial.version == version
        var page = TuningPage(
            trial, trial.text.isEmpty ? nil : found, problem: problem, csrf: canSave ? token : nil,
            frame: frame("Tune search"))
        (page.notice, page.isOutdated) = (notice?.text, trial.version != version)
        var response = self.page(page, .admintuning, status: refusal.map { Problem($0).status } ?? .ok)
        if let cookie { response.headers.set(cookie) }
        return response
    }
}

/// Weights to try out, and what a query would find by them.
struct TuningPage {
    let frame: Frame
    let query: String
    let version: Int
    let weights: [Knob]
    let boosts: [Knob]
    let typos: [Knob]
    let typosAreOn: Bool
    let problem: String?
    var notice: String?
    /// Whether somebody else changed the settings since the trial began.
    var isOutdated = false
    /// The form that saves the trial; `nil` when there is nothing to save, or it cannot be saved.
    let saving: Saving?
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

        init(_ knob: TuningKnob, _ settings: RankingSettings) {
            (name, label, value) = (knob.name, knob.label, knob.value(in: settings))
        }
    }

    /// What the form that saves sends along unseen.
    struct Saving {
        let csrf: String
        let hidden: [FormView.HiddenField]
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
        csrf: String? = nil, frame: Frame
    ) {
        (self.frame, query, version, self.problem) = (frame, trial.text, trial.version, problem)
        func knobs(_ group: TuningKnob.Group) -> [Knob] {
            TuningKnob.all.filter { $0.group == group }.map { Knob($0, trial.settings) }
        }
        (weights, boosts, typos) = (knobs(.weights), knobs(.boosts), knobs(.typos))
        typosAreOn = trial.settings.typos.isOn
        saving = csrf.map { csrf in
            Saving(csrf: csrf, hidden: trial.fields.map { FormView.HiddenField(name: $0.name, value: $0.value) })
        }
        hasPreview = found != nil
        summary = found.map { "\($0.after.hits.total.counted("product")), now \($0.before.hits.total.grouped)." } ?? ""
        let places = (found?.before.hits.items ?? []).enumerated().map { ($0.element.card.id, $0.offset + 1) }
        let before = Dictionary(places) { first, _ in first }
        rows = (found?.after.hits.items ?? []).enumerated().map { offset, hit in
            Row(hit, place: offset + 1, before: before[hit.card.id])
        }
    }
}
