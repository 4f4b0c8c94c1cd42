import Kernel
import Search

/// What a page's address, or the form that saves it, asks to try out; what cannot be understood is as the shop has it.
struct TuningTrial {
    private(set) var text = ""
    private(set) var settings: RankingSettings
    /// The version of the settings that the trial began with.
    private(set) var version: Int

    /// - Parameters:
    ///   - settings: those of the shop.
    ///   - version: their version.
    init(fields: [(name: String, value: String)], _ settings: RankingSettings, version: Int) {
        (self.settings, self.version) = (settings, version)
        for (name, value) in fields { read(value, name) }
    }

    private mutating func read(_ value: String, _ name: String) {
        switch name {
        case "q": text = value
        case "version": version = Int(value) ?? version
        case TuningTrial.typosAreForgiven: settings.typos.isOn = value == "true"
        default: TuningKnob.all.first { $0.name == name }?.turn(to: value, in: &settings)
        }
    }

    /// The field that says whether misspelt words are forgiven at all.
    static let typosAreForgiven = "typos.on"

    /// The fields by which the same trial is read again.
    var fields: [(name: String, value: String)] {
        [("q", text), ("version", String(version)), (TuningTrial.typosAreForgiven, String(settings.typos.isOn))]
            + TuningKnob.all.map { ($0.name, $0.value(in: settings)) }
    }
}

/// One number of the settings that a merchant turns.
struct TuningKnob: Sendable {
    /// What it is called where it is sent.
    let name: String
    let label: String
    let group: Group
    private let read: @Sendable (RankingSettings) -> Double
    private let write: @Sendable (inout RankingSettings, Double) -> Void

    /// Knobs that stand together.
    enum Group {
        case weights, boosts, typos
    }

    /// All of them, in the order of the page.
    static let all =
        BusinessFactor.allCases.map(TuningKnob.init) + SearchField.allCases.map(TuningKnob.init)
        + [
            TuningKnob("one_edit_from", "One edit from so many letters", \.oneEditFrom),
            TuningKnob("two_edits_from", "Two edits from so many letters", \.twoEditsFrom),
            TuningKnob("last_resort_from", "One edit if nothing else is found, from so many letters", \.lastResortFrom),
            TuningKnob("rare_below", "A word may be a slip that fewer products have, 0 for never", \.rareBelow),
        ]

    private init(_ factor: BusinessFactor) {
        (name, label, group) = ("weight." + factor.rawValue, TuningKnob.label(factor.rawValue), .weights)
        read = { $0.weights[factor] ?? 0 }
        write = { $0.weights[factor] = $1 }
    }

    private init(_ field: SearchField) {
        (name, label, group) = ("boost." + field.rawValue, TuningKnob.label(field.rawValue), .boosts)
        read = { $0.boosts[field] ?? 0 }
        write = { $0.boosts[field] = $1 }
    }

    private init(
        _ name: String, _ label: String, _ path: any WritableKeyPath<TypoSettings, Int> & Sendable
    ) {
        (self.name, self.label, group) = ("typos." + name, label, .typos)
        read = { Double($0.typos[keyPath: path]) }
        write = { $0.typos[keyPath: path] = Int(min(max($1, -1), 1_000_000)) }
    }

    /// Sets it, if the text is a number.
    func turn(to text: String, in settings: inout RankingSettings) {
        guard let number = Double(text), number.isFinite else { return }
        write(&settings, number)
    }

    /// What it is set to.
    func value(in settings: RankingSettings) -> String { read(settings).shortestJSON }

    /// `in_stock` is `In stock`.
    private static func label(_ name: String) -> String {
        let words = name.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
