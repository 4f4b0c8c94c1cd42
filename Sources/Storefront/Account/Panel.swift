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

extension Panel {
    /// In the place of a form that asks for the password, for who has none: accounts made by a login elsewhere.
    static func passwordFirst(
        _ text: String =
            "This asks for your password, and you have none. We can send you a link with which you set one.",
        title: String? = nil
    ) -> Panel {
        Panel(title: title, texts: [text], buttons: [Link(text: "Send me the link", url: "/forgot-password")])
    }

    /// In the place of what adds or changes a way into the account, for who signed in a while ago.
    static func signInFirst(for room: Room, title: String) -> Panel {
        Panel(
            title: title,
            texts: [
                "You signed in a while ago. Please do it once more before you change how your account is opened, so that "
                    + "nobody else can who finds your device open."
            ], buttons: [Link(text: "Sign in once more", url: room.afterRecentLogin)])
    }
}

/// A thing that can be taken away: a session, a key.
struct PanelRow {
    let title: String
    /// Where the title leads.
    var url: String?
    var badge: String?
    var details: [String] = []
    var form: FormView?
    /// What else can be done with it.
    var others: [FormView] = []
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
