/// A card of an account page. What is empty is not shown.
struct Panel {
    var title: String?
    var texts: [String] = []
    /// What somebody should do something about.
    var warning: String?
    var enrolment: EnrolmentView?
    /// Secrets that are shown this once.
    var codes: [String] = []
    var facts: [Fact] = []
    var rows: [PanelRow] = []
    var links: [Link] = []
    var forms: [FormView] = []
    var buttons: [Link] = []
}

/// A thing that can be taken away: a session, a key.
struct PanelRow {
    let title: String
    var badge: String?
    var details: [String] = []
    var form: FormView?
}

/// A panel as the template shows it.
struct PanelView {
    let title: String?
    let texts: [String]
    let warning: String?
    let enrolment: EnrolmentView?
    let codes: [String]
    let hasCodes: Bool
    let facts: [Fact]
    let hasFacts: Bool
    let rows: [PanelRow]
    let hasRows: Bool
    let links: [Link]
    let hasLinks: Bool
    let forms: [FormView]
    let buttons: [Link]

    init(_ panel: Panel) {
        (title, texts, warning, enrolment) = (panel.title, panel.texts, panel.warning, panel.enrolment)
        (codes, hasCodes) = (panel.codes, !panel.codes.isEmpty)
        (facts, hasFacts) = (panel.facts, !panel.facts.isEmpty)
        (rows, hasRows) = (panel.rows, !panel.rows.isEmpty)
        (links, hasLinks) = (panel.links, !panel.links.isEmpty)
        (forms, buttons) = (panel.forms, panel.buttons)
    }
}
